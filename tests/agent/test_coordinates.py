"""Coordinates of the model and pixels of the display map to one another without drift."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.coordinates import to_grid, to_pixels
from device import Display
from tests.agent.patient import patient


@patient
@given(st.integers(1000, 5000), st.integers(1000, 5000), st.integers(0, 999), st.integers(0, 999))
def test_grid_to_pixels_and_back_is_exact_on_large_displays(width: int, height: int, x: int, y: int) -> None:
    display = Display(width=width, height=height)
    assert to_grid(to_pixels((x, y), display), display) == (x, y)


@patient
@given(st.integers(1, 1000), st.integers(0, 999))
def test_pixels_to_grid_and_back_is_exact_on_small_displays(side: int, position: int) -> None:
    display = Display(width=side, height=side)
    pixel = (position % side, position % side)
    assert to_pixels(to_grid(pixel, display), display) == pixel


@patient
@given(st.integers(1, 5000), st.integers(0, 4999))
def test_no_grid_point_is_nearer_than_the_one_chosen(side: int, position: int) -> None:
    display = Display(width=side, height=side)
    pixel = position % side
    chosen = to_pixels(to_grid((pixel, 0), display), display)[0]
    assert abs(chosen - pixel) == min(abs(v * side // 1000 - pixel) for v in range(1000))


@pytest.mark.parametrize("point", [(-1, 0), (0, 1000)])
def test_a_point_off_the_grid_is_refused(point: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside 0 to 999"):
        to_pixels(point, Display(width=1080, height=2400))
