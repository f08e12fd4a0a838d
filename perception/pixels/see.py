"""See elements in the pixels of a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from device.frame import Frame
from perception.box import Box
from perception.change import quiet_places
from perception.geometry import share_inside
from perception.hierarchy import Rect
from perception.pixels.reader import Line
from perception.pixels.shapes import Shapes, find_shapes
from perception.pixels.things import Thing, find_things
from perception.reading_order import reading_order
from perception.screen import Element, Role, Screen

_GESTURE_BAR_DP = 24
_NAVIGATION_BAR_DP = 50


def see(frame: Frame, lines: Sequence[Line] | None, screen: Screen | None = None) -> list[Element]:
    """Return the elements that pixels show, in reading order, bars left out; ids are places in that order.

    Args:
        frame: The capture; its hierarchy is not looked at.
        lines: What can be read on it; None where nobody can read.
        screen: What the hierarchy says of bars and keyboard, where it says something.
    """
    if lines is not None:
        # An icon may be read as an arrow or a bracket.
        lines = [line for line in lines if any(letter.isalnum() for letter in line.text)]
    shapes = find_shapes(frame.pixels, frame.display.density)
    scaled = None if lines is None else [_scaled(line.box, shapes) for line in lines]
    things, texts = find_things(shapes, scaled)
    read = ["" for _ in texts] if lines is None else [line.text for line in lines]
    hidden = [_rect(box) for box in _not_the_apps(frame, screen)]
    elements = []
    for thing in things:
        box = _unscaled(thing.box, shapes, frame.pixels.shape)
        if box.area and not any(share_inside(_rect(box), place) > 0.5 for place in hidden):
            elements.append(_element(thing, box, read, texts))
    elements = _without_navigation(elements, frame)
    return [replace(element, id=place) for place, element in enumerate(in_order(elements))]


def _without_navigation(elements: list[Element], frame: Frame) -> list[Element]:
    """Return `elements` without Android's own three buttons at the bottom: as many icons, far apart, and no words."""
    top = frame.display.height - _NAVIGATION_BAR_DP * frame.display.density // 160
    lowest = [element for element in elements if element.box.center[1] >= top]
    if 2 <= len(lowest) <= 3 and not any(element.text or element.role is Role.TEXT for element in lowest):
        return [element for element in elements if element not in lowest]
    return elements


def _element(thing: Thing, box: Box, read: Sequence[str], texts: Sequence[Rect]) -> Element:
    places = sorted(thing.words, key=lambda place: (texts[place][1], texts[place][0]))
    words = [read[place] for place in places if read[place]]
    return Element(
        id=0,
        text=words[0] if words else "",
        detail=", ".join(words[1:]),
        role=thing.role,
        box=box,
        clickable=thing.clickable,
        checked=thing.checked,
        source="ocr" if words else "pixels",
    )


def _not_the_apps(frame: Frame, screen: Screen | None) -> list[Box]:
    """Return where the bars and the keyboard are."""
    display = frame.display
    hidden = quiet_places(display, None) + (list(screen.bars) if screen is not None else [])
    high = _GESTURE_BAR_DP * display.density // 160
    hidden.append(Box(left=0, top=display.height - high, right=display.width, bottom=display.height))
    if screen is not None and screen.keyboard_box is not None:
        hidden.append(screen.keyboard_box)
    return hidden


def in_order(elements: Sequence[Element]) -> list[Element]:
    """Return elements in reading order."""
    order = reading_order([_rect(element.box) for element in elements])
    return [elements[place] for place in order]


def _scaled(box: Box, shapes: Shapes) -> Rect:
    left, top, right, bottom = (round(value * shapes.factor) for value in _rect(box))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _unscaled(rect: Rect, shapes: Shapes, shape: tuple[int, ...]) -> Box:
    left, top, right, bottom = (round(value / shapes.factor) for value in rect)
    return Box(left=max(0, left), top=max(0, top), right=min(right, shape[1]), bottom=min(bottom, shape[0]))


def _rect(box: Box) -> Rect:
    return box.left, box.top, box.right, box.bottom
