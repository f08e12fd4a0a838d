"""Finds views of a simulated phone, scrolling where needed."""

from __future__ import annotations

from device.simulator.phone import SimulatedPhone
from device.simulator.view import View
from tests.device.simulator.apps.hand import Hand

SWIPES = 12


def reach(hand: Hand, label: str) -> None:
    """Scroll down until `label` can be seen whole, then tap it."""
    for _ in range(SWIPES):
        if hand.sees(label) and view(hand.phone, label).visible == view(hand.phone, label).frame:
            break
        hand.phone.swipe(540, 1800, 540, 1000)
    hand.tap(label)


def view(phone: SimulatedPhone, label: str) -> View:
    """Return the reported view with that text or description; the topmost window's where several have it.

    Raises:
        AssertionError: There is none.
    """
    for window in reversed(phone.windows()):
        for candidate in window.root.walk():
            if window.reported and candidate.is_visible and label in (candidate.text, candidate.desc):
                return candidate
    raise AssertionError(f"{label!r} is not on the display")
