"""Finds what a touch means: the element under it, else the one it just missed, else nothing.

A model points a few pixels beside a small button now and then. A point on which nothing lies is moved to the nearest
thing that can be touched, no further than a finger is wide. What the point hit is second-guessed in one case alone:
when the model's own thought names a thing just beside it, and not the thing that was hit.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from enum import StrEnum

from agent.action import Action, touch_point
from agent.target import element_at
from device.action import DoubleTap, LongPress, Tap
from perception.box import Box
from perception.screen import Element, Screen

REACH = 36.0
"""Pixels from a point within which a touch area counts as just missed: 25 to the side and 25 down, together."""
_INSIDE = 8
_TINY = 4
_ELSEWHERE = (0.1, 0.9, 0.25, 0.75, 0.4, 0.6)


class Hit(StrEnum):
    """What a touch lands on."""

    ELEMENT = "element"
    """An element lies there."""
    NEAR = "near"
    """Nothing lies there, and the touch goes to the element beside."""
    NAMED = "named"
    """Another element lies there, and the touch goes to the one beside that the model named."""
    KEYBOARD = "keyboard"
    BAR = "bar"
    """The status or the navigation bar."""
    OUTSIDE = "outside"
    """Beside what lies on top, which often closes it."""
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Aim:
    """Where a touch was meant to go and where it goes, in display pixels.

    Attributes:
        asked: The point that the model named.
        point: The point that is touched.
        hit: What is there.
        element: The element that it means; None where it means none.
    """

    asked: tuple[int, int]
    point: tuple[int, int]
    hit: Hit
    element: Element | None = None


def aim(screen: Screen, point: tuple[int, int], said: str = "") -> Aim:
    """Return what a touch at `point`, in display pixels, means.

    Bars and keyboard are no elements, and a touch on them is left where it is.

    Args:
        screen: The screen that the point was named on.
        point: The point.
        said: What the model said of it: its thought.
    """
    if screen.keyboard_box is not None and screen.keyboard_box.holds(point):
        return Aim(asked=point, point=point, hit=Hit.KEYBOARD)
    element = element_at(screen, point)
    near = _near(screen, point)
    if element is not None:
        if not _says(said, element.text):
            named = [other for other in near if other is not element and _says(said, other.text)]
            moved = _onto(screen, named[0], point) if len(named) == 1 else None
            if moved is not None:
                return Aim(asked=point, point=moved, hit=Hit.NAMED, element=named[0])
        return Aim(asked=point, point=point, hit=Hit.ELEMENT, element=element)
    if any(bar.holds(point) for bar in screen.bars):
        return Aim(asked=point, point=point, hit=Hit.BAR)
    for other in sorted(near, key=lambda other: not _says(said, other.text)):
        moved = _onto(screen, other, point)
        if moved is not None:
            return Aim(asked=point, point=moved, hit=Hit.NEAR, element=other)
    beside = screen.overlay is not None and not screen.overlay.box.holds(point)
    return Aim(asked=point, point=point, hit=Hit.OUTSIDE if beside else Hit.NOTHING)


def aimed(screen: Screen, action: Action, said: str = "") -> tuple[Action, Aim | None]:
    """Return the action with its touch moved to what it means, and what that is; None where it touches no point.

    A swipe is no touch of a thing, and begins where the model said.
    """
    if not isinstance(action, Tap | DoubleTap | LongPress):
        return action, None
    point = touch_point(action)
    assert point is not None
    found = aim(screen, point, said)
    if found.point == point:
        return action, found
    return dataclasses.replace(action, x=found.point[0], y=found.point[1]), found


def tap_point(screen: Screen, element: Element) -> tuple[int, int]:
    """Return where to touch `element`, in display pixels: its middle, or beside that where another thing lies there."""
    if element_at(screen, element.box.center) is element:
        return element.box.center
    box = element.box
    for share in _ELSEWHERE:
        for point in (
            (box.center[0], box.top + int(share * (box.bottom - box.top))),
            (box.left + int(share * (box.right - box.left)), box.center[1]),
            (box.left + int(share * (box.right - box.left)), box.top + int(share * (box.bottom - box.top))),
        ):
            if element_at(screen, point) is element:
                return point
    return box.center


def _says(said: str, label: str) -> bool:
    """Return whether a label stands in what the model said, whole and capitals aside."""
    name = label.casefold()
    return len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said.casefold(), re.ASCII) is not None


def _near(screen: Screen, point: tuple[int, int]) -> list[Element]:
    """Return what can be touched within reach of `point`, the nearest first."""
    within = [element for element in screen.elements if element.clickable and element.box.distance(point) <= REACH]
    return sorted(within, key=lambda element: (element.box.distance(point), element.box.area))


def _onto(screen: Screen, element: Element, point: tuple[int, int]) -> tuple[int, int] | None:
    """Return the pixel of `element` nearest to `point`, a little way in; None where another thing lies there.

    A little way in, because touch areas often end before their bounds do.
    """
    box = element.box
    across = min(_INSIDE, (box.right - box.left) // _TINY)
    down = min(_INSIDE, (box.bottom - box.top) // _TINY)
    inner = Box(left=box.left + across, top=box.top + down, right=box.right - across, bottom=box.bottom - down)
    moved = inner.nearest(point)
    return moved if element_at(screen, moved) is element else None
