"""Sensors that are broken, each in its own way: what the governor sees instead of the truth."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from llm.governor.reading import Measured, Reading, Zone

Fault = Callable[[Reading], Reading]
"""Makes of what a sound phone would report what a broken one does; called once for each reading, in order."""

_BREAKS_AT = 120.0
"""Seconds after which a sensor sticks or dies."""

_LAG = 20.0
"""Seconds by which a lagging sensor is behind, without saying so."""


def _with_cpu(reading: Reading, celsius: float | None) -> Reading:
    temperatures = dict(reading.temperatures)
    if celsius is None:
        temperatures.pop(Zone.CPU, None)
    else:
        temperatures[Zone.CPU] = Measured(value=celsius, source="broken")
    return replace(reading, temperatures=temperatures)


def _lies_low() -> Fault:
    return lambda reading: _with_cpu(reading, reading.temperatures[Zone.CPU].value - 20)


def _lies_high() -> Fault:
    return lambda reading: _with_cpu(reading, reading.temperatures[Zone.CPU].value + 20)


def _lags() -> Fault:
    past: deque[tuple[float, float]] = deque()

    def lag(reading: Reading) -> Reading:
        past.append((reading.at, reading.temperatures[Zone.CPU].value))
        while len(past) > 1 and past[1][0] <= reading.at - _LAG:
            past.popleft()
        return _with_cpu(reading, past[0][1])

    return lag


def _sticks() -> Fault:
    last: list[float] = []

    def stick(reading: Reading) -> Reading:
        if reading.at < _BREAKS_AT or not last:
            last[:] = [reading.temperatures[Zone.CPU].value]
        return _with_cpu(reading, last[0])

    return stick


def _dies() -> Fault:
    return lambda reading: reading if reading.at < _BREAKS_AT else _with_cpu(reading, None)


def _jumps() -> Fault:
    return lambda reading: _with_cpu(reading, -40.0) if int(reading.at) % 5 == 0 else reading


def _all_die() -> Fault:
    return lambda reading: reading if reading.at < _BREAKS_AT else Reading(at=reading.at)


FAULTS: dict[str, Callable[[], Fault]] = {
    "none": lambda: lambda reading: reading,
    "lies 20 low": _lies_low,
    "lies 20 high": _lies_high,
    "lags 20 s": _lags,
    "sticks": _sticks,
    "dies": _dies,
    "jumps": _jumps,
    "all die": _all_die,
}
"""By name: makes a fault with a memory of its own."""
