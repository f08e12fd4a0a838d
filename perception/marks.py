"""Draw set-of-marks pictures: every element framed, with its number beside it, for models that point by number.

The idea is Yang et al., "Set-of-Mark Prompting Unleashes Extraordinary Visual Grounding in GPT-4V", 2023.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from perception.box import Box
from perception.screen import Element, Role, Screen

_COLOURS: tuple[tuple[int, int, int], ...] = (
    (214, 39, 40),
    (31, 119, 180),
    (44, 130, 44),
    (148, 70, 189),
    (200, 90, 10),
    (20, 130, 140),
)
_PAPER, _INK = 245, (255, 255, 255)
_LEAST_LETTERS, _LETTERS_OF_SIDE = 11, 36
_MARGIN = 2


def worth_marking(elements: Iterable[Element]) -> list[Element]:
    """Return the elements that a mark helps with: what can be touched, typed into or switched."""
    return [element for element in elements if element.clickable or element.role is Role.FIELD]


def draw_marks(
    screen: Screen, pixels: NDArray[np.uint8], elements: Iterable[Element] | None = None
) -> NDArray[np.uint8]:
    """Return a picture of the screen with a frame around each element and its number at a corner.

    Args:
        screen: What the picture shows.
        pixels: RGB screenshot, ``uint8`` of shape (height, width, 3), as large as the screen's display; without any
            pixels the elements are drawn on light grey.
        elements: What to mark; all elements where None. Their numbers are their ids.
    """
    if pixels.size == 0:
        pixels = np.full((screen.display.height, screen.display.width, 3), _PAPER, np.uint8)
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    draw = ImageDraw.Draw(picture)
    side = min(picture.size)
    font = ImageFont.load_default(size=max(_LEAST_LETTERS, side // _LETTERS_OF_SIDE))
    taken: list[Box] = []
    for element in screen.elements if elements is None else elements:
        colour = _COLOURS[element.id % len(_COLOURS)]
        box = element.box
        frame = (box.left, box.top, max(box.left, box.right - 1), max(box.top, box.bottom - 1))
        draw.rectangle(frame, outline=colour, width=max(1, side // 400))
        text = str(element.id)
        left, top, right, bottom = draw.textbbox((0, 0), text, font=font)
        width, height = round(right - left) + 2 * _MARGIN, round(bottom - top) + 2 * _MARGIN
        place = _free_corner(box, width, height, picture.size, taken)
        taken.append(place)
        draw.rectangle((place.left, place.top, place.right - 1, place.bottom - 1), fill=colour)
        draw.text((place.left + _MARGIN - left, place.top + _MARGIN - top), text, fill=_INK, font=font)
    return np.asarray(picture)


def _free_corner(box: Box, width: int, height: int, size: tuple[int, int], taken: list[Box]) -> Box:
    """Return where the number goes: the first corner of the box at which no other number stands."""
    inside = (
        (box.left, box.top),
        (box.right - width, box.top),
        (box.right - width, box.bottom - height),
        (box.left, box.bottom - height),
        ((box.left + box.right - width) // 2, box.top),
    )
    places = []
    for left, top in inside:
        left, top = min(max(left, 0), max(0, size[0] - width)), min(max(top, 0), max(0, size[1] - height))
        places.append(Box(left=left, top=top, right=left + width, bottom=top + height))
    free = (place for place in places if not any(_overlap(place, other) for other in taken))
    return next(free, places[0])


def _overlap(one: Box, two: Box) -> bool:
    return one.left < two.right and two.left < one.right and one.top < two.bottom and two.top < one.bottom
