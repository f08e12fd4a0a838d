"""The measurement of memory measures, on the embedded model, what was predicted."""

from __future__ import annotations

import sys

import pytest

from llm.errors import EngineError
from llm.formats import CacheType, Placement
from tasks.bench_memory import Case, measure
from tasks.models import ModelFiles, choose_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def case(files: ModelFiles, context: int) -> Case:
    return Case(
        files=files,
        name="embedded",
        context=context,
        cache_type=CacheType.F16,
        placement=Placement(),
        image_tokens=512,
    )


def test_peak_of_the_embedded_model_is_predicted_within_a_tenth() -> None:
    found = measure([case(choose_files(None, None), 2048)], say=lambda _: None)
    (row,) = found["rows"]
    assert row["kept_mb"] > 0
    assert row["measured_mb"] > row["cache_mb"] + row["weights_mb"]
    assert found["figures"]["worst_error"] == abs(row["error"]) <= 0.1


def test_process_that_fails_is_told_in_a_line() -> None:
    with pytest.raises(EngineError, match=r"ended with 1: .*context") as caught:
        measure([case(choose_files(None, None), 300)], say=lambda _: None)
    assert "\n" not in str(caught.value)
