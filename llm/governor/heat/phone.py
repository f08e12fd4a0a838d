"""The heat of a phone under load: three masses that pass heat outward, and the phone's own throttling.

    core --R-- board --R-- skin --R-- surroundings

Power heats the core: each busy thread by its frequency, and leakage by the core's temperature.  Screen, radio and a
charger heat the board.  Where the core or the skin passes its trip point the phone steps down a ladder of its own, to a
lower frequency and fewer cores; it steps up again when it is well below.  Threads that find no core of their own wait
for each other at barriers: they burn power and finish little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

CHARGER_WATTS = 2.5
"""Heat that charging puts into the board, where a trial or a simulated phone says that it charges."""

_BATTERY = 0.75
"""How far from board to case the battery's temperature lies."""

_CORE_RELEASE, _SKIN_RELEASE = 10.0, 2.0
"""Degrees below the trip points at which the phone takes a step of its throttling back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of a phone's throttling: frequency as a share of the highest, and cores that may be used."""

    frequency: float
    cores: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PhoneSpec:
    """What a phone is made of.

    Attributes:
        name: What it is called.
        burst: Tokens per second when cool, at full speed.
        threads: Threads at full speed; each has a core when cool.
        memory_share: Share of a token's time at full speed that waits for memory, whatever threads and frequency.
        prompt_memory_share: The same for a chunk of a prompt.
        thread_watts: Of one busy thread at full frequency.
        frequency_power: Exponent of a thread's power over frequency.
        leak_watts: Leakage at 60 degrees; it doubles with every 25.
        idle_watts: Of screen, radio and the rest.
        core_heat: Heat capacity of the core in J/K.
        board_heat: Of the board and the battery.
        skin_heat: Of the case.
        core_board: Thermal resistance between core and board in K/W.
        board_skin: Between board and case.
        skin_air: Between case and surroundings.
        trip: Degrees of the core at which the phone throttles.
        skin_trip: The same for the case.
        waiting: How much longer a token takes for each thread without a core of its own, as a share.
        steps: The throttling ladder, from full speed down.
    """

    name: str
    burst: float
    threads: int = 4
    memory_share: float = 0.9
    prompt_memory_share: float = 0.3
    thread_watts: float = 1.6
    frequency_power: float = 2.2
    leak_watts: float = 0.35
    idle_watts: float = 0.8
    core_heat: float = 4.0
    board_heat: float = 45.0
    skin_heat: float = 90.0
    core_board: float = 7.0
    board_skin: float = 3.0
    skin_air: float = 3.5
    trip: float = 90.0
    skin_trip: float = 47.0
    waiting: float = 1.8
    steps: tuple[Step, ...] = ()

    def speed(self, threads: int, step: Step, *, prompt: bool = False) -> float:
        """Speed as a share of burst."""
        memory = self.prompt_memory_share if prompt else self.memory_share
        running = min(threads, step.cores)
        alone = 1 / (memory + (1 - memory) * self.threads / (running * step.frequency))
        return alone / (1 + self.waiting * max(0, threads - step.cores))

    def watts(self, threads: float, step: Step) -> float:
        """Power of busy threads, those that wait at a barrier included."""
        return float(min(threads, step.cores) * self.thread_watts * step.frequency**self.frequency_power)


class HeatPhone:
    """One phone over time.

    Args:
        spec: What it is made of.
        ambient: Degrees around it; everything begins at that.
        charger_watts: Heat that charging puts into the board.

    Attributes:
        core: Degrees of the core.
        board: Degrees of the board.
        skin: Degrees of the case.
        step: Place on the throttling ladder.
    """

    def __init__(self, spec: PhoneSpec, *, ambient: float = 25.0, charger_watts: float = 0.0) -> None:
        self.spec, self.ambient, self.charger_watts = spec, ambient, charger_watts
        self.core = self.board = self.skin = ambient
        self.step = 0
        self._hot_for = self._skin_hot_for = self._cool_for = 0.0

    @property
    def battery(self) -> float:
        """Degrees of the battery, which lies between board and case."""
        return self.board + (self.skin - self.board) * _BATTERY

    @property
    def numbers(self) -> tuple[float, ...]:
        """Everything that changes; setting them brings the phone to that moment."""
        return self.core, self.board, self.skin, self.step, self._hot_for, self._skin_hot_for, self._cool_for

    @numbers.setter
    def numbers(self, numbers: tuple[float, ...]) -> None:
        self.core, self.board, self.skin, step, *counted = numbers
        self._hot_for, self._skin_hot_for, self._cool_for = counted
        self.step = min(max(0, int(step)), len(self.spec.steps) - 1)

    @property
    def throttling(self) -> Step:
        """What the phone allows now."""
        return self.spec.steps[self.step]

    def speed(self, threads: int, *, prompt: bool = False) -> float:
        """Speed of `threads` now, as a share of burst."""
        return self.spec.speed(threads, self.throttling, prompt=prompt)

    def advance(self, seconds: float, *, threads: float) -> None:
        """Let time pass.

        Args:
            seconds: How much; at most a second, as the core follows within a few.
            threads: Threads that are busy, on average: 2 threads that rest half of the time are 1.
        """
        spec, step = self.spec, self.throttling
        busy = spec.watts(threads, step)
        leak = spec.leak_watts * math.exp2((self.core - 60) / 25)
        out_of_core = (self.core - self.board) / spec.core_board
        out_of_board = (self.board - self.skin) / spec.board_skin
        out_of_skin = (self.skin - self.ambient) / spec.skin_air
        self.core += seconds * (busy + leak - out_of_core) / spec.core_heat
        self.board += seconds * (spec.idle_watts + self.charger_watts + out_of_core - out_of_board) / spec.board_heat
        self.skin += seconds * (out_of_board - out_of_skin) / spec.skin_heat
        self._throttle(seconds)

    def _throttle(self, seconds: float) -> None:
        """The phone's own loop: it follows the core within seconds and the case within a minute."""
        core, skin = self.core - self.spec.trip, self.skin - self.spec.skin_trip
        self._hot_for = self._hot_for + seconds if core > 0 else 0.0
        self._skin_hot_for = self._skin_hot_for + seconds if skin > 0 else 0.0
        cool = core < -_CORE_RELEASE and skin < -_SKIN_RELEASE
        self._cool_for = self._cool_for + seconds if cool else 0.0
        if (self._hot_for >= 3 or self._skin_hot_for >= 45) and self.step < len(self.spec.steps) - 1:
            self.step, self._hot_for, self._skin_hot_for = self.step + 1, 0.0, 0.0
        elif self._cool_for >= 30 and self.step > 0:
            self.step, self._cool_for = self.step - 1, 0.0
