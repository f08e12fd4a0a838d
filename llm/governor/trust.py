"""Keeps from a reading what can be believed: fresh, possible, moving, and in agreement with the other zones.

A sensor that lies by a constant within what is possible cannot be told from a cool phone by its own values.  What
catches it are the other zones (heat flows outward, so a busy core cannot be colder than the skin), Android's status
and the drift of the throughput, which the rules look at on their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from llm.governor.limits import Limits
from llm.governor.reading import DIES, Measured, Reading, Zone

_POSSIBLE = (-30.0, 130.0)
"""Degrees Celsius; broken sensors report -40, -127, 0 K, 255 or their full scale."""

_FASTEST = 40.0
"""Degrees per second; a die heats by a few tens at the very most."""

_ODD_READINGS = 3
"""After so many readings in a row an impossible jump is believed: it was the earlier value that was wrong."""

_STUCK_AFTER = 30.0
"""Seconds in which a die's sensor may say exactly the same although the load changed."""

_STUCK_AT_WORK = 60.0
"""Seconds in which a busy die's sensor may say exactly the same at all."""

_BRIDGED = 4.0
"""Seconds for which the last value that was believed stands in for one that is not: a glitch is no loss of a sensor."""

_LOAD_CHANGE = 0.4
"""Change of load, as a share of full load, that a die's temperature must show."""

_COLDER = 3.0
"""Degrees by which a busy die may seem colder than the skin before it is not believed; sensors are that inexact."""

_OUTSIDE = (Zone.SKIN, Zone.BATTERY)


@dataclass(slots=True)
class _Seen:
    """What is remembered of one zone."""

    value: float
    at: float
    same_since: float
    least_load: float
    most_load: float
    odd: int = 0


class Trust:
    """Watches the sensors over time.

    Args:
        limits: Says when a value is stale.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._seen: dict[Zone, _Seen] = {}
        self._known: set[Zone] = set()
        self._good: dict[Zone, tuple[Measured[float], float]] = {}
        self.doubts: dict[Zone, str] = {}

    def check(self, reading: Reading, *, now: float, load: float) -> Reading:
        """The reading without what cannot be believed.

        Args:
            reading: What the sensors say.
            now: Seconds of the clock that `Reading.at` uses.
            load: Share of full load since the last reading, 0 to 1.

        What is wrong with zones that were believed before is in `doubts` afterwards.
        """
        late = max(0.0, now - reading.at)
        believed: dict[Zone, Measured[float]] = {}
        doubts: dict[Zone, str] = {}
        for zone, measured in reading.temperatures.items():
            reason = self._doubt(zone, measured, now=now, late=late, load=load)
            if reason:
                doubts[zone] = reason
            else:
                believed[zone] = measured
        outside = [believed[zone].value for zone in _OUTSIDE if zone in believed]
        for zone in DIES & believed.keys():
            if outside and believed[zone].value < max(outside) - _COLDER:
                doubts[zone] = f"{believed[zone].value:.1f} is colder than the outside at {max(outside):.1f}"
        for zone in DIES & doubts.keys():
            believed.pop(zone, None)
        for zone, measured in believed.items():
            self._good[zone] = measured, now
        for zone, (measured, at) in self._good.items():
            if zone not in believed and now - at <= _BRIDGED:
                believed[zone] = replace(measured, age=measured.age + now - at)
                doubts.pop(zone, None)
        self._known |= believed.keys()
        for zone in self._known - reading.temperatures.keys() - believed.keys():
            doubts[zone] = "is gone"
        self.doubts = {zone: why for zone, why in doubts.items() if zone in self._known}
        return replace(_fresh(reading, late, self._limits.stale), temperatures=believed)

    def _doubt(self, zone: Zone, measured: Measured[float], *, now: float, late: float, load: float) -> str:
        value = measured.value
        if not _POSSIBLE[0] <= value <= _POSSIBLE[1]:
            return f"{value:.1f} is impossible"
        if measured.age + late > self._limits.stale:
            return f"is {measured.age + late:.0f} s old"
        seen = self._seen.get(zone)
        if seen is None:
            self._seen[zone] = _Seen(value=value, at=now, same_since=now, least_load=load, most_load=load)
            return ""
        if abs(value - seen.value) > _FASTEST * max(now - seen.at, 0.25) and seen.odd < _ODD_READINGS:
            seen.odd += 1
            return f"jumped from {seen.value:.1f} to {value:.1f}"
        seen.odd = 0
        if value != seen.value:
            seen.value, seen.same_since, seen.least_load, seen.most_load = value, now, load, load
        seen.at, seen.least_load, seen.most_load = now, min(seen.least_load, load), max(seen.most_load, load)
        changed = seen.most_load - seen.least_load > _LOAD_CHANGE
        same = now - seen.same_since
        if zone in DIES and ((changed and same > _STUCK_AFTER) or (load > 0.1 and same > _STUCK_AT_WORK)):
            return f"has said {value:.1f} for {now - seen.same_since:.0f} s"
        return ""


def _fresh(reading: Reading, late: float, stale: float) -> Reading:
    """The reading without single values that are too old."""
    names = ("throttling", "headroom", "battery_level", "charging", "free_memory", "memory_pressure", "allowed_cores")
    old: dict[str, Any] = {}
    for name in (*names, "fast_cores", "person_touching", "drift"):
        measured = getattr(reading, name)
        if measured is not None and measured.age + late > stale:
            old[name] = None
    return replace(reading, **old) if old else reading
