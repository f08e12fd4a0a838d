"""`Seen`: one look at the phone, and whether two looks differ."""

from __future__ import annotations

from dataclasses import dataclass

from device.frame import Frame
from perception.screen import Screen


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A capture, understood, and the wall seconds that took."""

    frame: Frame
    screen: Screen
    seconds: float

    def differs_from(self, other: Seen) -> bool:
        """Return whether a person would see a difference, a moved focus and the keyboard included."""
        return self._state() != other._state()

    def _state(self) -> tuple[object, ...]:
        focus = next((element.box for element in self.screen.elements if element.focused), None)
        return self.screen.app, self.screen.fingerprint, self.screen.keyboard, focus
