"""How hot the simulated phone is: nodes that follow the declared load with a delay, over the phone's clock.

Each node is one resistance and one capacity: its rise above rest goes towards ``load * full`` as ``1 - exp(-t / tau)``.
The load is declared, from 0 to 1, by the property ``debug.handroid.load`` (``adb shell setprop``) or by `declare_load`.
Where `SimulatedPhone.heat_model` is set, that takes the nodes' place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

LOAD_PROPERTY = "debug.handroid.load"

SKIN_ABOVE_BATTERY = 6.8
CHIP_ABOVE_SKIN = 8.0
"""Degrees Celsius at rest; the battery's own temperature at rest is `device.simulator.state.Battery.temperature`."""

THROTTLING = (39.0, 43.0, 45.0, 46.5, 52.0, 55.0)
"""Skin temperatures at which Android's status becomes LIGHT, MODERATE, SEVERE, CRITICAL, EMERGENCY, SHUTDOWN; those of
VIRTUAL-SKIN on a Pixel."""

ZONES = ("battery", "cpu-0-0-usr", "gpuss-0-usr", "skin-therm")
"""Types of the zones below ``/sys/class/thermal``, by number."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A part of the phone: degrees that it rises by at full load, and seconds after which 63 % of them are reached."""

    full: float
    tau: float


CHIP = Node(full=33.0, tau=8.0)
SKIN = Node(full=12.0, tau=240.0)
BATTERY = Node(full=9.0, tau=400.0)


@dataclass(frozen=True, kw_only=True)
class Temperatures:
    """Degrees Celsius."""

    chip: float
    skin: float
    battery: float


class HeatModel(Protocol):
    """A model of a whole phone's heat.

    What changes in it are numbers that the phone keeps among its own state, so that snapshots hold them.
    """

    def at_rest(self) -> tuple[float, ...]:
        """The numbers of a phone that has just been switched on, as cool as what is around it."""
        ...

    def after(self, numbers: tuple[float, ...], seconds: float, *, load: float, charging: bool) -> tuple[float, ...]:
        """The numbers after `seconds` of a load between 0 and 1; `numbers` may be another model's."""
        ...

    def temperatures(self, numbers: tuple[float, ...]) -> Temperatures:
        """How hot the phone is then."""
        ...


def declare_load(phone: SimulatedPhone, load: float) -> None:
    """Say how hard the phone works from now on, from 0 to 1."""
    with phone.lock:
        _advance(phone)
        phone.properties[LOAD_PROPERTY] = f"{load:g}"
        phone.state.heat.load = _declared(phone)


def temperatures(phone: SimulatedPhone) -> Temperatures:
    """Return how hot the phone is now; a battery temperature that was set by hand stands still."""
    with phone.lock:
        _advance(phone)
        heat, battery = phone.state.heat, phone.battery
        by_hand = battery.hardware is not None
        if phone.heat_model is not None:
            now = phone.heat_model.temperatures(heat.model)
            return replace(now, battery=battery.temperature / 10) if by_hand else now
        rest = battery.temperature / 10
        skin = rest + SKIN_ABOVE_BATTERY + heat.skin
        return Temperatures(
            chip=skin + CHIP_ABOVE_SKIN + heat.chip,
            skin=skin,
            battery=rest + (0.0 if by_hand else heat.battery),
        )


def status_of(skin: float) -> int:
    """Return Android's thermal status for a skin temperature."""
    return sum(skin >= limit for limit in THROTTLING)


def zone_file(phone: SimulatedPhone, number: int, name: str) -> str | None:
    """Return what ``/sys/class/thermal/thermal_zone<number>/<name>`` holds, in thousandths of a degree."""
    if not 0 <= number < len(ZONES):
        return None
    kind = ZONES[number]
    if name == "type":
        return f"{kind}\n"
    now = temperatures(phone)
    celsius = {"battery": now.battery, "skin-therm": now.skin}.get(kind, now.chip)
    return f"{round(celsius * 1000)}\n" if name == "temp" else None


def _advance(phone: SimulatedPhone) -> None:
    """Let the nodes follow the load since the last look; a load set by property counts from the next look on."""
    heat, now = phone.state.heat, phone.clock.now()
    passed = max(0.0, now - heat.at) if heat.at is not None else 0.0
    heat.at = now
    if phone.heat_model is not None:
        charging = phone.battery.plugged != "none" and phone.battery.level < 100
        before = heat.model or phone.heat_model.at_rest()
        heat.model = phone.heat_model.after(before, passed, load=heat.load, charging=charging)
        heat.load = _declared(phone)
        return
    heat.chip += (heat.load * CHIP.full - heat.chip) * -math.expm1(-passed / CHIP.tau)
    heat.skin += (heat.load * SKIN.full - heat.skin) * -math.expm1(-passed / SKIN.tau)
    heat.battery += (heat.load * BATTERY.full - heat.battery) * -math.expm1(-passed / BATTERY.tau)
    heat.load = _declared(phone)


def _declared(phone: SimulatedPhone) -> float:
    try:
        load = float(phone.properties.get(LOAD_PROPERTY, "0"))
    except ValueError:
        return 0.0
    return min(1.0, max(0.0, load)) if math.isfinite(load) else 0.0
