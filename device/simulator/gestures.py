"""Gestures of two fingers, and dragging: what a hand does beside taps and swipes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from device.simulator.layout import Metrics
from device.simulator.touch import LONG_PRESS_SECONDS, SLOP_DP
from device.simulator.view import View
from device.simulator.windows import views_at, window_at

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

NEAREST_FINGERS = 1.0
"""Fingers can't be nearer than this many pixels; it keeps factors finite."""
SAME_WAY = 0.5
"""Cosine of the angle between two fingers' ways up to which they move together."""


@dataclass(frozen=True, kw_only=True)
class Path:
    """One finger's way in a straight line of display pixels."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def length(self) -> float:
        """How far the finger moves."""
        return math.hypot(self.x2 - self.x1, self.y2 - self.y1)


def factor(first: Path, second: Path) -> float:
    """Return how far apart two fingers end, as a factor of how far apart they began."""
    before = max(NEAREST_FINGERS, math.hypot(first.x1 - second.x1, first.y1 - second.y1))
    after = max(NEAREST_FINGERS, math.hypot(first.x2 - second.x2, first.y2 - second.y2))
    return after / before


def move_together(first: Path, second: Path) -> bool:
    """Say whether two fingers go the same way."""
    if not first.length or not second.length:
        return False
    across = (first.x2 - first.x1) * (second.x2 - second.x1) + (first.y2 - first.y1) * (second.y2 - second.y1)
    return across / (first.length * second.length) > SAME_WAY


def pinch(phone: SimulatedPhone, first: Path, second: Path) -> bool:
    """Move two fingers apart or together; say whether a view between them took it."""
    x, y = (first.x1 + second.x1) / 2, (first.y1 + second.y1) / 2
    for view in views_under(phone, x, y):
        if view.on_pinch is not None and view.enabled:
            view.on_pinch(factor(first, second))
            phone.changed()
            return True
    return False


def begins_with_long_press(metrics: Metrics, path: Path, seconds: float) -> bool:
    """Say whether a finger that moves evenly is still where it began when a long press is recognised, and then leaves.

    Args:
        metrics: Pixels per dp.
        path: The finger's way.
        seconds: How long it takes.
    """
    slop = metrics.px(SLOP_DP)
    return path.length >= slop and path.length * LONG_PRESS_SECONDS < slop * seconds


def drag(phone: SimulatedPhone, path: Path) -> bool:
    """Hold a view and let it go elsewhere; False where what is there can't be dragged."""
    for view in views_under(phone, path.x1, path.y1):
        if view.on_drop is not None and view.enabled:
            below = (each for each in views_under(phone, path.x2, path.y2) if each.key and each is not view)
            view.on_drop(next(below, None))
            phone.changed()
            return True
    return False


def views_under(phone: SimulatedPhone, x: float, y: float) -> list[View]:
    """Return the views of the topmost window at the pixel (x, y), front to back."""
    window = window_at(phone.windows(), x, y)
    return list(views_at(window.root, x, y)) if window is not None and window.bounds.contains(x, y) else []
