"""The policy with two thresholds: slower above hot, faster below cool, and no change between."""

from __future__ import annotations

from llm.governor.decision import Rule
from llm.governor.policy import Choice, View
from llm.governor.reading import DIES, Zone

_DOWN_AFTER = 6.0
"""Seconds between two steps down: a die follows a change of power only after several."""

_FAST_DOWN_AFTER = 3.0
"""The same far above hot."""

SLOW_DOWN_AFTER = 45.0
"""Seconds between two steps down for a case or a battery, which take minutes to follow."""

_UP_AFTER = 20.0
"""Seconds after a change before a step up: long enough for the board to follow."""

_FAR_ABOVE = 4.0
"""Degrees above hot for which one step down is not enough."""


class Hysteresis:
    """Looks at the zone that is worst off; steps down at once and up slowly."""

    name = "hysteresis"

    def __init__(self) -> None:
        self._before: dict[Zone, float] = {}

    def choose(self, view: View) -> Choice:
        bands = view.limits.bands
        known = {zone: celsius for zone, celsius in view.temperatures.items() if zone in bands}
        if not known:
            return Choice(level=view.level, rule=Rule.UNGOVERNED, cause="no temperature is known")
        worst = max(known, key=lambda zone: _place(known[zone], bands[zone].cool, bands[zone].hot))
        celsius, band = known[worst], bands[worst]
        last = len(view.ladder) - 1
        # What falls already needs no further step: a die follows a change of power slowly.
        falling = celsius < self._before.get(worst, celsius)
        self._before = known
        if celsius > band.hot:
            far = celsius > band.hot + _FAR_ABOVE
            wait, steps = (_FAST_DOWN_AFTER, 2) if far else (_DOWN_AFTER, 1)
            if worst not in DIES:
                wait, steps = SLOW_DOWN_AFTER, 1
            level = view.level + (steps if view.since_change >= wait and not falling else 0)
            return Choice(level=min(level, last), rule=Rule.HOT, cause=_says(worst, celsius, ">", band.hot))
        if celsius < band.cool:
            faster = view.since_change >= _UP_AFTER and view.level > 0
            return Choice(level=view.level - faster, rule=Rule.COOL, cause=_says(worst, celsius, "<", band.cool))
        cause = f"{worst} {celsius:.1f} is between {band.cool:g} and {band.hot:g}"
        return Choice(level=view.level, rule=Rule.BETWEEN, cause=cause)


def _place(celsius: float, cool: float, hot: float) -> float:
    """Where a temperature lies in its band: 0 at cool, 1 at hot."""
    return (celsius - cool) / (hot - cool)


def _says(zone: Zone, celsius: float, sign: str, bound: float) -> str:
    return f"{zone} {celsius:.1f} {sign} {bound:g}"
