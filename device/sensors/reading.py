"""What the sensors say: one reading of all of them, each value with its source and age."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import IntEnum, StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T", covariant=True)


class Place(StrEnum):
    """Where in a device a temperature is measured; of several sensors at one place the hottest counts."""

    CPU = "cpu"
    GPU = "gpu"
    NPU = "npu"
    BOARD = "board"
    SKIN = "skin"
    BATTERY = "battery"


class ThermalStatus(IntEnum):
    """Android's thermal status (android.os.PowerManager, THERMAL_STATUS_*)."""

    NONE = 0
    LIGHT = 1
    MODERATE = 2
    SEVERE = 3
    CRITICAL = 4
    EMERGENCY = 5
    SHUTDOWN = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Value(Generic[T]):
    """One value of one sensor.

    Attributes:
        value: In the unit that the field of `SensorReading` names.
        source: Where it was read: a command, a path, a function.
        age: Seconds between its measurement and `SensorReading.at`.
    """

    value: T
    source: str
    age: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class SensorReading:
    """What one sensor or all of them said; what nobody could read is None or left out.

    Attributes:
        at: When it was put together, in seconds of `time.monotonic`.
        temperatures: Degrees Celsius.
        status: What Android says of its own throttling.
        headroom: Android's forecast of it: 0 is cool, 1.0 is where SEVERE begins.
        battery_level: Percent, 0 to 100.
        charging: Whether a charger feeds the device.
        free_memory: Bytes that this process can have without swapping or killing.
        memory_pressure: Percent of the last ten seconds in which some task waited for memory.
        allowed_cores: CPU cores on which this process may run now.
        fast_cores: How many of them belong to the faster clusters; None where all are alike.
        top_frequency: The highest clock in kHz that any allowed core may reach now; lower while the system throttles.
        touched: Whether a person touched the device in the last seconds.
    """

    at: float = 0.0
    temperatures: Mapping[Place, Value[float]] = field(default_factory=dict)
    status: Value[ThermalStatus] | None = None
    headroom: Value[float] | None = None
    battery_level: Value[float] | None = None
    charging: Value[bool] | None = None
    free_memory: Value[int] | None = None
    memory_pressure: Value[float] | None = None
    allowed_cores: Value[int] | None = None
    fast_cores: Value[int] | None = None
    top_frequency: Value[int] | None = None
    touched: Value[bool] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read."""
        return not self.temperatures and all(getattr(self, name) is None for name in _SINGLE)

    def aged(self, seconds: float) -> SensorReading:
        """The same values, older by `seconds`."""
        changed: dict[str, Any] = {
            "temperatures": {place: _older(value, seconds) for place, value in self.temperatures.items()}
        }
        for name in _SINGLE:
            value = getattr(self, name)
            if value is not None:
                changed[name] = _older(value, seconds)
        return replace(self, **changed)


_SINGLE = tuple(each.name for each in fields(SensorReading) if each.name not in ("at", "temperatures"))


def merge(parts: Iterable[SensorReading], *, at: float) -> SensorReading:
    """Put what several sensors said into one reading.

    Of temperatures of one place the hottest counts. Of other values the first that was read counts, but where two
    differ in how bad things are (status, free memory, cores), the worse.
    """
    temperatures: dict[Place, Value[float]] = {}
    single: dict[str, Any] = {}
    for part in parts:
        for place, value in part.temperatures.items():
            if place not in temperatures or value.value > temperatures[place].value:
                temperatures[place] = value
        for name in _SINGLE:
            value = getattr(part, name)
            known = single.get(name)
            if value is not None and (known is None or _is_worse(name, value.value, known.value)):
                single[name] = value
    return SensorReading(at=at, temperatures=temperatures, **single)


def _is_worse(name: str, value: Any, known: Any) -> bool:
    match name:
        case "status" | "headroom":
            return bool(value > known)
        case "free_memory" | "allowed_cores":
            return bool(value < known)
        case "touched":
            return bool(value and not known)
        case _:
            return False


def _older(value: Value[Any], seconds: float) -> Value[Any]:
    return replace(value, age=value.age + seconds)
