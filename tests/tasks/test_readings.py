"""What sensors say becomes what the governor is told; and what is printed of it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from device.sensors import Place, SensorReading, ThermalStatus, Value
from device.settle import FASTEST, SLOWEST, pause_after
from llm import Throttling, Zone
from llm.governor import Reading
from tasks.doctor_heat import describe_reading
from tasks.governing import reading_of, tells_of_heat
from tasks.settling import measure_settling, settle_once
from tasks.settling_phone import measure_on_phone

EVERYTHING = SensorReading(
    at=5.0,
    temperatures={place: Value(value=40.0, source=place.value, age=1.0) for place in Place},
    status=Value(value=ThermalStatus.SEVERE, source="a", age=0.5),
    headroom=Value(value=0.9, source="b"),
    battery_level=Value(value=12.0, source="c", age=9.0),
    charging=Value(value=True, source="c"),
    free_memory=Value(value=1 << 30, source="d"),
    memory_pressure=Value(value=1.5, source="e"),
    allowed_cores=Value(value=4, source="f"),
    fast_cores=Value(value=2, source="g"),
    top_frequency=Value(value=2_400_000, source="h"),
    touched=Value(value=True, source="i"),
)


def test_nothing_that_a_sensor_says_is_lost_but_what_no_rule_looks_at() -> None:
    reading = reading_of(EVERYTHING)
    assert set(reading.temperatures) == set(Zone)
    assert reading.temperatures[Zone.SKIN].age == 1.0
    assert reading.throttling is not None
    assert (reading.throttling.value, reading.throttling.age) == (Throttling.SEVERE, 0.5)
    unset = [each.name for each in fields(Reading) if getattr(reading, each.name) is None]
    assert unset == ["drift"]  # the engine measures that itself


def test_an_empty_reading_stays_empty_and_tells_of_no_heat() -> None:
    assert reading_of(SensorReading(at=1.0)) == Reading(at=1.0)
    assert not tells_of_heat(SensorReading(free_memory=Value(value=1, source="x")))
    assert tells_of_heat(SensorReading(status=Value(value=ThermalStatus.NONE, source="x")))


def test_a_reading_is_said_in_words() -> None:
    said = describe_reading(EVERYTHING)
    for part in (
        "cpu 40.0",
        "SEVERE",
        "headroom 0.90",
        "12 %",
        "charging",
        "1024 MiB",
        "4 allowed",
        "2 fast",
        "2.40 GHz",
    ):
        assert part in said


def test_a_screen_that_moves_for_long_is_looked_at_less_often_but_never_seldom() -> None:
    pauses = [pause_after(tenths / 10) for tenths in range(100)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (FASTEST, SLOWEST)


def test_a_screen_that_rests_costs_two_looks_at_any_rate() -> None:
    for pause in (pause_after, lambda _: 0.5):
        assert settle_once(0.0, pause, look=0.01).looks == 2


def test_the_adaptive_rate_needs_fewer_looks_than_the_fastest_and_sees_rest_sooner_than_slow_ones() -> None:
    measured = measure_settling(steps=300, seed=1, look=0.01, rest=2.0)
    rows = {row["rate"]: row for row in measured["rows"]}
    adaptive, fastest, slow = rows["adaptive"], rows["every 20 ms"], rows["every 100 ms"]
    assert adaptive["captures_to_rest"] < 0.9 * fastest["captures_to_rest"]
    assert adaptive["captures_per_step"] < 0.25 * fastest["captures_per_step"]
    assert adaptive["captures_per_step"] < slow["captures_per_step"]
    assert adaptive["mean_delay_ms"] < 0.7 * slow["mean_delay_ms"]
    assert measured == measure_settling(steps=300, seed=1, look=0.01, rest=2.0)
    assert measured["figures"]["captures_per_step"] == pytest.approx(adaptive["captures_per_step"])


@pytest.mark.slow
def test_on_a_phone_a_step_costs_fewer_looks_than_at_any_fixed_rate() -> None:
    adaptive, *others = measure_on_phone(rounds=1, rest=2.0)["rows"]
    assert adaptive["captures_per_step"] == adaptive["captures_to_rest"] >= 2
    assert all(adaptive["captures_per_step"] < other["captures_per_step"] for other in others)
