"""Measures what governing costs, and how soon background work steps aside: with the embedded model, on this machine."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from typing import Any

from device.sensors import Sensors, sensors_of_phone, sensors_of_this_machine
from llm import (
    Engine,
    Generation,
    GenerationOptions,
    Governor,
    Handover,
    Measured,
    Reading,
    Text,
    Throttling,
    Urgency,
    Zone,
    embedded_model,
)
from llm.governor import READ_EVERY
from tasks.governing import reading_of
from tasks.simulated import simulated_phone

_WORDS = "open the settings and turn on the dark theme then set an alarm for seven and go back home again "
_OPTIONS = GenerationOptions(max_tokens=32)
_CALLS = 20_000
_MOST_TRIES = 20
"""Moments that are drawn for each interruption that is wanted, at most."""


def _prompt(index: int) -> tuple[Text, ...]:
    return (Text(text=f"<|user|>\n{index} {_WORDS * 6}<|assistant|>\n"),)


def _cool() -> Reading:
    return Reading(
        at=time.monotonic(),
        temperatures={Zone.CPU: Measured(value=40.0, source="bench")},
        throttling=Measured(value=Throttling.NONE, source="bench"),
    )


class _Counted(Governor):
    """A governor that counts how often it was asked."""

    asked = 0

    def worked(self, seconds: float, *, threads: int, tokens: int) -> None:
        """See `Governor.worked`."""
        self.asked += 1
        super().worked(seconds, threads=threads, tokens=tokens)


def reading_cost(seconds: int) -> dict[str, float]:
    """The share of a processor core that reading the sensors takes: this machine's and a simulated phone's over adb.

    Args:
        seconds: Of the sensors' own clock, which goes on by one reading's interval at each.
    """
    from device.adb_shell import AdbShell

    now = 0.0
    with simulated_phone() as serial:
        shell = AdbShell(serial)
        sensors = Sensors((*sensors_of_this_machine(), *sensors_of_phone(shell.run, shell.stream)), clock=lambda: now)
        try:
            sensors.read()
            readings = round(seconds / READ_EVERY)
            began = time.process_time()
            for _ in range(readings):
                now += READ_EVERY
                reading_of(sensors.read())
            used = time.process_time() - began
        finally:
            sensors.close()
    return {"reading_ms": round(used / readings * 1e3, 3), "reading_share": round(used / readings / READ_EVERY, 6)}


def governing_cost(steps: int) -> dict[str, float]:
    """The share of a step at NONE that is spent in the governor.

    Counts its decisions over real steps and multiplies by what one takes: a difference of two runs' times would drown
    in what else the machine does.

    Args:
        steps: Steps of a prompt and 32 tokens each.
    """
    paths = embedded_model()
    governor = _Counted(_cool)
    engine = Engine(paths.model, context=2048, governor=governor)
    try:
        busy = 0.0
        for index in range(steps):
            began = time.thread_time()
            engine.generate(_prompt(index), _OPTIONS)
            busy += time.thread_time() - began
        asked = governor.asked
        began = time.thread_time()
        for _ in range(_CALLS):
            governor.decide()
            governor.worked(0.001, threads=1, tokens=1)
        call = (time.thread_time() - began) / _CALLS
    finally:
        engine.close()
    return {
        "governing_share": round(asked * call / busy, 6),
        "decision_us": round(call * 1e6, 2),
        "decisions_per_step": round(asked / steps, 1),
        "step_ms": round(busy / steps * 1e3, 2),
    }


def preemption(moments: int, seed: int) -> dict[str, Any]:
    """How soon background work steps aside for a person's at random moments, and whether its answer stays the same.

    A request that comes when the background work has just ended interrupts nothing: it is told as late, and another
    moment is drawn for it.

    Args:
        moments: Interruptions that are wanted.
        seed: What the moments are drawn from.
    """
    paths = embedded_model()
    engine = Engine(paths.model, context=2048)
    draw = random.Random(seed)
    background = replace(_OPTIONS, urgency=Urgency.BACKGROUND)
    try:
        alone = []
        for index in range(4):
            engine.forget()
            alone.append(engine.generate(_prompt(index), _OPTIONS))
        handovers: list[Handover] = []
        tried = same = 0
        while len(handovers) < moments and tried < _MOST_TRIES * moments:
            engine.forget()
            engine.generate(_prompt(9), replace(background, max_tokens=1))
            found: list[Generation] = []
            index = tried % len(alone)

            def work(index: int = index, found: list[Generation] = found) -> None:
                found.append(engine.generate(_prompt(index), background))

            before = engine.handovers[-1:]
            worker = threading.Thread(target=work)
            worker.start()
            threading.Event().wait(draw.uniform(0, alone[index].seconds.total))
            engine.generate(_prompt(99)[:1], replace(_OPTIONS, max_tokens=1))
            worker.join()
            tried += 1
            same += found[0].token_ids == alone[index].token_ids
            if engine.handovers[-1:] and (not before or engine.handovers[-1] is not before[0]):
                handovers.append(engine.handovers[-1])
    finally:
        engine.close()
    waits = sorted(handover.seconds * 1e3 for handover in handovers) or [0.0]
    return {
        "interrupted": len(handovers),
        "late": tried - len(handovers),
        "same_answers": same,
        "most_decodes": max((handover.decodes for handover in handovers), default=0),
        "median_ms": round(waits[len(waits) // 2], 2),
        "p95_ms": round(waits[int(len(waits) * 0.95)], 2) if len(waits) > 1 else round(waits[0], 2),
        "most_ms": round(waits[-1], 2),
    }
