"""Maps the model's coordinates, 0 to 999 in both directions, to display pixels and back.

AutoGLM's executor reads a coordinate v as v thousandths of the screenshot's side, rounded down (Open-AutoGLM,
``phone_agent/actions/handler.py``); here the division is done in whole numbers, so no rounding error moves a point.
"""

from __future__ import annotations

from device.frame import Display

GRID = 1000
"""Steps into which each side of the display is divided."""


def to_pixels(point: tuple[int, int], display: Display) -> tuple[int, int]:
    """Return the pixel that a grid point (x, y), each 0 to 999, stands for.

    Raises:
        ValueError: The point lies outside the grid.
    """
    x, y = point
    if not (0 <= x < GRID and 0 <= y < GRID):
        raise ValueError(f"({x}, {y}) lies outside 0 to {GRID - 1}")
    return x * display.width // GRID, y * display.height // GRID


def to_grid(pixel: tuple[int, int], display: Display) -> tuple[int, int]:
    """Return the grid point whose pixel is nearest to `pixel`; pixels outside the display count as its edge.

    The inverse of `to_pixels` on a side of 1000 pixels or more; on a shorter side `to_pixels` is the inverse of this.
    """
    return _to_grid(pixel[0], display.width), _to_grid(pixel[1], display.height)


def _to_grid(position: int, side: int) -> int:
    position = min(max(position, 0), side - 1)
    above = min(-(-position * GRID // side), GRID - 1)
    below = max(above - 1, 0)
    distance_above = abs(above * side // GRID - position)
    distance_below = abs(below * side // GRID - position)
    return below if distance_below < distance_above else above
