"""Put rectangles into the order in which a person reads them: rows from the top, each from the left."""

from __future__ import annotations

from collections.abc import Sequence

from perception.hierarchy import Rect

_MOST_UNEVEN = 3.0


def reading_order(boxes: Sequence[Rect]) -> list[int]:
    """Return the positions of `boxes` in reading order.

    A box belongs to the row of the topmost box that is left over when the two overlap by more than half the lower
    one's height and are about equally high: a tall picture beside three lines is a row of its own.
    """
    left_over = sorted(range(len(boxes)), key=lambda place: (boxes[place][1], boxes[place][0], boxes[place][3]))
    ordered: list[int] = []
    while left_over:
        _, top, _, bottom = boxes[left_over[0]]
        row: list[int] = []
        rest: list[int] = []
        for place in left_over:
            _, other_top, _, other_bottom = boxes[place]
            if other_top >= bottom:
                rest.extend(left_over[len(row) + len(rest) :])
                break
            height, other_height = bottom - top, other_bottom - other_top
            low, high = (height, other_height) if height < other_height else (other_height, height)
            overlap = min(bottom, other_bottom) - max(top, other_top)
            (row if overlap > 0.5 * low and high <= _MOST_UNEVEN * low else rest).append(place)
        row.sort(key=lambda place: boxes[place][0])
        # The first box always fits itself unless it is empty; then it must not stay for ever.
        ordered.extend(row or [rest.pop(0)])
        left_over = rest
    return ordered
