"""Find what stands out on a screen: surfaces of one colour, and marks on them, in density-independent units.

A picture is scaled until a dp is one and a half pixels. Where brightness goes on evenly is a surface; what is left over
are marks: letters, icons, outlines.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from perception.geometry import area
from perception.hierarchy import Rect

SCALE = 1.5
"""Pixels per dp of the picture that is looked at."""

_EDGE = 14
_LEAST_SURFACE_DP = 14
_RECTANGULAR = 0.72
_MOST = 600
"""Surfaces and marks that are looked at, the largest; a noisy photograph has thousands."""
_MOST_PIXELS = 2_000_000
"""Of the scaled picture, which a phone's is half of; a tablet's dp comes out a little smaller."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A surface or a mark.

    Attributes:
        box: In pixels of the scaled picture.
        filled: Share of the box that it fills, its holes included, 0 to 1.
        colour: Its mean RGB.
    """

    box: Rect
    filled: float
    colour: tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """What stands out on a picture.

    Attributes:
        picture: The scaled picture, RGB.
        factor: Scaled pixels per pixel of the display.
        edges: Where brightness jumps, ``bool`` of the scaled picture's height and width.
        surfaces: Even areas that are about rectangular and smaller than the page, the largest first.
        marks: What is neither even nor part of a larger outline, in no order.
    """

    picture: NDArray[np.uint8]
    factor: float
    edges: NDArray[np.bool_]
    surfaces: tuple[Shape, ...]
    marks: tuple[Shape, ...]


def find_shapes(pixels: NDArray[np.uint8], density: int) -> Shapes:
    """Return what stands out.

    Args:
        pixels: RGB, ``uint8`` of shape (height, width, 3), at least one pixel each way.
        density: Dots per inch.
    """
    height, width = pixels.shape[:2]
    factor = min(1.0, SCALE * 160 / max(density, 1), (_MOST_PIXELS / (height * width)) ** 0.5)
    size = max(1, round(width * factor)), max(1, round(height * factor))
    picture = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    # The largest step of any channel in either direction; two hues of one brightness are told apart.
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))
    steps = cv2.morphologyEx(picture, cv2.MORPH_GRADIENT, kernel).max(axis=2)
    edges = steps > _EDGE
    return Shapes(
        picture=picture,
        factor=factor,
        edges=edges,
        surfaces=tuple(_surfaces(picture, edges)),
        marks=tuple(_marks(picture, edges)),
    )


def _surfaces(picture: NDArray[np.uint8], edges: NDArray[np.bool_]) -> list[Shape]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~edges).astype(np.uint8), connectivity=4)
    least, whole = _LEAST_SURFACE_DP * SCALE, picture.shape[0] * picture.shape[1]
    order = sorted(range(1, count), key=lambda label: -int(stats[label, cv2.CC_STAT_AREA]))[:_MOST]
    found = []
    for label in order:
        left, top, wide, high, pixels = (int(value) for value in stats[label])
        if min(wide, high) < least or wide * high > 0.6 * whole or pixels < 0.2 * wide * high:
            continue
        part = (labels[top : top + high, left : left + wide] == label).astype(np.uint8)
        outlines, _ = cv2.findContours(part, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        filled = max(cv2.contourArea(outline) for outline in outlines) / ((wide - 1) * (high - 1))
        if filled < _RECTANGULAR:
            continue
        colour = picture[top : top + high, left : left + wide][part.astype(bool)].mean(axis=0)
        box = left, top, left + wide, top + high
        found.append(Shape(box=box, filled=filled, colour=(int(colour[0]), int(colour[1]), int(colour[2]))))
    return found


def _marks(picture: NDArray[np.uint8], edges: NDArray[np.bool_]) -> list[Shape]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(edges.astype(np.uint8), connectivity=8)
    order = sorted(range(1, count), key=lambda label: -int(stats[label, cv2.CC_STAT_AREA]))[: 4 * _MOST]
    found = []
    for label in order:
        left, top, wide, high, pixels = (int(value) for value in stats[label])
        box = left, top, left + wide, top + high
        if min(wide, high) >= 2 and pixels >= 4:
            colour = picture[(top + top + high) // 2, (left + left + wide) // 2]
            filled = pixels / area(box)
            found.append(Shape(box=box, filled=filled, colour=(int(colour[0]), int(colour[1]), int(colour[2]))))
    return found
