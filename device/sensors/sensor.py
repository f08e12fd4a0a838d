"""What a sensor is, and the reader that tries them all and lives with those that fail."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from device.errors import PhoneError, SensorError
from device.sensors.reading import SensorReading, merge

RETRY_SECONDS = 60.0
"""After so many seconds a sensor that failed is tried again: a phone may have been connected since."""

FORGIVEN = 2
"""Failures in a row after which a sensor is left alone for `RETRY_SECONDS`; until then it is tried at its interval."""


class Sensor(Protocol):
    """Something that can be read.

    Attributes:
        name: What it is called in reports.
        every: Seconds for which what it said last is used again, with its age; 0 reads it each time.
    """

    name: str
    every: float

    def read(self) -> SensorReading:
        """Read it.

        Raises:
            SensorError, PhoneError, OSError: It can't be read here.
        """
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How a sensor does.

    Attributes:
        name: The sensor's.
        problem: Why it says nothing; empty where it works.
        reading: What it said last, with the age it has by now.
    """

    name: str
    problem: str
    reading: SensorReading

    @property
    def works(self) -> bool:
        """Whether it says something."""
        return not self.problem


@dataclass(kw_only=True, slots=True)
class _State:
    sensor: Sensor
    part: SensorReading = field(default_factory=SensorReading)
    read_at: float = -1e9
    next_at: float = -1e9
    failures: int = 0
    problem: str = "not tried yet"


class Sensors:
    """Reads several sensors into one reading; raises nothing that a sensor raises.

    Args:
        sensors: The sensors; of two that say the same thing, the earlier one is believed.
        clock: Seconds, as in `SensorReading.at`.

    Not for several threads at once.
    """

    def __init__(self, sensors: Sequence[Sensor], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._states = [_State(sensor=sensor) for sensor in sensors]

    def read(self) -> SensorReading:
        """Read every sensor whose turn it is, and return what is known, with ages."""
        for state in self._states:
            if self._clock() >= state.next_at:
                self._try(state)
        now = self._clock()
        return merge((self._aged(state, now) for state in self._states if not state.problem), at=now)

    def health(self) -> tuple[Health, ...]:
        """How each sensor did when it was last tried."""
        now = self._clock()
        return tuple(
            Health(name=state.sensor.name, problem=state.problem, reading=self._aged(state, now))
            for state in self._states
        )

    def close(self) -> None:
        """Let go of what sensors hold open; harmless when called twice."""
        for state in self._states:
            close = getattr(state.sensor, "close", None)
            if close is not None:
                close()

    def _try(self, state: _State) -> None:
        try:
            part = state.sensor.read()
            if part.is_empty:
                raise SensorError("it says nothing")
        except (PhoneError, OSError) as error:
            state.failures += 1
            state.problem = " ".join(str(error).split())[:160] or type(error).__name__
            wait = RETRY_SECONDS if state.failures >= FORGIVEN else state.sensor.every
            state.next_at = self._clock() + wait
            return
        # What a slow sensor says was measured when it was asked for, at the latest.
        state.part, state.read_at = part, self._clock()
        state.next_at = state.read_at + state.sensor.every
        state.failures, state.problem = 0, ""

    @staticmethod
    def _aged(state: _State, now: float) -> SensorReading:
        if state.part.is_empty:
            return state.part
        return state.part.aged(max(0.0, now - state.read_at))
