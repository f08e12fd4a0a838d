"""Readings for tests: written out or drawn by hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from llm.governor import Measured, Reading, Throttling, Zone


def measured(value: Any, *, age: float = 0.0) -> Measured[Any]:
    return Measured(value=value, source="test", age=age)


def reading(at: float, *, status: Throttling | None = None, **celsius: float) -> Reading:
    """A reading of temperatures by zone, and of Android's status."""
    return Reading(
        at=at,
        temperatures={Zone(zone): measured(value) for zone, value in celsius.items()},
        throttling=None if status is None else measured(status),
    )


_CELSIUS = st.floats(-300, 400) | st.sampled_from([float("nan"), float("inf"), -40.0, 255.0]) | st.floats(20, 100)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    made = st.builds(measured, values, age=st.floats(0, 30))
    return st.none() | made


def readings() -> st.SearchStrategy[Reading]:
    """Anything that sensors may say, the impossible included."""
    return st.builds(
        Reading,
        at=st.floats(0, 5),
        temperatures=st.dictionaries(st.sampled_from(Zone), st.builds(measured, _CELSIUS, age=st.floats(0, 30))),
        throttling=_maybe(st.sampled_from(Throttling)),
        headroom=_maybe(st.floats(0, 3) | st.just(float("nan"))),
        battery_level=_maybe(st.floats(0, 100)),
        charging=_maybe(st.booleans()),
        free_memory=_maybe(st.integers(0, 1 << 34)),
        memory_pressure=_maybe(st.floats(0, 100)),
        allowed_cores=_maybe(st.integers(0, 16)),
        fast_cores=_maybe(st.integers(0, 16)),
        person_touching=_maybe(st.booleans()),
        drift=_maybe(st.floats(0, 10)),
    )
