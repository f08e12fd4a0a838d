"""What the model is trained on: a prompt in up to three pieces, and the answer to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """One step to learn.

    Attributes:
        before: The prompt up to the picture.
        after: The prompt after the picture.
        answer: What the model should say, its end token included.
        picture: RGB ``uint8`` of shape (rows * 28, columns * 28, 3), or None for a prompt without one.
    """

    before: str
    after: str
    answer: str
    picture: NDArray[np.uint8] | None = None
