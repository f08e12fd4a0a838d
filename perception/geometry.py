"""Arithmetic on rectangles of display pixels, as plain tuples because perception does a lot of it."""

from __future__ import annotations

from perception.hierarchy import Rect


def area(rect: Rect) -> int:
    """Return the square pixels of `rect`; 0 where it is empty."""
    return max(0, rect[2] - rect[0]) * max(0, rect[3] - rect[1])


def clip(rect: Rect, to: Rect) -> Rect:
    """Return the part of `rect` that lies in `to`; empty (right <= left or bottom <= top) where none does."""
    return max(rect[0], to[0]), max(rect[1], to[1]), min(rect[2], to[2]), min(rect[3], to[3])


def contains(outer: Rect, inner: Rect) -> bool:
    """Return whether `inner` lies completely in `outer`."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def share_inside(rect: Rect, of: Rect) -> float:
    """Return which share of `rect`'s area lies in `of`, 0 to 1; 0 for an empty `rect`."""
    whole = area(rect)
    return area(clip(rect, of)) / whole if whole else 0.0


def union(one: Rect, two: Rect) -> Rect:
    """Return the smallest rectangle that holds both."""
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])
