"""Find where two pictures of one display differ, in tiles: most of two frames is equal, and only the rest costs.

A screenshot that came as JPEG differs by a few shades around whatever changed, so a difference has a least size.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from perception.box import Box
from perception.geometry import area, clip, union
from perception.hierarchy import Rect

Pixels = NDArray[np.uint8]

TILE = 16
"""Pixels along the side of a tile, which is JPEG's block with colours at half the resolution."""

LEAST_DIFFERENCE = 20
"""Shades between 0 and 255 by which a channel differs at least; JPEG's ringing stays below on flat ground."""

_MOST_REGIONS = 48
_GAP = 1
_TIGHT = 64
_MOST = 0.2
"""Share of dirty tiles above which the page as a whole has changed."""
_FEW = 4
"""Of so many rows of pixels one is looked at first."""
_AT_ONCE = 4
"""Rows of tiles of which the few rows fit in the processor's cache together."""


def dirty_regions(before: Pixels, after: Pixels) -> tuple[Box, ...]:
    """Return where two pictures differ: boxes of what hangs together, the topmost first.

    A box of few tiles is tight; the edges of a larger one are those of its tiles.

    Args:
        before: RGB, ``uint8`` of shape (height, width, 3).
        after: The same shape.
    """
    if before is after or before.size == 0:
        return ()
    height, width = before.shape[:2]
    one, two = (np.ascontiguousarray(picture).reshape(height, 3 * width) for picture in (before, after))
    bands = _differing_bands(one, two)
    if not bands.any():
        return ()
    tiles = _few_tiles(one, two) if bands.mean() > _MOST else None
    if tiles is not None and tiles.mean() > _MOST:
        _complete_edges(tiles, one, two)
    else:
        tiles = _dirty_tiles(one, two, bands)
    boxes = []
    for left, top, right, bottom in _everything(tiles) if tiles.mean() > _MOST else _merged(_connected(tiles)):
        rect = left * TILE, top * TILE, min(right * TILE, width), min(bottom * TILE, height)
        if (right - left) * (bottom - top) <= _TIGHT:
            rect = _tight(before, after, rect)
        boxes.append(Box(left=rect[0], top=rect[1], right=rect[2], bottom=rect[3]))
    return tuple(sorted(boxes, key=lambda box: (box.top, box.left)))


def _complete_edges(tiles: NDArray[np.bool_], one: Pixels, two: Pixels) -> None:
    """Add to the dirty tiles that a few rows tell those around them, so that all are in the box around `tiles`.

    Args:
        tiles: Dirty tiles, some of them at least; of shape (rows of tiles, columns of tiles).
        one: Rows of channels, of shape (height, 3 * width).
        two: The same shape.
    """
    [(left, top, right, bottom)] = _everything(tiles)
    high, wide = tiles.shape
    for rows, columns in (
        (slice(0, top), slice(0, wide)),
        (slice(bottom, high), slice(0, wide)),
        (slice(top, bottom), slice(0, left)),
        (slice(top, bottom), slice(right, wide)),
    ):
        down = slice(rows.start * TILE, rows.stop * TILE)
        across = slice(columns.start * 3 * TILE, columns.stop * 3 * TILE)
        if tiles[rows, columns].size:
            parts = one[down, across], two[down, across]
            tiles[rows, columns] = _dirty_tiles(*parts, _differing_bands(*parts))


