"""Pictures of a display in motion: faded from one to another, and stretched."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""RGB of shape (height, width, 3)."""

_SLIDE = 0.1
"""Share of the display's width that a new activity comes from the side."""


def faded(before: Pixels, after: Pixels, share: float, *, way: Literal[1, -1] | None = None) -> Pixels:
    """Fade from one picture to the other.

    Args:
        before: Where it begins.
        after: Where it leads.
        share: How far it is, 0 to 1.
        way: 1 lets `after` come from the side, -1 lets `before` leave to it; None moves nothing.
    """
    old, new = Image.fromarray(before), Image.fromarray(after)
    distance = round(new.width * _SLIDE)
    if way == 1:
        new = _moved(new, old, round(distance * (1 - share)))
    elif way == -1:
        old = _moved(old, new, round(distance * share))
    return np.asarray(Image.blend(old, new, share))


def stretched(pixels: Pixels, box: tuple[int, int, int, int], *, vertical: bool, by: float, from_end: bool) -> Pixels:
    """Stretch what is in a box, away from one of its ends.

    Args:
        pixels: The picture.
        box: Left, top, right and bottom in pixels.
        vertical: Whether it gets higher, not wider.
        by: How many times as long it gets, from 1.
        from_end: Whether its lower or right end stays where it is, not the other one.
    """
    picture = Image.fromarray(pixels)
    part = picture.crop(box)
    width, height = part.size
    wide = (width, max(height, round(height * by))) if vertical else (max(width, round(width * by)), height)
    bigger = part.resize(wide, Image.Resampling.BILINEAR)
    left, top = (wide[0] - width, wide[1] - height) if from_end else (0, 0)
    picture.paste(bigger.crop((left, top, left + width, top + height)), box[:2])
    return np.asarray(picture)


def _moved(picture: Image.Image, ground: Image.Image, right: int) -> Image.Image:
    moved = ground.copy()
    moved.paste(picture, (right, 0))
    return moved
