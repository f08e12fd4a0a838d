"""What the governor is told of the machine: one reading of all sensors, each value with its source and age.

Whoever knows the machine makes readings; this package only takes them.  A value that nobody could read is None: the
governor never guesses, and a reading in which everything is None is a valid one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)


class Zone(StrEnum):
    """Where in the device a temperature was measured; several sensors of one kind are reported by their hottest."""

    CPU = "cpu"
    GPU = "gpu"
    NPU = "npu"
    BOARD = "board"
    SKIN = "skin"
    BATTERY = "battery"


DIES = frozenset({Zone.CPU, Zone.GPU, Zone.NPU})
"""Zones that follow the load within seconds."""


class Throttling(IntEnum):
    """Android's thermal status (android.os.PowerManager, THERMAL_STATUS_*)."""

    NONE = 0
    LIGHT = 1
    MODERATE = 2
    SEVERE = 3
    CRITICAL = 4
    EMERGENCY = 5
    SHUTDOWN = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured(Generic[T]):
    """One value of one sensor.

    Attributes:
        value: The value, in the unit that the field of `Reading` names.
        source: Where it was read, for instance ``"dumpsys thermalservice"`` or a path in ``/sys``.
        age: Seconds between its measurement and `Reading.at`; 0 where it was read for this reading.
    """

    value: T
    source: str
    age: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """All sensors at one moment.

    Attributes:
        at: When the reading was made, in seconds of `time.monotonic`.
        temperatures: Degrees Celsius by zone; a zone without a sensor is left out.
        throttling: What Android says of its own throttling.
        headroom: Android's forecast: 0 is cool, 1.0 is where SEVERE begins.
        battery_level: Charge in percent, 0 to 100.
        charging: Whether a charger feeds the device.
        free_memory: Bytes that can be had without swapping or killing.
        memory_pressure: Percent of the last ten seconds in which some task waited for memory (PSI, ``some avg10``).
        allowed_cores: CPU cores on which this process may run now.
        fast_cores: How many of the allowed cores belong to the faster clusters.
        person_touching: Whether a person uses the phone now.
        drift: Time per token now over time per token when cool: 1.0 is full speed, 2.0 half.
    """

    at: float
    temperatures: Mapping[Zone, Measured[float]] = field(default_factory=dict)
    throttling: Measured[Throttling] | None = None
    headroom: Measured[float] | None = None
    battery_level: Measured[float] | None = None
    charging: Measured[bool] | None = None
    free_memory: Measured[int] | None = None
    memory_pressure: Measured[float] | None = None
    allowed_cores: Measured[int] | None = None
    fast_cores: Measured[int] | None = None
    person_touching: Measured[bool] | None = None
    drift: Measured[float] | None = None


Read = Callable[[], Reading]
"""Makes a reading.

The governor calls it from a thread of its own, no more often than its interval, and lives with one that raises or
takes long: the last reading then grows old, and what is too old counts as unknown.
"""
