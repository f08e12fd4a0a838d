"""What `handroid doctor` says of sensors and governor: which work, what they say, and how hard the model would work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from device.errors import PhoneError
from device.sensors import Health, SensorReading, Sensors, sensors_of_phone, sensors_of_this_machine
from llm import Governor, LlmError, read_model_file
from llm.governor import Most
from llm.processor import allowed_cores, useful_threads
from tasks.doctor import Check, Status
from tasks.governing import describe, reading_of
from tasks.models import choose_files

if TYPE_CHECKING:
    from device.adb_shell import AdbShell

CHUNK = 256
"""Tokens per decode of a prompt at full speed, as `llm.Engine` has it."""

_MIB = 1 << 20


def examine_heat(*, model: Path | None, mmproj: Path | None, threads: int | None) -> Iterator[Check]:
    """Yield a check for each sensor and one for the governor; a sensor that is not here is nothing to mend.

    Args:
        model: The language model's file; None for the embedded model.
        mmproj: The vision model's file.
        threads: Most processor threads of the model; None for as many as its size pays for.
    """
    shell = _only_phone()
    sensors = Sensors(
        (*sensors_of_this_machine(), *(sensors_of_phone(shell.run, shell.stream) if shell is not None else ()))
    )
    try:
        reading = sensors.read()
        yield from (_check(health) for health in sensors.health())
    finally:
        sensors.close()
    governor = Governor(lambda: reading_of(reading), interval=0)
    governor.bind(Most(chunk=CHUNK, threads=min(threads or _useful(model, mmproj), allowed_cores())))
    yield Check(name="governor", status=Status.OK, detail=f"the model would work in {describe(governor.decide())}")


def describe_reading(reading: SensorReading) -> str:
    """Say in words what a sensor said."""
    parts = [f"{place.value} {value.value:.1f} °C" for place, value in sorted(reading.temperatures.items())]
    if reading.status is not None:
        parts.append(f"thermal status {reading.status.value.name}")
    if reading.headroom is not None:
        parts.append(f"headroom {reading.headroom.value:.2f}")
    if reading.battery_level is not None:
        parts.append(f"{reading.battery_level.value:.0f} %")
    if reading.charging is not None:
        parts.append("charging" if reading.charging.value else "not charging")
    if reading.free_memory is not None:
        parts.append(f"{reading.free_memory.value // _MIB} MiB free")
    if reading.memory_pressure is not None:
        parts.append(f"pressure {reading.memory_pressure.value:g} %")
    if reading.allowed_cores is not None:
        parts.append(f"{reading.allowed_cores.value} allowed")
    if reading.fast_cores is not None:
        parts.append(f"{reading.fast_cores.value} fast")
    if reading.top_frequency is not None:
        parts.append(f"up to {reading.top_frequency.value / 1e6:.2f} GHz")
    if reading.touched is not None:
        parts.append("a person touches it" if reading.touched.value else "nobody touches it")
    return ", ".join(parts)


def _check(health: Health) -> Check:
    name = f"sensor: {health.name}"
    if health.works:
        return Check(name=name, status=Status.OK, detail=describe_reading(health.reading))
    return Check(name=name, status=Status.ABSENT, detail=health.problem)


def _useful(model: Path | None, mmproj: Path | None) -> int:
    """Threads that the model's size pays for; all cores where there is no such model, which another check tells."""
    with suppress(LlmError):
        return useful_threads(read_model_file(choose_files(model, mmproj).model))
    return allowed_cores()


def _only_phone() -> AdbShell | None:
    """Return the shell of the phone that a run would take without being told; None where none or several are ready."""
    from device.adb_shell import AdbShell
    from device.discovery import choose

    with suppress(PhoneError):
        return AdbShell(choose(None))
    return None
