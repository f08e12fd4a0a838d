"""Lets the simulated phone become hot as a phone of the heat simulator does, which is fitted to published curves."""

from __future__ import annotations

import click

from device.simulator.heat import Temperatures
from llm.governor.heat import CHARGER_WATTS, PHONES, HeatPhone, PhoneSpec

_TICK = 0.5
"""Seconds of one step: the core follows its power within a few."""

_LONGEST = 4 * 3600.0
"""Seconds after which a phone under an even load is as hot as it becomes; what goes beyond needs no computing."""


class HeatedPhone:
    """A phone of the heat simulator.  Implements `device.simulator.heat.HeatModel`.

    Args:
        spec: Which phone.
        ambient: Degrees Celsius around it.
    """

    def __init__(self, spec: PhoneSpec, *, ambient: float = 25.0) -> None:
        self._spec, self._ambient = spec, ambient

    def at_rest(self) -> tuple[float, ...]:
        """See `HeatModel`."""
        return HeatPhone(self._spec, ambient=self._ambient).numbers

    def after(self, numbers: tuple[float, ...], seconds: float, *, load: float, charging: bool) -> tuple[float, ...]:
        """See `HeatModel`; a load of 1 is all of the phone's threads."""
        phone = self._phone(numbers)
        phone.charger_watts = CHARGER_WATTS if charging else 0.0
        left = min(seconds, _LONGEST)
        while left > 0:
            phone.advance(min(left, _TICK), threads=load * self._spec.threads)
            left -= _TICK
        return phone.numbers

    def temperatures(self, numbers: tuple[float, ...]) -> Temperatures:
        """See `HeatModel`."""
        phone = self._phone(numbers)
        return Temperatures(chip=phone.core, skin=phone.skin, battery=phone.battery)

    def _phone(self, numbers: tuple[float, ...]) -> HeatPhone:
        phone = HeatPhone(self._spec, ambient=self._ambient)
        if len(numbers) == len(phone.numbers):
            phone.numbers = numbers
        return phone


def find_heat(name: str, *, ambient: float) -> HeatedPhone:
    """Return the phone of that name.

    Raises:
        click.BadParameter: There is none.
    """
    if name not in PHONES:
        raise click.BadParameter(f"{name!r} is none of {', '.join(PHONES)}", param_hint="--heat")
    return HeatedPhone(PHONES[name], ambient=ambient)
