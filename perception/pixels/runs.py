"""Put marks together to what a person sees as one: a line of letters, an icon, an outline, a rule between rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from perception.geometry import area, share_inside, union
from perception.hierarchy import Rect
from perception.pixels.shapes import SCALE, Shapes

_LETTER_DP = (3, 34)
_ICON_DP = (9, 56)
_RULE_DP = 3
_GAP = 0.7
_WIDE = 1.7
_OVERLAP = 0.5
_HOLLOW = 0.35
_CHIP_DP = 26
_BAND = 48
_MOST = 400
"""Lines and icons of a picture, the largest; a grid of dots would have thousands."""


class Mark(StrEnum):
    """What marks are together."""

    LINE = "line"
    """Letters in a row."""
    ICON = "icon"
    OUTLINE = "outline"
    """Goes around other things, or is too large to be an icon."""
    RULE = "rule"
    """A thin line across."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """Marks that belong together, in pixels of the scaled picture."""

    kind: Mark
    box: Rect


def find_runs(shapes: Shapes, lines: Iterable[Rect] | None) -> list[Run]:
    """Return what the marks of a picture are.

    Args:
        shapes: What stands out on it.
        lines: Where text was read, in pixels of the scaled picture; None where nobody can read, so that letters are
            told by their size and their company.
    """
    runs: list[Run] = []
    small: list[Rect] = []
    low, high = (dp * SCALE for dp in _LETTER_DP)
    outlines, most = _outlines(shapes), _ICON_DP[1] * SCALE
    for mark in shapes.marks:
        across, down = mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]
        if down <= _RULE_DP * SCALE and across > 8 * high:
            runs.append(Run(kind=Mark.RULE, box=mark.box))
        elif mark.box in outlines or (max(across, down) > most and not (down <= high and mark.filled > 0.2)):
            runs.append(Run(kind=Mark.OUTLINE, box=mark.box))
        elif down >= low or across >= low:
            small.append(mark.box)
    if lines is not None:
        read = list(lines)
        runs.extend(Run(kind=Mark.LINE, box=line) for line in read)
        small = [box for box in small if not any(share_inside(box, line) > _OVERLAP for line in read)]
    joined = _joined(small)
    if len(joined) > _MOST:
        joined = sorted(joined, key=lambda found: -area(found[0]))[:_MOST]
    for box, members in joined:
        across, down = box[2] - box[0], box[3] - box[1]
        text = lines is None and down <= high and (across > _WIDE * down or (members > 1 and down < 0.6 * high))
        if text:
            runs.append(Run(kind=Mark.LINE, box=box))
        elif min(across, down) >= _ICON_DP[0] * SCALE * 0.6 and max(across, down) >= _ICON_DP[0] * SCALE:
            kind = Mark.ICON if max(across, down) <= _ICON_DP[1] * SCALE else Mark.OUTLINE
            runs.append(Run(kind=kind, box=box))
    return runs


def _outlines(shapes: Shapes) -> set[Rect]:
    """Return the boxes of hollow marks, wider than a letter, that go around others: the edge of a chip or a field."""
    hollow = [mark.box for mark in shapes.marks if mark.filled < _HOLLOW]
    wide = [box for box in hollow if box[2] - box[0] > _CHIP_DP * SCALE]
    left, top, right, bottom = np.array([mark.box for mark in shapes.marks], int).reshape(-1, 4).T
    areas = (right - left) * (bottom - top)

    def goes_around(box: Rect) -> bool:
        inside = (left >= box[0]) & (top >= box[1]) & (right <= box[2]) & (bottom <= box[3])
        return bool((inside & (areas < 0.5 * area(box))).any())

    return {box for box in wide if goes_around(box)}


def _joined(boxes: list[Rect]) -> list[tuple[Rect, int]]:
    """Return boxes put together that stand side by side, and how many each is made of."""
    done: dict[int, tuple[Rect, int]] = {}
    # What stands side by side reaches into the same band of rows: nothing else is looked at.
    bands: dict[int, set[int]] = {}
    for number, box in enumerate(sorted(boxes)):
        merged, members = box, 1
        while True:
            around = sorted(set().union(*(bands.get(band, ()) for band in _bands_of(merged))))
            near = next((other for other in around if _beside(done[other][0], merged)), None)
            if near is None:
                break
            other_box, other_members = done.pop(near)
            for band in _bands_of(other_box):
                bands[band].discard(near)
            merged, members = union(other_box, merged), members + other_members
        done[number] = merged, members
        for band in _bands_of(merged):
            bands.setdefault(band, set()).add(number)
    return list(done.values())


def _bands_of(box: Rect) -> range:
    return range(box[1] // _BAND, box[3] // _BAND + 1)


def _beside(one: Rect, two: Rect) -> bool:
    lower = min(one[3] - one[1], two[3] - two[1])
    together = min(one[3], two[3]) - max(one[1], two[1])
    gap = max(one[0], two[0]) - min(one[2], two[2])
    higher = max(one[3] - one[1], two[3] - two[1])
    return together >= _OVERLAP * lower and gap <= _GAP * min(higher, 2 * lower)
