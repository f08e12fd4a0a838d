"""Find surfaces that are made for touching: buttons, fields, cards, rows with a ground of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from perception.geometry import area, clip, share_inside
from perception.hierarchy import Rect
from perception.pixels.shapes import SCALE, Shapes
from perception.screen import Role

_HIGH_DP = (20, 170)
_LEAST_WIDE_DP = 20
_BUTTON_DP = 84
_FIELD = (0.4, 76)
_LEFT = 0.3
_MOST_LINES = 4
_MOST = 0.16
_MIDDLE = 0.12
_INSIDE = 0.8
_SAME = 0.7


@dataclass(kw_only=True)
class Pad:
    """A surface made for touching; `words` are places of the texts on it, `icon` the one that it is for."""

    role: Role
    box: Rect
    words: list[int] = field(default_factory=list)
    icon: Rect | None = None


def find_pads(shapes: Shapes, texts: Sequence[Rect], icons: Sequence[Rect], controls: Sequence[Rect]) -> list[Pad]:
    """Return the pads, each text on the smallest that holds it.

    Args:
        shapes: What stands out on the picture.
        texts: Lines of text.
        icons: Icons.
        controls: Switches and the like, which are no pads.
    """
    height, width = shapes.picture.shape[:2]
    owner: dict[int, int] = {}
    surfaces = sorted((surface.box for surface in shapes.surfaces), key=area)
    for place, box in enumerate(surfaces):
        for number, text in enumerate(texts):
            if number not in owner and share_inside(text, box) > _INSIDE:
                owner[number] = place
    pads: list[Pad] = []
    taken: set[Rect] = set()
    for place, box in enumerate(surfaces):
        words = sorted(number for number, found in owner.items() if found == place)
        inside = [icon for icon in icons if icon not in taken and share_inside(icon, box) > _INSIDE]
        across, down = box[2] - box[0], box[3] - box[1]
        fits = _HIGH_DP[0] * SCALE <= down <= _HIGH_DP[1] * SCALE and across >= _LEAST_WIDE_DP * SCALE
        if not fits or any(area(clip(box, other)) > 0.5 * area(box) for other in controls):
            continue
        if area(box) > _MOST * height * width or len(words) > _MOST_LINES or not (words or len(inside) == 1):
            continue
        if _is_dialog(box, [texts[number] for number in words]):
            continue
        if any(share_inside(pad.box, box) > _INSIDE and area(pad.box) > _SAME * area(box) for pad in pads):
            continue
        pad = Pad(role=_role(box, [texts[number] for number in words], width), box=box, words=words)
        small = max(across, down) <= _BUTTON_DP * SCALE
        if len(inside) == 1 and (small or not words or pad.role is not Role.ROW):
            pad.icon = inside[0]
            taken.add(inside[0])
        if words or small:
            pads.append(pad)
    return pads


def _role(box: Rect, texts: Sequence[Rect], width: int) -> Role:
    left, _, right, _ = box
    across, down = right - left, box[3] - box[1]
    if not texts:
        return Role.BUTTON
    first, last = min(text[0] for text in texts), max(text[2] for text in texts)
    centred = abs(first + last - left - right) <= 2 * _MIDDLE * across
    if across < _FIELD[0] * width or centred:
        return Role.BUTTON
    starts_left = first - left <= _LEFT * across and last <= right - 0.1 * across
    if len(texts) == 1 and starts_left and down <= _FIELD[1] * SCALE and left > 0 and right < width:
        return Role.FIELD
    return Role.ROW


def _is_dialog(box: Rect, texts: Sequence[Rect]) -> bool:
    """Return whether a surface holds texts far apart below each other, which are not one thing."""
    if box[3] - box[1] <= _BUTTON_DP * SCALE or len(texts) < 3:
        return False
    below = sorted(texts, key=lambda text: text[1])
    return any(lower[1] - upper[3] > 1.2 * (upper[3] - upper[1]) for upper, lower in pairwise(below))
