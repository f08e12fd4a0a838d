"""Pictures are scaled once, to whole cells within the budget."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm.image_size import CELL, fit_to_cells, scale_to_cells


@given(height=st.integers(1, 4000), width=st.integers(1, 4000), budget=st.integers(1, 4096))
def test_cells_fit_the_budget_and_keep_the_aspect(height: int, width: int, budget: int) -> None:
    rows, columns = fit_to_cells(height, width, budget)
    assert rows >= 1
    assert columns >= 1
    assert rows * columns <= budget
    longer, shorter = (rows, columns) if height >= width else (columns, rows)
    wanted = longer * min(height, width) / max(height, width)
    assert abs(shorter - wanted) <= 0.5 or shorter == 1
    assert rows <= max(1, round(height / CELL) + 1)


@given(height=st.integers(28, 3000), width=st.integers(28, 3000), budget=st.integers(4, 2000))
def test_one_cell_more_would_break_the_budget_or_enlarge(height: int, width: int, budget: int) -> None:
    rows, columns = fit_to_cells(height, width, budget)
    longer = max(rows, columns) + 1
    shorter = max(1, round(longer * min(height, width) / max(height, width)))
    assert longer * shorter > budget or longer > round(max(height, width) / CELL)


@pytest.mark.parametrize(
    ("size", "budget", "cells"),
    [
        ((2400, 1080), 512, (34, 15)),
        ((2400, 1080), 4096, (86, 39)),
        ((1080, 2400), 512, (15, 34)),
        ((2400, 1080), 1, (1, 1)),
    ],
)
def test_phone_screens(size: tuple[int, int], budget: int, cells: tuple[int, int]) -> None:
    assert fit_to_cells(*size, budget) == cells


@pytest.mark.parametrize("bad", [(0, 5, 5), (5, 0, 5), (5, 5, 0)])
def test_nonsense_sizes_are_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="pixels"):
        fit_to_cells(*bad)


def test_picture_of_whole_cells_is_left_alone() -> None:
    pixels = np.arange(28 * 56 * 3, dtype=np.uint8).reshape(28, 56, 3)
    assert scale_to_cells(pixels, 1, 2) is pixels


@pytest.mark.parametrize("library", ["opencv", "pillow"])
def test_shrinking_averages_areas(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if library == "pillow":
        monkeypatch.setitem(sys.modules, "cv2", None)
    else:
        pytest.importorskip("cv2", reason="opencv is optional")
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (28 * 4, 28 * 6, 3), dtype=np.uint8)
    mean = pixels.reshape(28, 4, 56, 3, 3).mean(axis=(1, 3))
    assert np.abs(scale_to_cells(pixels, 1, 2).astype(float) - mean).max() <= 1
