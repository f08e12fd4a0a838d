"""The moves of a solution, in terms of what is seen on a screen, and the phone action that each stands for."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from device import action
from device.frame import Display
from perception.screen import Element


@dataclass(frozen=True, kw_only=True)
class Touch:
    """A tap on an element.

    Attributes:
        element: What is tapped.
        at: Where: in its middle, at the left or right end of a slider, or at a share of its width from the left.
    """

    element: Element
    at: Literal["center", "start", "end"] | float = "center"

    @property
    def point(self) -> tuple[int, int]:
        """The tapped point, in display pixels."""
        x, y = self.element.box.center
        if self.at == "start":
            x = self.element.box.left
        elif self.at == "end":
            x = self.element.box.right - 1
        elif not isinstance(self.at, str):
            x = self.element.box.left + round(self.at * (self.element.box.right - 1 - self.element.box.left))
        return x, y


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A long press on the middle of an element."""

    element: Element


@dataclass(frozen=True, kw_only=True)
class Enter:
    """Text that replaces the content of `into`, a field that already has the focus."""

    text: str
    into: Element


@dataclass(frozen=True, kw_only=True)
class Scroll:
    """A swipe that brings up what lies further down, or further up."""

    direction: Literal["down", "up"]


@dataclass(frozen=True, kw_only=True)
class Open:
    """An app brought to the front by the name the launcher shows."""

    app: str


@dataclass(frozen=True, kw_only=True)
class Back:
    """The Back key."""


@dataclass(frozen=True, kw_only=True)
class Done:
    """The task is finished; `message` tells the user so."""

    message: str


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """A finger moved in a straight line: over the home screen, or from the status bar down.

    Attributes:
        start, end: Its ends, as shares of the display's width and height.
    """

    start: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Key:
    """A key of the phone other than Back."""

    key: Literal["home", "recent"]


@dataclass(frozen=True, kw_only=True)
class Carry:
    """An element held, taken elsewhere and let go on another one."""

    element: Element
    onto: Element


Move = Touch | Hold | Enter | Scroll | Open | Back | Sweep | Key | Carry | Done

_CARRIED_DP_PER_SECOND = 12
"""So slow that a finger is still within Android's touch slop (8 dp) when a long press is recognised (0.4 or 0.5 s)."""


def to_action(move: Move, display: Display) -> action.PhoneAction | None:
    """Return what a phone does for a move.

    Args:
        move: The move.
        display: The display that the move's elements refer to.

    Returns:
        The action in display pixels, or None for `Done`.
    """
    match move:
        case Touch():
            x, y = move.point
            return action.Tap(x=x, y=y)
        case Hold(element=element):
            x, y = element.box.center
            return action.LongPress(x=x, y=y)
        case Enter(text=text):
            return action.TypeText(text=text)
        case Scroll(direction=direction):
            x, low, high = display.width // 2, display.height * 7 // 10, display.height * 3 // 10
            first, last = (low, high) if direction == "down" else (high, low)
            return action.Swipe(x1=x, y1=first, x2=x, y2=last)
        case Open(app=app):
            return action.Launch(app=app)
        case Back():
            return action.Press(key="back")
        case Sweep(start=start, end=end):
            (x1, y1), (x2, y2) = _pixels(start, display), _pixels(end, display)
            return action.Swipe(x1=x1, y1=y1, x2=x2, y2=y2)
        case Key(key=key):
            return action.Press(key=key)
        case Carry(element=element, onto=onto):
            (x1, y1), (x2, y2) = element.box.center, onto.box.center
            seconds = math.hypot(x2 - x1, y2 - y1) * 160 / display.density / _CARRIED_DP_PER_SECOND
            return action.Swipe(x1=x1, y1=y1, x2=x2, y2=y2, seconds=seconds)
        case Done():
            return None


def _pixels(point: tuple[float, float], display: Display) -> tuple[int, int]:
    return round(point[0] * (display.width - 1)), round(point[1] * (display.height - 1))
