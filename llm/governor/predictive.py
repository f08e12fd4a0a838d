"""The policy that looks ahead: the fastest tier whose forecast temperature stays under the target over the horizon."""

from __future__ import annotations

from dataclasses import dataclass

from llm.governor.decision import Rule
from llm.governor.hysteresis import SLOW_DOWN_AFTER
from llm.governor.policy import Choice, View
from llm.governor.rc_model import RcModel
from llm.governor.reading import DIES, Zone

_UP_AFTER = 30.0
"""Seconds after a change before a faster tier is tried."""

_DOWN_AFTER = 2.0
"""Seconds between two steps down that only the forecast asks for."""

_MARGIN = 1.5
"""Degrees by which a faster tier's forecast must stay below the target: near it, forecasts flip to and fro."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kind:
    """First guesses for a kind of zone: time constant and horizon in seconds, rise at full load in degrees."""

    constant: float
    rise: float
    horizon: float


# A machine is taken to be a cool one until it shows that it isn't: what is above hot is slowed down in any case.
_DIE = _Kind(constant=8.0, rise=30.0, horizon=30.0)
_KINDS = {
    Zone.CPU: _DIE,
    Zone.GPU: _DIE,
    Zone.NPU: _DIE,
    Zone.BOARD: _Kind(constant=90.0, rise=15.0, horizon=60.0),
    Zone.SKIN: _Kind(constant=400.0, rise=15.0, horizon=90.0),
    Zone.BATTERY: _Kind(constant=600.0, rise=12.0, horizon=90.0),
}


class Predictive:
    """Fits one model per zone while it governs, and keeps them from one run to the next."""

    name = "predictive"

    def __init__(self) -> None:
        self._models: dict[Zone, RcModel] = {}

    def choose(self, view: View) -> Choice:
        full = view.ladder[0].load
        known = {zone: celsius for zone, celsius in view.temperatures.items() if zone in view.limits.bands}
        for zone, celsius in known.items():
            if zone not in self._models:
                self._models[zone] = RcModel(rate=1 / _KINDS[zone].constant, rise=_KINDS[zone].rise)
            self._models[zone].observe(celsius, at=view.at, load=view.load / full)
        if not known:
            return Choice(level=view.level, rule=Rule.UNGOVERNED, cause="no temperature is known")
        wanted, cause = self._fastest(view, 0.0)
        hottest = self._above_hot(view)
        if hottest is not None:
            # Whatever the forecast says, the machine is hot now.
            wait = _DOWN_AFTER if hottest[0] in DIES else SLOW_DOWN_AFTER
            down = view.level + (view.since_change >= wait)
            level = min(max(wanted, down), len(view.ladder) - 1)
            return Choice(level=level, rule=Rule.HOT, cause=hottest[1])
        if wanted > view.level:
            level = wanted if view.since_change >= _DOWN_AFTER else view.level
            return Choice(level=level, rule=Rule.FORECAST, cause=cause)
        if wanted < view.level and view.since_change >= _UP_AFTER:
            faster, cause = self._fastest(view, _MARGIN)
            # One step at a time: what is learnt there decides on the next.
            level = view.level - 1 if faster < view.level else view.level
            return Choice(level=level, rule=Rule.FORECAST, cause=cause)
        return Choice(level=view.level, rule=Rule.FORECAST if wanted else Rule.COOL, cause=cause)

    def _fastest(self, view: View, margin: float) -> tuple[int, str]:
        """The fastest level whose forecasts stay `margin` below their targets, and which forecast rules out faster."""
        full, cause = view.ladder[0].load, "every forecast for full speed stays under its target"
        for level, tier in enumerate(view.ladder):
            too_hot = ""
            for zone, celsius in view.temperatures.items():
                band = view.limits.bands.get(zone)
                if band is None:
                    continue
                horizon = _KINDS[zone].horizon
                ahead = self._models[zone].forecast(celsius, load=tier.load / full, seconds=horizon)
                if ahead > band.target - margin:
                    too_hot = (
                        f"{zone} would be {ahead:.1f} > {band.target - margin:g} in {horizon:g} s at level {level}"
                    )
                    break
            if not too_hot:
                return level, cause
            cause = too_hot
        return len(view.ladder) - 1, cause

    @staticmethod
    def _above_hot(view: View) -> tuple[Zone, str] | None:
        """A zone above its hot threshold and what it says; a die before a slower zone."""
        for zone, celsius in sorted(view.temperatures.items(), key=lambda item: item[0] not in DIES):
            band = view.limits.bands.get(zone)
            if band is not None and celsius > band.hot:
                return zone, f"{zone} {celsius:.1f} > {band.hot:g}"
        return None
