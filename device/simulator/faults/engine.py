"""`Faults`: lets planned faults act on a phone, and keeps how each was handled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from device.simulator.faults.fault import Handling, Run, Verdict
from device.simulator.faults.plan import FaultPlan, Planned
from device.simulator.hierarchy import Flavour
from device.simulator.interference import Interference
from device.simulator.view import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from device.simulator.phone import SimulatedPhone
    from device.simulator.server import SimulatedPhoneServer


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How one run of a fault went.

    Attributes:
        fault: Its name.
        step: Touches and keys before it began.
        handling: What would be right.
        verdict: What was done.
    """

    fault: str
    step: int
    handling: Handling
    verdict: Verdict


class Faults(Interference):
    """The faults of one phone; `attach` makes one.

    Attributes:
        servers: What serves the phone over ADB; faults of the connection act on these.
    """

    def __init__(self, phone: SimulatedPhone, plan: FaultPlan) -> None:
        """Plan faults for `phone`."""
        self.servers: list[SimulatedPhoneServer] = []
        self._phone = phone
        self._left = [(planned, planned.times) for planned in plan.faults]
        self._chance = random.Random(plan.seed)
        self._began = phone.clock.now()
        self._inputs = 0
        self._drawn = -1
        self._busy = False
        self._runs: list[tuple[Planned, int, Run]] = []

    def outcomes(self) -> list[Outcome]:
        """Return how each run went so far, in the order they began."""
        return [
            Outcome(fault=planned.fault.name(), step=step, handling=planned.fault.handling, verdict=run.verdict)
            for planned, step, run in self._runs
        ]

    def before_input(self) -> None:
        if self._busy:
            return
        self._start_due()
        self._inputs += 1
        for planned, run in self._acting():
            planned.fault.before_input(run)
            run.inputs += 1

    def before_look(self) -> None:
        if self._busy:
            return
        self._start_due()
        for planned, run in self._acting():
            run.looks += 1
            planned.fault.before_look(run)

    def key(self) -> object:
        return tuple(planned.fault.key(run) for planned, run in self._acting())

    def content(self, view: View) -> View:
        for planned, run in self._acting():
            view = planned.fault.content(run, view)
        return view

    def hierarchy(self, xml: str, flavour: Flavour) -> str:
        if self._busy:
            return xml
        for planned, run in self._acting():
            xml = planned.fault.hierarchy(run, xml)
        return xml

    def pixels(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
        shown: NDArray[np.uint8] | None = pixels
        for planned, run in self._acting():
            if shown is not None:
                shown = planned.fault.pixels(run, shown)
        return shown

    def picture(self, data: bytes) -> bytes:
        for planned, run in self._acting():
            data = planned.fault.picture(run, data)
        return data

    def is_idle(self) -> bool:
        return all(planned.fault.is_idle(run) for planned, run in self._acting())

    def covers(self) -> bool:
        return any(planned.fault.covers(run) for planned, run in self._acting())

    def _acting(self) -> Iterator[tuple[Planned, Run]]:
        for planned, _, run in list(self._runs):
            if not run.over:
                yield planned, run

    def _start_due(self) -> None:
        draw = self._inputs != self._drawn
        self._drawn = self._inputs
        self._busy = True  # a trigger looks at the screen, which must not set off triggers
        try:
            for place, (planned, left) in enumerate(self._left):
                acting = any(each is planned for each, _ in self._acting())
                if left and not acting and self._is_due(planned, draw=draw):
                    self._left[place] = (planned, left - 1)
                    self._start(planned)
        finally:
            self._busy = False

    def _is_due(self, planned: Planned, *, draw: bool) -> bool:
        when, phone = planned.when, self._phone
        # Drawn whether or not the rest holds: what happens elsewhere on the phone must not shift later draws.
        lucky = when.chance is None or (draw and self._chance.random() < when.chance)
        return (
            lucky
            and (when.step is None or self._inputs >= when.step)
            and (when.seconds is None or phone.clock.now() - self._began >= when.seconds)
            and (when.screen is None or when.screen in phone.hierarchy())
        )

    def _start(self, planned: Planned) -> None:
        phone = self._phone
        run = Run(phone=phone, servers=self.servers, began=phone.clock.now(), answers=len(phone.state.answers))
        self._runs.append((planned, self._inputs, run))
        planned.fault.begin(run)
        phone.changed()


def attach(phone: SimulatedPhone, plan: FaultPlan) -> Faults:
    """Let a plan's faults act on a phone from now on, instead of those that did."""
    with phone.lock:
        faults = Faults(phone, plan)
        phone.interference = faults
        phone.changed()
        return faults
