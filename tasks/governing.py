"""The governor of a run: chosen, fed with what the sensors say, and followed in the trace and on the terminal."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeVar

from rich.markup import escape

from agent.trace import Trace
from device.sensors import (
    SensorReading,
    Sensors,
    Value,
    on_android,
    sensors_of_phone,
    sensors_of_this_machine,
)
from llm import Fixed, Governor, Hysteresis, Limits, Measured, Predictive, Reading, Throttling, Zone
from llm.governor import BANDS, Band, Decision, Pace, Policy, Rule

if TYPE_CHECKING:
    from device.adb_shell import AdbShell

PolicyName = Literal["fixed", "hysteresis", "predictive"]
T = TypeVar("T")

POLICIES: Mapping[PolicyName, Callable[[], Policy]] = {
    "fixed": Fixed,
    "hysteresis": Hysteresis,
    "predictive": Predictive,
}
_QUIET = frozenset({Rule.COOL, Rule.UNGOVERNED, Rule.BETWEEN})


@contextmanager
def governor_of(
    name: PolicyName | None,
    shell: AdbShell | None,
    on_decision: Callable[[Decision], None],
    bands: Mapping[Zone, Band] | None = None,
) -> Iterator[Governor | None]:
    """Give the governor of a run, and close its sensors afterwards.

    Args:
        name: The policy; None takes ``"predictive"`` where a sensor tells of heat, and no governor elsewhere, so that
            a machine without sensors is not governed by guesses.
        shell: The phone's; None looks at this machine alone.
        on_decision: Told of each decision that changes something.
        bands: Thresholds that differ from `llm.governor.BANDS`, by zone.

    Yields:
        The governor, for the engine to bind; None for full speed.
    """
    of_phone = sensors_of_phone(shell.run, shell.stream) if shell is not None and name != "fixed" else ()
    sensors = Sensors((*sensors_of_this_machine(), *of_phone))
    limits = Limits(bands={**BANDS, **(bands or {})})
    try:
        if name is None:
            if not tells_of_heat(sensors.read()):
                yield None
                return
            if not on_android():
                # A computer with a fan is slowed down by other programs far more often than by heat.
                limits = replace(limits, drift=math.inf)
        governor = Governor(
            lambda: reading_of(sensors.read()),
            policy=POLICIES[name or "predictive"](),
            limits=limits,
            on_decision=on_decision,
        )
        try:
            yield governor
        finally:
            governor.close()
    finally:
        sensors.close()


def tells_of_heat(reading: SensorReading) -> bool:
    """Whether any sensor says how hot the machine or the phone is."""
    return bool(reading.temperatures) or reading.status is not None or reading.headroom is not None


def reading_of(sensed: SensorReading) -> Reading:
    """Turn what the device's sensors say into what the governor is told."""
    return Reading(
        at=sensed.at,
        temperatures={Zone(place.value): _required(value) for place, value in sensed.temperatures.items()},
        throttling=None
        if sensed.status is None
        else Measured(value=Throttling(int(sensed.status.value)), source=sensed.status.source, age=sensed.status.age),
        headroom=_measured(sensed.headroom),
        battery_level=_measured(sensed.battery_level),
        charging=_measured(sensed.charging),
        free_memory=_measured(sensed.free_memory),
        memory_pressure=_measured(sensed.memory_pressure),
        allowed_cores=_measured(sensed.allowed_cores),
        fast_cores=_measured(sensed.fast_cores),
        person_touching=_measured(sensed.touched),
    )


def describe(decision: Decision) -> str:
    """Say in one line what was decided and why."""
    tier = decision.tier
    if decision.pace is Pace.HOLD:
        work = "pauses"
    else:
        threads = f"{tier.threads} thread{'' if tier.threads == 1 else 's'}"
        rest = f", rests {tier.pause:g} s for each second of work" if tier.pause else ""
        work = f"chunks of {tier.chunk} tokens, {threads}{rest}"
    return f"{work} ({decision.rule.value}: {decision.cause})"


class Announcer:
    """Puts each decision into the trace, and tells the person of those that slow the run down or end that.

    Args:
        say: Takes a line with rich's markup.
        trace: The run's; None keeps none.
    """

    def __init__(self, say: Callable[[str], None], trace: Trace | None = None) -> None:
        self._say, self._trace = say, trace
        self._last: tuple[Rule, Pace] | None = None

    def __call__(self, decision: Decision) -> None:
        """Take a decision."""
        if self._trace is not None:
            self._trace.decided(decision)
        now = decision.rule, decision.pace
        before, self._last = self._last, now
        calm = decision.rule in _QUIET
        if now != before and not (calm and (before is None or before[0] in _QUIET)):
            self._say(f"[dim]governor: {escape(describe(decision))}[/dim]")


def _measured(value: Value[T] | None) -> Measured[T] | None:
    return None if value is None else _required(value)


def _required(value: Value[T]) -> Measured[T]:
    return Measured(value=value.value, source=value.source, age=value.age)
