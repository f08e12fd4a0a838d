"""Which sensors there are to try: of the machine this runs on, and of a phone behind adb."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from device.errors import PhoneError
from device.sensors.battery import PhoneBattery, PowerSupply, TermuxBattery
from device.sensors.cores import Cores
from device.sensors.kernel_file import read_text
from device.sensors.memory import Memory
from device.sensors.ndk import NdkThermal
from device.sensors.reading import SensorReading
from device.sensors.sensor import Sensor
from device.sensors.thermal_zones import ThermalZones
from device.sensors.thermalservice import ThermalService
from device.sensors.touches import LineStream, Touches

_BOOT_ID = "/proc/sys/kernel/random/boot_id"
"""One value for each boot of each kernel (Linux, ``Documentation/admin-guide/sysctl/kernel.rst``)."""

Shell = Callable[[str], str]
Stream = Callable[[str], LineStream]


def sensors_of_this_machine() -> tuple[Sensor, ...]:
    """Everything that may tell of the machine this runs on; inside Termux that is the phone."""
    of_android: tuple[Sensor, ...] = (NdkThermal(), TermuxBattery()) if on_android() else (PowerSupply(),)
    return (*of_android, ThermalZones(), Memory(), Cores())


def sensors_of_phone(shell: Shell, stream: Stream | None = None) -> tuple[Sensor, ...]:
    """Everything that may tell of a phone behind adb.

    Where the phone is the machine this runs on, as in Termux with wireless debugging, all of it counts. Of another
    device only what asks for less work on it does: its throttling and a person at it. Its temperatures, battery and
    memory say nothing about the processor that the model runs on, and would be taken for it.

    Args:
        shell: Runs a command on the phone and returns what it printed; raises `PhoneError`.
        stream: Starts a command on the phone and gives the lines it prints; None watches no touches.
    """
    of_phone: tuple[Sensor, ...] = (ThermalService(shell), PhoneBattery(shell))
    if stream is not None:
        of_phone = (*of_phone, Touches(stream))
    if is_this_machine(shell):
        return of_phone
    return tuple(Elsewhere(sensor) for sensor in of_phone if not isinstance(sensor, PhoneBattery))


def on_android() -> bool:
    """Whether this process runs on Android, as in Termux."""
    return "ANDROID_ROOT" in os.environ and Path("/system/build.prop").exists()


def is_this_machine(shell: Shell, *, boot_id: str | None = None) -> bool:
    """Whether a phone runs on the kernel that this process runs on.

    Args:
        shell: Runs a command on the phone.
        boot_id: This kernel's own; read from ``/proc`` where None.
    """
    own = read_text(Path(_BOOT_ID)) if boot_id is None else boot_id
    try:
        return own != "" and shell(f"cat {_BOOT_ID}").strip() == own
    except PhoneError:
        return False


class Elsewhere:
    """A sensor of another device than the one the model runs on: temperatures are left out.

    Args:
        sensor: The sensor.
    """

    def __init__(self, sensor: Sensor) -> None:
        self._sensor = sensor
        self.name = f"phone's {sensor.name}"
        self.every = sensor.every

    def read(self) -> SensorReading:
        """Read it, raises as the sensor does."""
        return replace(self._sensor.read(), temperatures={})

    def close(self) -> None:
        """Close the sensor; harmless when called twice."""
        close = getattr(self._sensor, "close", None)
        if close is not None:
            close()
