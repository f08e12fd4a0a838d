"""Make things a person would name or touch out of what stands out in a picture and what can be read on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from perception.geometry import area, clip, contains, share_inside, union
from perception.hierarchy import Rect
from perception.pixels.controls import find_controls
from perception.pixels.pads import Pad, find_pads
from perception.pixels.rows import find_rows
from perception.pixels.runs import Mark, find_runs
from perception.pixels.shapes import SCALE, Shapes
from perception.screen import Role

_CAPTION_DP = 14
_COLOURFUL = 70
_CHEVRON = 0.72


@dataclass(kw_only=True)
class Thing:
    """Something in the making; its box in pixels of the scaled picture, `words` the places of its lines of text."""

    role: Role
    box: Rect
    clickable: bool
    checked: bool | None = None
    words: list[int] = field(default_factory=list)


def find_things(shapes: Shapes, lines: Sequence[Rect] | None) -> tuple[list[Thing], list[Rect]]:
    """Return what is on a picture, in no order, and where its lines of text are.

    Args:
        shapes: What stands out on it.
        lines: Where text was read, in pixels of the scaled picture; None where nobody can read.
    """
    runs = find_runs(shapes, lines)
    texts = [run.box for run in runs if run.kind is Mark.LINE]
    icons = [run.box for run in runs if run.kind is Mark.ICON]
    outlines = [run.box for run in runs if run.kind is Mark.OUTLINE]
    marks = _without_letters([mark.box for mark in shapes.marks], texts)
    controls = find_controls(shapes, [*icons, *outlines, *marks, *(surface.box for surface in shapes.surfaces)])
    things = [Thing(role=each.role, box=each.box, clickable=True, checked=each.checked) for each in controls]
    switched = [thing.box for thing in things]
    icons = [box for box in icons if not _touches(box, switched)]
    # A switch may be read as an O.
    misread = {place for place, text in enumerate(texts) if any(share_inside(text, box) > 0.5 for box in switched)}
    pads = find_pads(shapes, texts, icons, switched)
    for pad in pads:
        pad.words = [place for place in pad.words if place not in misread]
    things.extend(_of_pad(pad) for pad in pads)
    on_pads = {place for pad in pads for place in pad.words}
    free = [place for place in range(len(texts)) if place not in on_pads | misread]
    icons = [box for box in icons if not any(pad.icon == box for pad in pads)]
    captions = _captions(icons, texts, free)
    things.extend(
        Thing(role=Role.BUTTON, box=union(icons[place], texts[text]), clickable=True, words=[text])
        for place, text in captions.items()
    )
    free = [place for place in free if place not in captions.values()]
    rules = [run.box for run in runs if run.kind is Mark.RULE]
    rows = find_rows({place: texts[place] for place in free}, rules, shapes.picture.shape[1])
    if any(_cuts(box, pad.box) for box, _ in rows for pad in pads):
        rows = []  # labels above fields, and not a list
    for box, words in rows:
        things.append(Thing(role=Role.ROW, box=box, clickable=True, words=words))
    in_rows = {place for _, words in rows for place in words}
    for place in free:
        if place not in in_rows:
            link = _is_colourful(shapes, texts[place])
            role = Role.BUTTON if link else Role.TEXT
            things.append(Thing(role=role, box=texts[place], clickable=link, words=[place]))
    for place, icon in enumerate(icons):
        if place not in captions and not _is_chevron(icon, rows, pads):
            things.append(Thing(role=Role.BUTTON, box=icon, clickable=True))
    return _with_states(things), texts


def _of_pad(pad: Pad) -> Thing:
    return Thing(role=pad.role, box=pad.box, clickable=True, words=list(pad.words))


def _with_states(things: list[Thing]) -> list[Thing]:
    """Return `things` with each control that stands in a row or on a pad made the state of that."""
    hosts = [thing for thing in things if thing.checked is None and thing.clickable and thing.words]
    left = []
    for thing in things:
        host = None
        if thing.checked is not None:
            around = [each for each in hosts if share_inside(thing.box, each.box) > 0.8]
            host = min(around, key=lambda each: area(each.box), default=None)
        if host is not None and host.checked is None:
            host.role, host.checked = thing.role, thing.checked
        else:
            left.append(thing)
    return left


def _captions(icons: Sequence[Rect], texts: Sequence[Rect], free: Iterable[int]) -> dict[int, int]:
    """Return for each icon with a word below its middle, as in a bar of tabs or among apps, the place of the word."""
    found: dict[int, int] = {}
    for text in free:
        left, top, right, _ = texts[text]
        for place, icon in enumerate(icons):
            below = -2 <= top - icon[3] <= _CAPTION_DP * SCALE
            centred = abs(left + right - icon[0] - icon[2]) <= 0.5 * max(right - left, icon[2] - icon[0])
            if below and centred and place not in found:
                found[place] = text
                break
    return found


def _is_chevron(icon: Rect, rows: Sequence[tuple[Rect, list[int]]], pads: Sequence[Pad]) -> bool:
    """Return whether an icon only says that its row leads on: a narrow one at the right end."""
    narrow = icon[2] - icon[0] <= _CHEVRON * (icon[3] - icon[1])
    return narrow and any(
        contains(box, icon) and icon[0] > box[2] - 0.15 * (box[2] - box[0])
        for box in [*(row[0] for row in rows), *(pad.box for pad in pads)]
    )


def _is_colourful(shapes: Shapes, box: Rect) -> bool:
    """Return whether letters have a colour, as links and the buttons of a dialog do."""
    left, top, right, bottom = box
    part = shapes.picture[top:bottom, left:right].reshape(-1, 3).astype(int)
    if not len(part):
        return False
    # The ground of a line is its most frequent shade; its letters are what is farthest from it.
    ground = sorted(map(tuple, part[:: max(1, len(part) // 200)]))[len(part[:: max(1, len(part) // 200)]) // 2]
    ink = part[abs(part - ground).sum(axis=1).argmax()]
    plain = max(ground) - min(ground) < _COLOURFUL
    return plain and int(ink.max() - ink.min()) >= _COLOURFUL


def _cuts(row: Rect, pad: Rect) -> bool:
    """Return whether a pad lies across a row's edge, or fills the row."""
    share = share_inside(pad, row)
    return 0.1 < share < 0.9 or (share >= 0.9 and pad[2] - pad[0] > 0.5 * (row[2] - row[0]))


def _without_letters(marks: list[Rect], lines: Sequence[Rect]) -> list[Rect]:
    """Return the marks that are not among the letters of a line: more than half in one that is over twice as wide."""
    left, top, right, bottom = np.array(marks, int).reshape(-1, 4).T
    wide, half = right - left, 0.5 * (right - left) * (bottom - top)
    letters = np.zeros(len(marks), bool)
    for line in lines:
        across = np.minimum(right, line[2]) - np.maximum(left, line[0])
        down = np.minimum(bottom, line[3]) - np.maximum(top, line[1])
        inside = np.maximum(across, 0) * np.maximum(down, 0) > half
        letters |= inside & (line[2] - line[0] > 2 * wide)
    return [mark for mark, letter in zip(marks, letters.tolist(), strict=True) if not letter]


def _touches(box: Rect, others: Iterable[Rect]) -> bool:
    return any(area(clip(box, other)) for other in others)
