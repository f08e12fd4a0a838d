"""`Box`: a rectangle in display pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in display pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def center(self) -> tuple[int, int]:
        """The middle, in display pixels."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    @property
    def area(self) -> int:
        """Square pixels; 0 for an empty box."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)

    def holds(self, point: tuple[int, int]) -> bool:
        """Return whether the pixel `point` (x, y) lies in it."""
        return self.left <= point[0] < self.right and self.top <= point[1] < self.bottom

    def distance(self, point: tuple[int, int]) -> float:
        """Return how far the pixel `point` (x, y) is from the nearest pixel of it; 0 inside."""
        across = max(self.left - point[0], point[0] - self.right + 1, 0)
        down = max(self.top - point[1], point[1] - self.bottom + 1, 0)
        return float((across * across + down * down) ** 0.5)

    def nearest(self, point: tuple[int, int]) -> tuple[int, int]:
        """Return the pixel of it that is nearest to `point`."""
        return min(max(point[0], self.left), self.right - 1), min(max(point[1], self.top), self.bottom - 1)
