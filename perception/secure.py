"""Tell a screenshot that the app withholds from one that is merely dark."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from perception.hierarchy import Rect

# JPEG leaves a little noise on black.
_BLACK = 8
_MOST_LOOKED_AT = 24


def is_withheld(pixels: NDArray[np.uint8], texts: Iterable[Rect]) -> bool:
    """Return whether every place that should show something is black.

    Args:
        pixels: RGB screenshot, ``uint8`` of shape (height, width, 3).
        texts: Boxes in pixels of what the hierarchy says can be read there. A dark theme draws these in a light
            colour; FLAG_SECURE draws nothing.
    """
    looked_at = 0
    for left, top, right, bottom in texts:
        part = pixels[max(0, top) : max(0, bottom) : 2, max(0, left) : max(0, right) : 2]
        if part.size == 0:
            continue
        if int(part.max()) > _BLACK:
            return False
        looked_at += 1
        if looked_at == _MOST_LOOKED_AT:
            break
    return looked_at > 0
