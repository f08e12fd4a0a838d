"""Find by how many pixels content was scrolled between two pictures, by matching them.

Pictures are described by how brightness goes on along a few bundles of lines, so that flat ground says nothing. The sum
of squared differences of these descriptions is computed for every offset at once (by the Fourier transform, as in
Lewis, "Fast Normalized Cross-Correlation", 1995), and the best offsets are held against the pixels themselves: the
right one explains what changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perception.box import Box
from perception.conditions import Axis
from perception.dirty import LEAST_DIFFERENCE, Pixels

_BUNDLES = 12
_LEAST_SIDE = 48
_LEAST_OVERLAP = 0.12
_CANDIDATES = 6
_APART = 3
_EXPLAINED = 0.6
_LINES = 180
_BEYOND_DOUBT = 0.98
_MOST_UNLIKE = 0.9


@dataclass(frozen=True, kw_only=True)
class Scroll:
    """Content that moved.

    Attributes:
        box: Where, in display pixels.
        axis: Vertical or horizontal.
        offset: By how many pixels the content moved towards the top (or the left), as a finger that is drawn up does:
            what was at y is at y - offset now. Negative for the other way.
        explained: Share of the changed pixels that this explains, 0 to 1.
    """

    box: Box
    axis: Axis
    offset: int
    explained: float


def find_scroll(before: Pixels, after: Pixels, box: Box) -> Scroll | None:
    """Return how the content of `box` was scrolled; None where scrolling does not explain what changed.

    Args:
        before: RGB, ``uint8`` of shape (height, width, 3).
        after: The same shape.
        box: Where to look, in pixels: what scrolls, or what changed.
    """
    parts = [picture[box.top : box.bottom, box.left : box.right] for picture in (before, after)]
    height, width = parts[0].shape[:2]
    if min(height, width) < _LEAST_SIDE:
        return None
    # Green is most of what brightness is. A few lines along the way are enough to tell where they went.
    for axis in Axis.VERTICAL, Axis.HORIZONTAL:
        if axis is Axis.VERTICAL:
            # Gathered row by row, as they lie in memory, and only then turned.
            lines = [np.ascontiguousarray(part[:, :: max(1, width // _LINES), 1]).T for part in parts]
        else:
            lines = [part[:: max(1, height // _LINES), :, 1] for part in parts]
        found = _offset(*(np.ascontiguousarray(line) for line in lines))
        if found is not None:
            return Scroll(box=box, axis=axis, offset=found[0], explained=round(found[1], 3))
    return None


def _offset(before: Pixels, after: Pixels) -> tuple[int, float] | None:
    """Return the offset along the lines and the share of changed pixels that it explains.

    Args:
        before: Brightness in a few lines along the way, of shape (lines, pixels).
        after: The same shape.
    """
    changed = _differ(before, after)
    if not changed.any():
        return None
    best, share = 0, 0.0
    for offset in _candidates(before, after):
        explained = _explained(before, after, changed, offset)
        # Of two that explain as much, as with rows that are all alike, the nearer one is likelier.
        if explained > share or (explained == share and abs(offset) < abs(best)):
            best, share = offset, explained
        if share >= _BEYOND_DOUBT:
            break
    return (best, share) if share >= _EXPLAINED else None


def _differ(one: Pixels, two: Pixels) -> NDArray[np.bool_]:
    return np.asarray(np.maximum(one, two) - np.minimum(one, two) > LEAST_DIFFERENCE)


def _explained(before: Pixels, after: Pixels, changed: NDArray[np.bool_], offset: int) -> float:
    """Return which share of the changed pixels is what was `offset` pixels further along before."""
    length = before.shape[1]
    start, end = max(0, -offset), length - max(0, offset)
    there = changed[:, start:end]
    total = int(np.count_nonzero(there))
    if total < _LEAST_OVERLAP * int(np.count_nonzero(changed)):
        return 0.0
    elsewhere = _differ(before[:, start + offset : end + offset], after[:, start:end])
    return 1 - int(np.count_nonzero(elsewhere & there)) / total


def _candidates(before: Pixels, after: Pixels) -> list[int]:
    """Return the offsets at which the pictures are most alike, the best first, none of them near another."""
    one, two = _described(before), _described(after)
    length = one.shape[1]
    size = _fast_size(2 * length - 1)
    products = np.fft.rfft(one, size) * np.conj(np.fft.rfft(two, size))
    together = np.fft.irfft(products.sum(axis=0), size)
    offsets = np.arange(-length + 1, length)
    # What both pictures hold in the parts that lie on each other at an offset.
    energy_one, energy_two = (np.concatenate(([0.0], np.cumsum((part**2).sum(axis=0)))) for part in (one, two))
    start, end = np.maximum(0, -offsets), length - np.maximum(0, offsets)
    energy = energy_one[end + offsets] - energy_one[start + offsets] + energy_two[end] - energy_two[start]
    enough = energy > _LEAST_OVERLAP * (energy_one[-1] + energy_two[-1])
    unlike = np.where(enough & (offsets != 0), 1 - 2 * together[offsets] / np.maximum(energy, 1e-6), np.inf)
    chosen: list[int] = []
    for _ in range(_CANDIDATES):
        place = int(np.argmin(unlike))
        if unlike[place] > _MOST_UNLIKE:
            break
        chosen.append(int(offsets[place]))
        unlike[max(0, place - _APART) : place + _APART + 1] = np.inf
    return chosen


def _fast_size(least: int) -> int:
    """Return a size of at least `least` with no prime factors but 2, 3 and 5: the Fourier transform is fast there."""
    return min(odd << max(0, (-(-least // odd) - 1).bit_length()) for odd in (1, 3, 5, 9, 15))


def _described(lines: Pixels) -> NDArray[np.float32]:
    """Return how the brightness of a few bundles of lines goes on, of shape (bundles, pixels - 1)."""
    bundles = min(_BUNDLES, len(lines))
    each = len(lines) // bundles
    means = lines[: bundles * each].reshape(bundles, each, -1).mean(axis=1, dtype=np.float32)
    return np.diff(means, axis=1)
