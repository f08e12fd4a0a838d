"""``dumpsys thermalservice``: what Android says of temperatures and of its own throttling (Android 10 and later)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from device.errors import SensorError
from device.sensors.reading import Place, SensorReading, ThermalStatus, Value
from device.sensors.thermal_zones import POSSIBLE, place_of

COMMAND = "dumpsys thermalservice"

_STATUS = re.compile(r"^\s*Thermal Status:\s*(\d+)\s*$", re.MULTILINE)
_OVERRIDDEN = re.compile(r"^\s*IsStatusOverride:\s*(true|false)\s*$", re.MULTILINE)
_HAL_HEADING = "Current temperatures from HAL:"
_CACHE_HEADING = "Cached temperatures:"
_HEADING = re.compile(r"^\s*[A-Z][^{}=\n]*:\s*$", re.MULTILINE)
_TEMPERATURE = re.compile(r"Temperature\{([^{}]*)\}")
_FIELD = re.compile(r"(m\w+)=([^,]*)")

_TYPES = {0: Place.CPU, 1: Place.GPU, 2: Place.BATTERY, 3: Place.SKIN, 9: Place.NPU}
"""android.os.Temperature, TYPE_*; the others are no temperatures of ours: ports, amplifiers, battery currents."""

_OF_SAMSUNG = {"ap": Place.CPU, "bat": Place.BATTERY}
_NO_PLACE = ("usb", "amplifier", "pa_", "bcl", "modem", "wifi", "chg", "charg", "flash", "lte", "camera")


@dataclass(frozen=True, kw_only=True, slots=True)
class ThermalReport:
    """What the service printed.

    Attributes:
        status: Android's own throttling; None where it is not told.
        overridden: Whether the status was set by hand (``cmd thermalservice override-status``).
        temperatures: Degrees Celsius, the hottest of each place.
    """

    status: ThermalStatus | None
    overridden: bool
    temperatures: dict[Place, float]


def parse_thermalservice(printed: str) -> ThermalReport:
    """Read what ``dumpsys thermalservice`` printed; what it doesn't tell is None or left out.

    The cached temperatures are those of the last event, which may be hours old: where the HAL's own answer stands
    further down, that counts alone.
    """
    status = _STATUS.search(printed)
    overridden = _OVERRIDDEN.search(printed)
    temperatures = dict(_hottest(_section(printed, _HAL_HEADING))) or dict(_hottest(_section(printed, _CACHE_HEADING)))
    return ThermalReport(
        status=_status(int(status.group(1))) if status else None,
        overridden=overridden is not None and overridden.group(1) == "true",
        temperatures=temperatures,
    )


class ThermalService:
    """The service of a phone that commands can be run on.

    Args:
        shell: Runs a command on the phone and returns what it printed.
    """

    name = COMMAND
    every = 1.0

    def __init__(self, shell: Callable[[str], str]) -> None:
        self._shell = shell

    def read(self) -> SensorReading:
        """Ask the service.

        Raises:
            SensorError: The phone has no such service, or it says nothing.
            PhoneError: The phone can't be reached.
        """
        report = parse_thermalservice(self._shell(COMMAND))
        if report.status is None and not report.temperatures:
            raise SensorError("the phone has no thermal service: Android 10 and later have one")
        source = f"{COMMAND} (overridden)" if report.overridden else COMMAND
        return SensorReading(
            temperatures={
                place: Value(value=celsius, source=COMMAND) for place, celsius in report.temperatures.items()
            },
            status=None if report.status is None else Value(value=report.status, source=source),
        )


def _status(number: int) -> ThermalStatus:
    """A status that a later Android may add is worse than the worst we know."""
    return ThermalStatus(min(number, ThermalStatus.SHUTDOWN))


def _section(printed: str, heading: str) -> str:
    """What stands between a heading and the next one."""
    _, found, rest = printed.partition(heading)
    if not found:
        return ""
    end = _HEADING.search(rest)
    return rest[: end.start()] if end else rest


def _hottest(text: str) -> Iterator[tuple[Place, float]]:
    hottest: dict[Place, float] = {}
    for match in _TEMPERATURE.finditer(text):
        values = dict(_FIELD.findall(match.group(1)))
        try:
            celsius, kind = float(values["mValue"]), int(values.get("mType", "-1"))
        except (KeyError, ValueError):
            continue
        place = _place(kind, values.get("mName", ""))
        if place is not None and POSSIBLE[0] <= celsius <= POSSIBLE[1]:
            hottest[place] = max(hottest.get(place, celsius), celsius)
    yield from hottest.items()


def _place(kind: int, name: str) -> Place | None:
    """By name, and by type where the name doesn't tell: some makers number their types from another start."""
    lower = name.lower()
    if any(word in lower for word in _NO_PLACE):
        return None
    return _OF_SAMSUNG.get(lower) or place_of(lower) or _TYPES.get(kind)
