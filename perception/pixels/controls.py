"""Recognise switches, check boxes and radio buttons in pixels, and whether they are on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perception.geometry import area, clip
from perception.hierarchy import Rect
from perception.pixels.shapes import SCALE, Shapes
from perception.screen import Role

_SWITCH_DP = ((26, 64), (13, 36))
_ASPECT = (1.35, 2.4)
_BOX_DP = (13, 30)
_DIFFERENT = 40
_SAME = 24
_GROUND = 8
_HIGHER = 1.3
_MOST_EDGES = 0.75
_MOST = 200
"""Controls on one picture; a chequered one would have thousands."""


@dataclass(frozen=True, kw_only=True)
class Control:
    """A switch, check box or radio button; `box` in pixels of the scaled picture."""

    role: Role
    box: Rect
    checked: bool


def find_controls(shapes: Shapes, boxes: Iterable[Rect]) -> list[Control]:
    """Return what can be switched.

    A switch is a bar with round ends and a knob at one of them. A check box or radio button that is off is an empty
    outline; one that is on is as large as those and in their column, so that where none is off none is recognised.

    Args:
        shapes: What stands out on the picture.
        boxes: Where marks and surfaces are, in pixels of the scaled picture.
    """
    found: list[Control] = []
    full: list[Rect] = []
    for box in dict.fromkeys(boxes):
        if len(found) >= _MOST:
            break
        if any(area(clip(box, control.box)) for control in found):
            continue  # one control is several marks: its edge, its knob
        across, down = box[2] - box[0], box[3] - box[1]
        (least_wide, most_wide), (least_high, most_high) = _SWITCH_DP
        if (
            least_wide * SCALE <= across <= most_wide * SCALE
            and least_high * SCALE <= down <= most_high * SCALE
            and _ASPECT[0] <= across / down <= _ASPECT[1]
        ):
            on = _knob_is_right(shapes, box)
            if on is not None:
                found.append(Control(role=Role.SWITCH, box=box, checked=on))
        elif _BOX_DP[0] * SCALE <= min(across, down) <= max(across, down) <= _BOX_DP[1] * SCALE and _square(box):
            role = _empty_outline(shapes, box)
            if role is None:
                full.append(box)
            else:
                found.append(Control(role=role, box=box, checked=False))
    off = [control for control in found if control.role is not Role.SWITCH]
    for box in full:
        twin = next((control for control in off if _alike(control.box, box)), None)
        if twin is not None:
            found.append(Control(role=twin.role, box=box, checked=True))
    return found


def _square(box: Rect) -> bool:
    return 0.85 <= (box[2] - box[0]) / (box[3] - box[1]) <= 1.18


def _knob_is_right(shapes: Shapes, box: Rect) -> bool | None:
    """Return whether a switch's knob is at its right end; None where it is no switch."""
    left, top, right, bottom = box
    picture, high, wide = shapes.picture[top:bottom, left:right].astype(int), bottom - top, right - left
    middle = high // 2
    corners = [picture[y, x] for y in (0, high - 1) for x in (0, wide - 1)]
    ground = np.median(np.stack(corners), axis=0)
    ends = (high // 2, wide - 1 - high // 2)
    colours = [picture[middle - 1 : middle + 2, x - 1 : x + 2].reshape(-1, 3).mean(axis=0) for x in ends]
    if _apart(colours[0], colours[1]) < _DIFFERENT or shapes.edges[top + middle, left:right].mean() > _MOST_EDGES:
        return None
    # An older knob is higher than its bar; a newer one lies in it, and above its edge there is the bar.
    quarters = (high // 4, wide - 1 - high // 4)
    tall = [_span(abs(picture[:, x] - ground).max(axis=1) > _GROUND) for x in quarters]
    if max(tall) > _HIGHER * min(tall):
        return bool(tall[1] > tall[0])
    bar = picture[max(2, high // 10), wide // 2]
    if _apart(bar, ground) <= _GROUND:
        return None
    away = [_apart(colour, bar) for colour in colours]
    return bool(away[1] > away[0]) if min(away) < _SAME else None


def _span(there: NDArray[np.bool_]) -> int:
    places = np.flatnonzero(there)
    return int(places[-1] - places[0]) + 1 if places.size else 0


def _empty_outline(shapes: Shapes, box: Rect) -> Role | None:
    left, top, right, bottom = box
    inset = round(0.3 * (right - left))
    inside = shapes.edges[top + inset : bottom - inset, left + inset : right - inset]
    middle_row, middle_column = (top + bottom) // 2, (left + right) // 2
    sides = (
        shapes.edges[middle_row, left : left + inset],
        shapes.edges[middle_row, right - inset : right],
        shapes.edges[top : top + inset, middle_column],
        shapes.edges[bottom - inset : bottom, middle_column],
    )
    if inside.any() or not all(side.any() for side in sides):
        return None
    within = shapes.picture[middle_row, middle_column].astype(int)
    around = shapes.picture[max(0, top - 3), max(0, left - 3)].astype(int)
    if _apart(within, around) > _SAME:
        return None
    corner = max(2, round(0.12 * (right - left)))
    filled = sum(
        bool(shapes.edges[y : y + corner, x : x + corner].any())
        for y in (top, bottom - corner)
        for x in (left, right - corner)
    )
    return Role.CHECKBOX if filled >= 3 else Role.RADIO


def _alike(one: Rect, two: Rect) -> bool:
    return (
        abs((one[2] - one[0]) - (two[2] - two[0])) <= 3 * SCALE and abs(one[0] + one[2] - two[0] - two[2]) <= 6 * SCALE
    )


def _apart(one: NDArray[np.generic], two: NDArray[np.generic]) -> float:
    return float(np.abs(np.asarray(one, float) - np.asarray(two, float)).max())
