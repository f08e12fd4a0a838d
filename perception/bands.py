"""`Bands`: find rectangles near a height without looking at all of them."""

from __future__ import annotations

from collections.abc import Iterable

from perception.hierarchy import Rect

_LEAST_HIGH = 64
_MOST_BANDS = 64


class Bands:
    """Rectangles sorted into horizontal bands of the display; each keeps the number it was given with."""

    def __init__(self, rects: Iterable[tuple[int, Rect]]) -> None:
        """Sort `rects`, pairs of a number and a rectangle in display pixels, by the bands that they reach into."""
        known = list(rects)
        lowest = max((rect[3] for _, rect in known), default=0)
        self._high = max(_LEAST_HIGH, lowest // _MOST_BANDS + 1)
        self._bands: dict[int, list[int]] = {}
        for number, rect in known:
            for band in self._reach(rect[1], rect[3]):
                self._bands.setdefault(band, []).append(number)

    def between(self, top: int, bottom: int) -> list[int]:
        """Return the numbers of all rectangles that may reach into the rows `top` to `bottom`, ascending."""
        reach = self._reach(top, bottom)
        if len(reach) == 1:
            return sorted(self._bands.get(reach[0], ()))
        return sorted({number for band in reach for number in self._bands.get(band, ())})

    def _reach(self, top: int, bottom: int) -> range:
        first = max(0, min(top // self._high, _MOST_BANDS))
        return range(first, max(first, min((bottom - 1) // self._high, _MOST_BANDS)) + 1)
