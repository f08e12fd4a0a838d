"""`TouchInput`: what fingers on the display do to the views under them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from device.simulator.view import View
from device.simulator.windows import Window, views_at, window_at

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

LONG_PRESS_SECONDS = 0.5
"""Android's ViewConfiguration.getLongPressTimeout is 400 ms since Android 13, 500 ms before."""
SLOP_DP = 8
"""ViewConfiguration's touch slop: a finger that moved less has not moved."""
DOUBLE_TAP_SECONDS = 0.3
"""ViewConfiguration.getDoubleTapTimeout; the slop below is for both taps."""
FLING_SECONDS = 0.1
"""A swipe that is over sooner is a fling: content goes on for as far again as the finger moved."""


@dataclass
class _Finger:
    """A finger that is down: where it began, where it is, since when, and whether it has left the slop."""

    x: float
    y: float
    last_x: float
    last_y: float
    since: float
    moved: bool = False
    target: View | None = None


class TouchInput:
    """Turns touches into clicks, long clicks, scrolling and slider values."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Touch `phone`'s display."""
        self._phone = phone
        self._finger: _Finger | None = None
        self._last_tap: tuple[float, float, float] | None = None

    def tap(self, x: float, y: float) -> None:
        """Touch (x, y) display pixels shortly."""
        if self._phone.motion.catch():
            return
        window = self._window(x, y)
        if window is None:
            return
        is_second = self._is_second(x, y)
        for view in views_at(window.root, x, y):
            if not view.enabled and view.clickable:
                return
            if not view.enabled:
                continue
            if is_second and view.on_double_tap is not None:
                view.on_double_tap()
                self._phone.changed()
                return
            if view.is_field and is_second and self._phone.clock.pace == "running":
                # Without time that passes, two taps on a field could not be told from one after the other.
                self._phone.editor.select_word_at(view, x, y)
                return
            if view.is_field:
                self._phone.editor.focus_at(view, x, y)
                return
            if view.on_slide is not None:
                self._slide(view, x)
                return
            if view.on_stroke is not None:
                self._stroke(view, (x, y), (x, y))
                return
            if view.on_click is not None:
                view.on_click()
                self._phone.changed()
                return
            if view.clickable:
                return

    def _is_second(self, x: float, y: float) -> bool:
        """Say whether a tap makes a double tap of the one before; a third begins anew."""
        now, last = self._phone.clock.now(), self._last_tap
        slop = self._phone.metrics().px(SLOP_DP)
        is_near = last is not None and max(abs(x - last[0]), abs(y - last[1])) <= slop
        if last is not None and is_near and 0 <= now - last[2] <= DOUBLE_TAP_SECONDS:
            self._last_tap = None
            return True
        self._last_tap = (x, y, now)
        return False

    def long_press(self, x: float, y: float) -> None:
        """Hold (x, y) until the long press is recognised; a view that knows none is clicked when the finger leaves."""
        window = self._window(x, y)
        if window is None:
            return
        for view in views_at(window.root, x, y):
            if not view.enabled:
                continue
            if view.is_field:
                self._phone.editor.select_word_at(view, x, y)
                if view.on_long_click is not None:
                    view.on_long_click()
                    self._phone.changed()
                return
            if view.on_long_click is not None:
                view.on_long_click()
                self._phone.changed()
                return
            if view.on_hold is not None:
                view.on_hold(_share(view, (x, y)))
                self._phone.changed()
                return
            if view.is_clickable or view.on_slide is not None:
                self.tap(x, y)
                return

    def swipe(self, x1: float, y1: float, x2: float, y2: float, seconds: float) -> None:
        """Move a finger in a straight line of display pixels in `seconds`."""
        dx, dy = x2 - x1, y2 - y1
        if max(abs(dx), abs(dy)) < self._phone.metrics().px(SLOP_DP):
            if seconds >= LONG_PRESS_SECONDS:
                self.long_press(x1, y1)
            else:
                self.tap(x1, y1)
            return
        reach = 2 if seconds <= FLING_SECONDS else 1
        window = window_at(self._phone.windows(), x1, y1)
        if window is None or not window.bounds.contains(x1, y1):
            return
        if window.kind == "status_bar" and dy > abs(dx):
            if not self._phone.locked:
                self._phone.open_shade("notifications")
            return
        for view in views_at(window.root, x1, y1):
            if view.on_stroke is not None and view.enabled:
                self._stroke(view, (x1, y1), (x2, y2))
                return
            if view.on_slide is not None and view.enabled and abs(dx) > abs(dy):
                self._slide(view, x2)
                return
            if self._scrolls(view, dx, dy):
                self._scroll(view, dx, dy, held=seconds, reach=reach)
                return
            if view.on_swipe is not None and _is_swiped(view, dx, dy):
                view.on_swipe(_direction(dx, dy))
                self._phone.changed()
                return

    def scrolls(self, x1: float, y1: float, x2: float, y2: float) -> bool:
        """Say whether what a swipe meets first is content that scrolls."""
        dx, dy = x2 - x1, y2 - y1
        window = window_at(self._phone.windows(), x1, y1)
        if window is None or max(abs(dx), abs(dy)) < self._phone.metrics().px(SLOP_DP):
            return False
        for view in views_at(window.root, x1, y1):
            is_swiped = _is_swiped(view, dx, dy) and not view.scroll
            if (view.on_slide is not None and abs(dx) > abs(dy)) or is_swiped:
                return False
            if self._scrolls(view, dx, dy):
                return True
        return False

    def down(self, x: float, y: float) -> None:
        """Put a finger down."""
        self._finger = _Finger(x, y, x, y, time.monotonic())
        window = window_at(self._phone.windows(), x, y)
        if window is not None and window.bounds.contains(x, y):
            for view in views_at(window.root, x, y):
                if view.on_slide is not None and view.enabled:
                    self._finger.target = view
                    self._slide(view, x)
                    return
                if view.on_stroke is not None and view.enabled:
                    self._finger.target = view
                    self._stroke(view, (x, y), (x, y))
                    return

    def move(self, x: float, y: float) -> None:
        """Move the finger that is down; scrollable content follows it."""
        finger = self._finger
        if finger is None:
            return
        if finger.target is not None and finger.target.on_stroke is not None:
            self._stroke(finger.target, (finger.last_x, finger.last_y), (x, y))
            finger.last_x, finger.last_y = x, y
        elif finger.target is not None:
            self._slide(finger.target, x)
        elif not finger.moved:
            finger.moved = max(abs(x - finger.x), abs(y - finger.y)) >= self._phone.metrics().px(SLOP_DP)
        if finger.moved:
            window = window_at(self._phone.windows(), finger.x, finger.y)
            dx, dy = x - finger.last_x, y - finger.last_y
            whole = (x - finger.x, y - finger.y)
            for view in views_at(window.root, finger.x, finger.y) if window is not None else ():
                if self._scrolls(view, *whole):
                    self._scroll(view, dx, dy)
                    break
            finger.last_x, finger.last_y = x, y

    def up(self, x: float, y: float) -> None:
        """Take the finger away: where it never moved, that was a tap or, after a while, a long press."""
        finger, self._finger = self._finger, None
        if finger is None or finger.target is not None:
            return
        if finger.moved:
            window = window_at(self._phone.windows(), finger.x, finger.y)
            for view in views_at(window.root, finger.x, finger.y) if window is not None else ():
                if self._scrolls(view, x - finger.x, y - finger.y):
                    return
                if view.on_swipe is not None and _is_swiped(view, x - finger.x, y - finger.y):
                    view.on_swipe(_direction(x - finger.x, y - finger.y))
                    self._phone.changed()
                    return
        elif time.monotonic() - finger.since >= LONG_PRESS_SECONDS:
            self.long_press(finger.x, finger.y)
        else:
            self.tap(finger.x, finger.y)

    def _window(self, x: float, y: float) -> Window | None:
        """Return the window that a touch goes to; one outside a modal window closes that, and goes nowhere."""
        window = window_at(self._phone.windows(), x, y)
        if window is not None and not window.bounds.contains(x, y):
            if window.on_outside is not None:
                window.on_outside()
            return None
        return window

    def _slide(self, view: View, x: float) -> None:
        if view.on_slide is None or view.range is None:
            return
        left, _, right, _ = self._phone.metrics().insets(view.padding)
        start, end = view.frame.left + left, view.frame.right - right
        share = min(1.0, max(0.0, (x - start) / max(1, end - start)))
        share = 1.0 - share if view.mirrored else share
        low, high, _ = view.range
        view.on_slide(low + share * (high - low))
        self._phone.changed()

    def _stroke(self, view: View, start: tuple[float, float], end: tuple[float, float]) -> None:
        if view.on_stroke is None:
            return
        view.on_stroke(_share(view, start), _share(view, end))
        self._phone.changed()

    def _scrolls(self, view: View, dx: float, dy: float) -> bool:
        return view.can_scroll and view.scroll == ("vertical" if abs(dy) >= abs(dx) else "horizontal")

    def _scroll(self, view: View, dx: float, dy: float, *, held: float = 0.0, reach: int = 1) -> None:
        way = -dy if view.scroll == "vertical" else dx if view.mirrored else -dx
        self._phone.scroll_by(view, round(way), held=held, reach=reach)


def _share(view: View, point: tuple[float, float]) -> tuple[float, float]:
    """Return where a point of the display is on a view, as shares of its width and height."""
    x, y = point
    return (
        min(1.0, max(0.0, (x - view.frame.left) / max(1, view.frame.width))),
        min(1.0, max(0.0, (y - view.frame.top) / max(1, view.frame.height))),
    )


def _is_swiped(view: View, dx: float, dy: float) -> bool:
    return view.on_swipe is not None and (not view.swipe_axis or abs(dx) > abs(dy))


def _direction(dx: float, dy: float) -> str:
    if abs(dy) >= abs(dx):
        return "up" if dy < 0 else "down"
    return "left" if dx < 0 else "right"
