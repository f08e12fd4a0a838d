"""Chooses the size of a picture for the vision tower and scales to it, once.

GLM-4V sees cells of 28 by 28 pixels.  llama.cpp would scale a picture to whole cells within its budget itself
(tools/mtmd/mtmd-image.cpp, calc_size_preserved_ratio); handing it whole cells within the budget leaves it nothing to
do, so that the pixels that a model was trained on, the pixels that it sees and the pixels that are hashed are the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

CELL = 28
"""Side of a cell in pixels: patches of 14 pixels, merged two by two."""


def fit_to_cells(height: int, width: int, budget: int) -> tuple[int, int]:
    """Rows and columns of cells for a picture.

    The longer side is shortened cell by cell, the other follows it in proportion, until both fit the budget: the aspect
    is off by half a cell at most, and the picture is never enlarged by more than the rounding.

    Args:
        height: Of the picture in pixels.
        width: Of the picture in pixels.
        budget: Most cells; each becomes one token.

    Returns:
        Rows and columns, ``rows * columns <= budget``, both at least 1.

    Raises:
        ValueError: A size or the budget is below 1.
    """
    if height < 1 or width < 1 or budget < 1:
        raise ValueError(f"no image of {width}x{height} pixels can be put into {budget} tokens")
    longer, shorter = max(height, width), min(height, width)
    steps = min(max(1, round(longer / CELL)), budget)
    while steps > 1 and steps * _other_side(steps, longer, shorter) > budget:
        steps -= 1
    other = _other_side(steps, longer, shorter)
    return (steps, other) if height >= width else (other, steps)


def _other_side(steps: int, longer: int, shorter: int) -> int:
    return max(1, round(steps * shorter / longer))


def scale_to_cells(pixels: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.uint8]:
    """Scale a picture to whole cells.

    Args:
        pixels: RGB, shape (height, width, 3).
        rows: Rows of cells.
        columns: Columns of cells.

    Returns:
        RGB, contiguous, shape (28 * rows, 28 * columns, 3).  Shrinking averages over areas: each target pixel is the
        mean of the source that it covers.
    """
    height, width = rows * CELL, columns * CELL
    if pixels.shape[:2] == (height, width):
        return np.ascontiguousarray(pixels)
    try:
        import cv2
    except ImportError:
        from PIL import Image

        shrunk = Image.fromarray(pixels).resize((width, height), Image.Resampling.BOX)
        return np.ascontiguousarray(shrunk, dtype=np.uint8)
    scaled = cv2.resize(np.ascontiguousarray(pixels), (width, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(scaled, dtype=np.uint8)
