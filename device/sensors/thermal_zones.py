"""Temperatures of the Linux kernel: ``/sys/class/thermal`` and ``/sys/class/hwmon``, for the machine this runs on.

A zone's ``type`` is the maker's name for it, and its unit is the driver's choice: most drivers give thousandths of a
degree, some tenths (batteries, MediaTek's), some whole degrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from device.errors import SensorError
from device.sensors.kernel_file import read_text
from device.sensors.reading import Place, SensorReading, Value

POSSIBLE = (-30.0, 130.0)
"""Degrees Celsius outside which a zone is taken to be broken: they report -40, -273, 255 or their full scale."""

# The first that fits; a Pixel's VIRTUAL-SKIN-CPU-GPU is on the outside although its name has both dies.
_PLACES = (
    (Place.SKIN, re.compile(r"skin|quiet|case[-_]?therm|back[-_]?(temp|therm)|shell[-_]")),
    (Place.BATTERY, re.compile(r"batt|^bms$|^bat\b|^tbat|mtktsbat")),
    (Place.GPU, re.compile(r"gpu|kgsl|mali|g3d|radeon|nouveau")),
    (Place.NPU, re.compile(r"npu|nsp|tpu|^apu|cdsp|hexagon")),
    (
        Place.CPU,
        re.compile(
            r"cpu|x86_pkg|coretemp|k10temp|zenpower|^soc[-_](thermal|max)|^soc_?\d|tsens_tz|^(big|mid|little)\b|^cluster|^apc"
        ),
    ),
    (Place.BOARD, re.compile(r"acpitz|board|pcb|mtktsap|ap_ntc|xo[-_]?therm|sys[-_]therm|^pm\w*[-_](tz|temp|therm)")),
)

# Qualcomm hangs other quantities into the same tree: charge in percent, millivolts, milliamperes.
_NO_TEMPERATURE = re.compile(r"^soc$|[vi]bat|bcl|vph|lvl\d|socd|[-_]step$|charge[-_]?counter")


def place_of(kind: str) -> Place | None:
    """Where a zone measures, by its ``type``; None where the name doesn't tell, or it is no temperature."""
    name = kind.strip().lower()
    if _NO_TEMPERATURE.search(name):
        return None
    return next((place for place, pattern in _PLACES if pattern.search(name)), None)


def unit_of(raw: float) -> int:
    """How many of a zone's units are a degree: 1, 10 or 1000, by magnitude.

    No zone of a phone is at 150 degrees, so 150 and more are tenths or thousandths; 1500 tenths would be 150 degrees
    again. Thousandths near the freezing point look like a smaller unit, which is why a zone's unit is remembered.
    """
    size = abs(raw)
    return 1 if size < 150 else 10 if size < 1500 else 1000


class ThermalZones:
    """The kernel's temperatures.

    Args:
        root: Where ``/sys`` is.
    """

    name = "thermal zones"
    every = 1.0

    def __init__(self, root: Path = Path("/sys")) -> None:
        self._root = root
        self._zones: list[tuple[Path, Place]] | None = None
        self._units: dict[Path, int] = {}

    def read(self) -> SensorReading:
        """Read every zone whose place is known.

        Raises:
            SensorError: The machine has none, or they are not for this process to read.
        """
        if self._zones is None:
            self._zones = list(self._find())
        temperatures: dict[Place, Value[float]] = {}
        for path, place in self._zones:
            celsius = self._celsius(path)
            if celsius is not None and (place not in temperatures or celsius > temperatures[place].value):
                temperatures[place] = Value(value=celsius, source=str(path))
        if not temperatures:
            zones = len(self._zones)
            self._zones = None
            raise SensorError(f"none of {zones} zones can be read" if zones else "this machine shows no thermal zones")
        return SensorReading(temperatures=temperatures)

    def _find(self) -> Iterator[tuple[Path, Place]]:
        for label in sorted(self._root.glob("class/thermal/thermal_zone*/type")):
            place = place_of(read_text(label))
            if place is not None:
                yield label.with_name("temp"), place
        for label in sorted(self._root.glob("class/hwmon/hwmon*/name")):
            place = place_of(read_text(label))
            if place is not None:
                yield from ((path, place) for path in sorted(label.parent.glob("temp*_input")))

    def _celsius(self, path: Path) -> float | None:
        try:
            raw = float(read_text(path))
        except ValueError:
            return None
        unit = self._units[path] = max(self._units.get(path, 1), unit_of(raw))
        celsius = raw / unit
        return celsius if POSSIBLE[0] <= celsius <= POSSIBLE[1] else None
