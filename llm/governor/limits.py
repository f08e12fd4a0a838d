"""The thresholds that the governor keeps, all of them configurable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from llm.governor.reading import Zone

_MIB = 1 << 20

_TARGET = 0.65
"""How far up a band the target lies."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """The thresholds of one zone in degrees Celsius.

    Attributes:
        hot: Above this the machine must slow down.
        cool: Below this it may speed up.
    """

    hot: float
    cool: float

    def __post_init__(self) -> None:
        if not self.cool < self.hot:
            raise ValueError(f"cool ({self.cool}) must lie below hot ({self.hot})")

    @property
    def target(self) -> float:
        """What a policy that looks ahead stays under: within the band, so that errors of its forecast are too."""
        return self.cool + _TARGET * (self.hot - self.cool)


_DIE = Band(hot=85.0, cool=70.0)
"""Usual thresholds of DVFS loops; phones' own trip points of the die lie between 80 and 95."""

BANDS: Mapping[Zone, Band] = MappingProxyType(
    {
        Zone.CPU: _DIE,
        Zone.GPU: _DIE,
        Zone.NPU: _DIE,
        Zone.BOARD: Band(hot=66.0, cool=58.0),
        # A Pixel's VIRTUAL-SKIN: LIGHT at 39, MODERATE at 43, SEVERE at 45.
        Zone.SKIN: Band(hot=43.0, cool=39.0),
        Zone.BATTERY: Band(hot=44.0, cool=40.0),
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What the governor keeps to.

    Attributes:
        bands: Thresholds by zone; zones that are left out are not looked at.
        low_battery: Percent below which the governor saves, unless charging.
        empty_battery: Percent below which it saves as much as it can, unless charging.
        low_memory: Free bytes below which chunks and pictures are made smaller.
        memory_pressure: Percent of time in which tasks wait for memory, above which the same is done.
        headroom: Android's forecast above which the governor slows down; SEVERE begins at 1.0.
        drift: Time per token, over that when cool, above which the machine is taken to throttle itself.
        stale: Seconds after which a value no longer counts.
    """

    bands: Mapping[Zone, Band] = field(default_factory=lambda: BANDS)
    low_battery: float = 20.0
    empty_battery: float = 8.0
    low_memory: int = 400 * _MIB
    memory_pressure: float = 20.0
    headroom: float = 0.85
    drift: float = 1.6
    stale: float = 15.0

    def is_cool(self, zone: Zone, celsius: float) -> bool:
        """Whether a zone has a band and is below it."""
        band = self.bands.get(zone)
        return band is not None and celsius < band.cool
