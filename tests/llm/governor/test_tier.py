"""A tier refuses what no engine could do, and a reading may know nothing."""

from __future__ import annotations

from typing import Any

import pytest

from llm.governor import MOST_PAUSE, Measured, Reading, Throttling, Tier, Zone


@pytest.mark.parametrize(
    "wrong",
    [
        {"chunk": 0},
        {"threads": 0},
        {"pause": -0.1},
        {"pause": MOST_PAUSE + 0.1},
        {"pause": float("nan")},
        {"skip_level": -1},
        {"image_tokens": 0},
    ],
    ids=str,
)
def test_a_tier_refuses_what_cannot_be_done(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^a tier "):
        Tier(**{"chunk": 64, "threads": 2, **wrong})


def test_a_reading_may_know_nothing_or_any_part() -> None:
    assert Reading(at=1.0).throttling is None
    skin = Measured(value=41.5, source="dumpsys thermalservice", age=0.5)
    reading = Reading(
        at=1.0,
        temperatures={Zone.SKIN: skin},
        throttling=Measured(value=Throttling.SEVERE, source="dumpsys thermalservice"),
    )
    assert reading.temperatures[Zone.SKIN].value == 41.5
    assert reading.throttling is not None
    assert reading.throttling.value > Throttling.MODERATE
