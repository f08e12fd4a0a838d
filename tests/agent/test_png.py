"""What `encode_png` writes, an imaging library reads back pixel for pixel."""

from __future__ import annotations

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from agent.png import encode_png
from tests.agent.patient import patient


@st.composite
def pictures(draw: st.DrawFn) -> NDArray[np.uint8]:
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    data = draw(st.binary(min_size=height * width * 3, max_size=height * width * 3))
    return np.frombuffer(data, dtype=np.uint8).reshape(height, width, 3)


@patient
@given(pictures())
def test_pixels_survive(pixels: NDArray[np.uint8]) -> None:
    with Image.open(io.BytesIO(encode_png(pixels))) as picture:
        assert picture.mode == "RGB"
        assert np.array_equal(np.asarray(picture), pixels)
