"""Rules beside the temperature policy: each looks at one thing and demands a tier no faster than it allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from llm.governor.decision import Pace, Rule
from llm.governor.limits import Limits
from llm.governor.reading import DIES, Measured, Reading, Throttling
from llm.governor.tier import Ladder, level_for

SMALL_CHUNK = 32
"""Tokens per decode where memory is short or a person waits for the processor."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """What one rule asks for.

    Attributes:
        rule: Which.
        cause: The value that it looked at, in words.
        level: The fastest level on the ladder that it allows.
        pace: Whether it lets the engine work.
        threads: Most threads, where it says.
        chunk: Most tokens per decode, where it says.
        smallest_image: Whether it asks for the ladder's smallest pictures.
    """

    rule: Rule
    cause: str
    level: int = 0
    pace: Pace = Pace.WORK
    threads: int | None = None
    chunk: int | None = None
    smallest_image: bool = False


def demands(reading: Reading, ladder: Ladder, limits: Limits) -> Iterator[Demand]:
    """What the rules ask for in view of `reading`, whose values are fresh enough to be believed."""
    yield from _throttling(reading.throttling, ladder)
    yield from _headroom(reading.headroom, ladder, limits)
    yield from _drift(reading, ladder, limits)
    yield from _battery(reading, ladder, limits)
    yield from _memory(reading, ladder, limits)
    yield from _cores(reading, ladder)
    if reading.person_touching is not None and reading.person_touching.value:
        # Half the threads, so that what the person does finds a core at once, and short chunks.
        most = max(1, ladder[0].threads // 2)
        yield Demand(
            rule=Rule.PERSON,
            cause="a person uses the phone",
            level=level_for(ladder, 0.5),
            threads=most,
            chunk=SMALL_CHUNK,
        )


def _throttling(status: Measured[Throttling] | None, ladder: Ladder) -> Iterator[Demand]:
    if status is None or status.value is Throttling.NONE:
        return
    cause = f"thermal status {status.value.name}"
    if status.value >= Throttling.CRITICAL:
        yield Demand(rule=Rule.CRITICAL, cause=cause, level=len(ladder) - 1, pace=Pace.HOLD)
    elif status.value is Throttling.SEVERE:
        yield Demand(rule=Rule.SEVERE, cause=cause, level=level_for(ladder, 0.2))
    else:
        share = 0.75 if status.value is Throttling.LIGHT else 0.5
        yield Demand(rule=Rule.THROTTLING, cause=cause, level=level_for(ladder, share))


def _headroom(headroom: Measured[float] | None, ladder: Ladder, limits: Limits) -> Iterator[Demand]:
    if headroom is None or not headroom.value > limits.headroom:
        return
    share = 0.2 if headroom.value >= 1 else 0.5
    yield Demand(
        rule=Rule.HEADROOM,
        cause=f"headroom {headroom.value:.2f} > {limits.headroom:g}",
        level=level_for(ladder, share),
    )


def _drift(reading: Reading, ladder: Ladder, limits: Limits) -> Iterator[Demand]:
    drift = reading.drift
    # A cool die is not throttled for heat: something else wants the processor.
    cool = any(zone in DIES and limits.is_cool(zone, measured.value) for zone, measured in reading.temperatures.items())
    if drift is not None and drift.value > limits.drift and not cool:
        cause = f"tokens take {drift.value:.2f} times as long as when cool"
        yield Demand(rule=Rule.DRIFT, cause=cause, level=level_for(ladder, 0.5))


def _battery(reading: Reading, ladder: Ladder, limits: Limits) -> Iterator[Demand]:
    level = reading.battery_level
    if level is None or (reading.charging is not None and reading.charging.value):
        return
    for bound, share in ((limits.empty_battery, 0.2), (limits.low_battery, 0.5)):
        if level.value < bound:
            cause = f"battery {level.value:.0f} % < {bound:g} %"
            yield Demand(rule=Rule.LOW_BATTERY, cause=cause, level=level_for(ladder, share))
            return


def _memory(reading: Reading, ladder: Ladder, limits: Limits) -> Iterator[Demand]:
    free, pressure = reading.free_memory, reading.memory_pressure
    if free is not None and free.value < limits.low_memory:
        cause = f"{free.value >> 20} MiB free < {limits.low_memory >> 20} MiB"
    elif pressure is not None and pressure.value > limits.memory_pressure:
        cause = f"tasks wait for memory {pressure.value:.0f} % of the time > {limits.memory_pressure:g} %"
    else:
        return
    yield Demand(rule=Rule.LOW_MEMORY, cause=cause, chunk=SMALL_CHUNK, smallest_image=True)


def _cores(reading: Reading, ladder: Ladder) -> Iterator[Demand]:
    """More threads than cores wait for each other at barriers: up to a hundred times slower."""
    known = [cores for cores in (reading.allowed_cores, reading.fast_cores) if cores is not None and cores.value > 0]
    if known:
        fewest = min(known, key=lambda cores: cores.value)
        if fewest.value < ladder[0].threads:
            kind = "fast cores" if fewest is reading.fast_cores else "cores"
            yield Demand(rule=Rule.FEW_CORES, cause=f"{fewest.value} {kind} allowed", threads=fewest.value)
