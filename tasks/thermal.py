"""Tries the governor's policies on simulated phones: the trials of `handroid bench thermal`, and their figures."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from llm.governor import Band, Hysteresis, Policy, Predictive, Zone
from llm.governor.heat import CHARGER_WATTS, CURVES, FAULTS, PHONES, Line, Trial, TrialResult, curve_of, draw_curves
from llm.governor.heat.fit import error_of

POLICIES: Mapping[str, Callable[[], Policy] | None] = {
    "unmanaged": None,
    "hysteresis": Hysteresis,
    "predictive": Predictive,
}
_AMBIENTS = (15.0, 25.0, 40.0)
_TRIED = ("flagship", "slim", "broad")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One trial and what it is called."""

    phone: str
    policy: str
    ambient: float = 25.0
    charger: bool = False
    fault: str = "none"

    def run(self, seconds: float, bands: Mapping[Zone, Band] | None = None) -> TrialResult:
        """Run it for so many simulated seconds, with thresholds that differ from the usual ones by zone."""
        return Trial(
            spec=PHONES[self.phone],
            policy=POLICIES[self.policy],
            ambient=self.ambient,
            charger_watts=CHARGER_WATTS if self.charger else 0.0,
            fault=self.fault,
            seconds=seconds,
            bands=bands or {},
        ).run()


def cases() -> Iterator[Case]:
    """Every policy on every phone: in every climate, with a charger, and with each broken sensor."""
    for phone in _TRIED:
        for ambient in _AMBIENTS:
            for policy in POLICIES:
                yield Case(phone=phone, policy=policy, ambient=ambient)
    for phone in _TRIED:
        for policy in POLICIES:
            yield Case(phone=phone, policy=policy, charger=True)
    for policy in POLICIES:
        yield Case(phone="graphics", policy=policy)
    for phone in _TRIED:
        for fault in FAULTS:
            if fault != "none":
                for policy in ("hysteresis", "predictive"):
                    yield Case(phone=phone, policy=policy, fault=fault)


def row_of(case: Case, result: TrialResult) -> dict[str, Any]:
    """A row of the table."""
    return {
        "phone": case.phone,
        "policy": case.policy,
        "ambient_celsius": case.ambient,
        "charger": case.charger,
        "sensor": "sound" if case.fault == "none" else case.fault,
        "kept_share": round(result.kept_share, 3),
        "mean_share": round(result.mean_share, 3),
        "mean_celsius": round(result.mean_celsius, 1),
        "peak_celsius": round(result.peak_celsius, 1),
        "case_celsius": round(result.skin_celsius, 1),
        "utilisation": round(result.utilisation, 3),
        "steps": round(result.steps, 1),
        "over_limit_seconds": result.over_limit_seconds,
        "throttled_share": round(result.throttled_share, 3),
        "changes_per_minute": round(result.changes_per_minute, 2),
    }


def figures_of(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures: the flagship at 25 degrees, `predictive` where no policy is named."""
    figures: dict[str, Any] = {}
    for row in rows:
        plain = (row["phone"], row["ambient_celsius"], row["charger"], row["sensor"]) == (
            "flagship",
            25.0,
            False,
            "sound",
        )
        if plain:
            prefix = "" if row["policy"] == "predictive" else f"{row['policy']}_"
            for name in ("kept_share", "mean_celsius", "peak_celsius", "utilisation", "steps", "over_limit_seconds"):
                figures[prefix + name] = row[name]
            figures[f"{prefix}changes_per_minute"] = row["changes_per_minute"]
    return figures


def fit_errors() -> dict[str, float]:
    """How far each phone is from its published curve, as a share of burst speed (root mean square)."""
    return {curve.phone: round(error_of(PHONES[curve.phone], curve), 4) for curve in CURVES}


def machine() -> dict[str, Any]:
    """What measured."""
    return {"system": platform.system(), "machine": platform.machine(), "cores": os.cpu_count()}


def pictures(seconds: float = 1800.0) -> dict[str, str]:
    """SVG pictures by file name: each fit over its published points, and the policies side by side."""
    drawn = {}
    for curve in CURVES:
        simulated = curve_of(PHONES[curve.phone], curve.points[-1][0])
        lines = (
            Line(name="simulated", points=[(row[0] / 60, row[3]) for row in simulated]),
            Line(name="published", points=[(at / 60, speed) for at, speed in curve.points], dots=True),
        )
        title = f"{curve.phone}: {curve.source.split(':')[0].split(',')[0]}, not governed"
        drawn[f"heat_fit_{curve.phone}.svg"] = draw_curves(title, lines, across="minutes", up="tokens/s")
    results = {policy: Case(phone="flagship", policy=policy).run(seconds) for policy in POLICIES}
    for name, place, up in (("speed", 3, "share of burst speed"), ("core", 1, "core, degrees Celsius")):
        policies = tuple(
            Line(name=policy, points=[(row[0] / 60, row[place]) for row in result.trace])
            for policy, result in results.items()
        )
        title = f"flagship at 25 degrees: {name}"
        drawn[f"heat_{name}.svg"] = draw_curves(title, policies, across="minutes", up=up)
    return drawn