def _few_tiles(one: Pixels, two: Pixels) -> NDArray[np.bool_]:
    """Return most of the dirty tiles: those that a few of the rows of pixels tell; see `_dirty_tiles`."""
    high, wide = one.shape
    lines = np.empty((-(-high // TILE), wide), np.uint8)
    for start in range(0, len(lines), _AT_ONCE):
        above, below = (rows[start * TILE : (start + _AT_ONCE) * TILE : _FEW] for rows in (one, two))
        difference = np.maximum(above, below)
        difference -= np.minimum(above, below)
        if len(difference) % (TILE // _FEW):
            # The last row of tiles is cut off.
            difference = np.concatenate((difference, np.zeros((-len(difference) % (TILE // _FEW), wide), np.uint8)))
        np.maximum.reduce(difference.reshape(-1, TILE // _FEW, wide), axis=1, out=lines[start : start + _AT_ONCE])
    return _by_columns(lines)


def _dirty_tiles(one: Pixels, two: Pixels, bands: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which tiles hold a difference, of shape (rows of tiles, columns of tiles).

    Args:
        one: Rows of channels, of shape (height, 3 * width).
        two: The same shape.
        bands: Which rows of tiles differ at all.
    """
    height, wide = one.shape
    tiles = np.zeros((-(-height // TILE), -(-wide // (3 * TILE))), np.bool_)
    differing = np.flatnonzero(bands)
    # A band of tiles fits in the processor's cache, and new memory for whole frames would cost more than the work.
    difference, smaller = np.empty((TILE, wide), np.uint8), np.empty((TILE, wide), np.uint8)
    lines = np.empty((len(differing), wide), np.uint8)
    for place, band in enumerate(differing.tolist()):
        above, below = (rows[band * TILE : (band + 1) * TILE] for rows in (one, two))
        high = len(above)
        np.maximum(above, below, out=difference[:high])
        np.minimum(above, below, out=smaller[:high])
        np.subtract(difference[:high], smaller[:high], out=difference[:high])
        np.maximum.reduce(difference[:high], axis=0, out=lines[place])
    tiles[differing] = _by_columns(lines)
    return tiles


def _by_columns(lines: Pixels) -> NDArray[np.bool_]:
    """Return for each column of tiles whether a difference in it is large enough.

    Args:
        lines: The largest difference of each channel in a row of tiles, of shape (rows of tiles, 3 * width).
    """
    columns = -(-lines.shape[1] // (3 * TILE))
    far = np.zeros((len(lines), columns * 3 * TILE), np.bool_)
    np.greater(lines, LEAST_DIFFERENCE, out=far[:, : lines.shape[1]])
    words = far.view(np.uint64).reshape(len(lines), columns, 3 * TILE // 8)
    return np.asarray(np.bitwise_or.reduce(words, axis=2) != 0)


def _differing_bands(one: Pixels, two: Pixels) -> NDArray[np.bool_]:
    """Return for each row of tiles whether anything differs in it at all."""
    # Eight channels at a time, where they come out even.
    words = [rows.view(np.uint64) if rows.shape[1] % 8 == 0 else rows for rows in (one, two)]
    rows = np.logical_or.reduce(words[0] != words[1], axis=1)
    return np.asarray(np.logical_or.reduceat(rows, range(0, len(rows), TILE)))


def _tight(before: Pixels, after: Pixels, rect: Rect) -> Rect:
    left, top, right, bottom = rect
    one, two = before[top:bottom, left:right], after[top:bottom, left:right]
    differs = np.logical_or.reduce(np.maximum(one, two) - np.minimum(one, two) > LEAST_DIFFERENCE, axis=2)
    down, across = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    return left + int(across[0]), top + int(down[0]), left + int(across[-1]) + 1, top + int(down[-1]) + 1


def _connected(tiles: NDArray[np.bool_]) -> list[Rect]:
    """Return the boxes, in tiles, of what hangs together; tiles with a gap of one tile between them do."""
    boxes: list[Rect] = []
    leads: list[int] = []  # each run's neighbour with a smaller number; its own number for the first of a group

    def first_of(number: int) -> int:
        while leads[number] != number:
            leads[number] = number = leads[leads[number]]
        return number

    recent: list[list[int]] = [[], [], []]  # of this row of tiles and of the two before it
    current = 0
    for row, start, end in _runs(tiles):
        for _ in range(min(row - current, len(recent))):
            recent = [[], *recent[:-1]]
        current = row
        number = len(boxes)
        boxes.append((start, row, end, row + 1))
        leads.append(number)
        for other in (*recent[2], *recent[1], *recent[0]):
            if boxes[other][0] <= end + _GAP and start <= boxes[other][2] + _GAP:
                low, high = sorted((first_of(other), first_of(number)))
                leads[high] = low
        recent[0].append(number)
    groups: dict[int, Rect] = {}
    for number, box in enumerate(boxes):
        first = first_of(number)
        groups[first] = union(groups[first], box) if first in groups else box
    return list(groups.values())


def _everything(tiles: NDArray[np.bool_]) -> list[Rect]:
    down, across = np.flatnonzero(tiles.any(axis=1)).tolist(), np.flatnonzero(tiles.any(axis=0)).tolist()
    return [(across[0], down[0], across[-1] + 1, down[-1] + 1)]


def _runs(tiles: NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """Yield row, start and end of each run of dirty tiles side by side, row by row."""
    edges = np.diff(tiles.astype(np.int8), axis=1, prepend=0, append=0)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    yield from zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True)


def _merged(boxes: list[Rect]) -> list[Rect]:
    """Return `boxes` with those joined that overlap; all as one where they are too many to tell apart."""
    if len(boxes) > _MOST_REGIONS:
        return [functools.reduce(union, boxes)]
    apart: list[Rect] = []
    for box in boxes:
        while touching := [other for other in apart if area(clip(other, box))]:
            apart = [other for other in apart if other not in touching]
            box = functools.reduce(union, touching, box)
        apart.append(box)
    return apart
