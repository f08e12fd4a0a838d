"""Published curves of phones that slow down, and the phones that were fitted to them.

The curves have two to four points each, so that they do not determine a phone: what they leave open was chosen within
what phones are known to be (a die's trip point of 80 to 95 degrees, 2 to 4 W that a case can carry away for long, a
decode limited by memory), and only the parameters that a curve names were fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from llm.governor.heat.phone import PhoneSpec, Step


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """Speed over time as somebody measured it, without any governing.

    Attributes:
        phone: The phone in `PHONES` that was fitted to it.
        source: What was measured, and where it is told.
        burst: Tokens per second when cool.
        points: Seconds and tokens per second.
        mean_celsius: Mean temperature of the die over the curve, where that is told.
        fitted: Parameters of the phone that are fitted to it: heat in, what throttling costs, where it stays.
    """

    phone: str
    source: str
    burst: float
    points: tuple[tuple[float, float], ...]
    mean_celsius: float | None = None
    fitted: tuple[str, ...] = ("thread_watts", "waiting", "core_board", "skin_air")


CURVES: tuple[Curve, ...] = (
    Curve(
        phone="flagship",
        source="Snapdragon 8 Gen 3, processor: 12.4 to 3.8 tokens/s in 30 min (blog mvpfactory)",
        burst=12.4,
        points=((5.0, 12.4), (1800.0, 3.8)),
        mean_celsius=89.2,
    ),
    Curve(
        phone="graphics",
        source="iPhone 17 Pro, GPU, Gemma-4-E2B: 48 to 18 tokens/s in 10 min, a quarter lost after 40 s (blog)",
        burst=48.0,
        points=((5.0, 48.0), (40.0, 36.0), (600.0, 18.0)),
        fitted=("thread_watts", "skin_trip", "core_board", "skin_air", "core_heat"),
    ),
    Curve(
        phone="broad",
        source="Snapdragon 8 Gen 2, 7B: 18 tokens/s, throttled after 90 to 120 s to 11 to 13 (blog)",
        burst=18.0,
        points=((5.0, 18.0), (80.0, 18.0), (130.0, 12.0), (600.0, 12.0)),
        fitted=("thread_watts", "waiting", "core_board", "skin_air", "core_heat"),
    ),
)

_PROCESSOR_STEPS = (
    Step(frequency=1.0, cores=4),
    Step(frequency=1.0, cores=3),
    Step(frequency=0.95, cores=3),
    Step(frequency=0.9, cores=3),
    Step(frequency=0.85, cores=3),
    Step(frequency=0.8, cores=3),
    Step(frequency=0.8, cores=2),
    Step(frequency=0.7, cores=2),
    Step(frequency=0.6, cores=2),
    Step(frequency=0.5, cores=2),
)
"""The hottest core is taken away first, then frequency: by frequency alone power falls faster than speed, and no phone
would be at its trip point with 31 % of its speed."""

_GRAPHICS_STEPS = tuple(
    Step(frequency=share, cores=4) for share in (1.0, 0.9, 0.8, 0.72, 0.64, 0.57, 0.5, 0.44, 0.38, 0.33, 0.28)
)
"""A GPU loses frequency alone."""

_FLAGSHIP = PhoneSpec(
    name="flagship", burst=12.4, steps=_PROCESSOR_STEPS, thread_watts=1.8, waiting=2.05, core_board=8.4, skin_air=3.303
)

PHONES: Mapping[str, PhoneSpec] = MappingProxyType(
    {
        spec.name: spec
        for spec in (
            _FLAGSHIP,
            replace(_FLAGSHIP, name="slim", board_heat=27.0, skin_heat=54.0),
            PhoneSpec(
                name="broad",
                burst=18.0,
                steps=_PROCESSOR_STEPS,
                thread_watts=2.0,
                waiting=0.44,
                core_heat=4.32,
                board_heat=60.0,
                skin_heat=160.0,
            ),
            PhoneSpec(
                name="graphics",
                burst=48.0,
                steps=_GRAPHICS_STEPS,
                memory_share=0.1,
                thread_watts=2.476,
                core_heat=1.714,
                board_heat=30.0,
                skin_heat=70.0,
                skin_air=3.818,
                trip=85.0,
                skin_trip=37.0,
            ),
        )
    }
)
"""By name; `fit` found the parameters that its curve names.  ``slim`` is the flagship in a case of 60 % of its mass."""
