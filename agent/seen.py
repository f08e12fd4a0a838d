"""`Seen`: one look at the phone, and whether two looks differ."""

from __future__ import annotations

from dataclasses import dataclass

from device.frame import Frame
from perception.change import find_change
from perception.screen import Screen

_LEAST_SHARE = 0.002
"""Share of the display that has to look different where the hierarchy says the same: more than a pressed button's."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A capture, understood, and the wall seconds that took."""

    frame: Frame
    screen: Screen
    seconds: float

    def differs_from(self, other: Seen) -> bool:
        """Return whether a person would see a difference, a moved focus and the keyboard included.

        Where the hierarchy says the same, the pictures decide: content that moved, a drawing that grew. A clock, the
        status bar and a blinking cursor are no difference.
        """
        return self._state() != other._state() or self._looks_different(other)

    def _looks_different(self, other: Seen) -> bool:
        change = find_change(other.frame.pixels, self.frame.pixels, display=self.frame.display, screen=self.screen)
        return change.happened and change.share >= _LEAST_SHARE

    def _state(self) -> tuple[object, ...]:
        focus = next((element.box for element in self.screen.elements if element.focused), None)
        return self.screen.app, self.screen.fingerprint, self.screen.keyboard, focus
