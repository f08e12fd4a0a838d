"""`FaultPlan`: which faults act, and when; read from a YAML file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from device.simulator.errors import FaultFileError
from device.simulator.faults.catalogue import CATALOGUE
from device.simulator.faults.fault import Fault


class Trigger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a fault begins: when everything that is given holds; at once where nothing is.

    Attributes:
        step: After this many touches and keys.
        seconds: After this many seconds of the phone's clock.
        screen: While this stands in the hierarchy: a text, a package, a resource name.
        chance: With this probability, drawn anew from the plan's seed after each touch and key; 0 to 1.
    """

    step: int | None = None
    seconds: float | None = None
    screen: str | None = None
    chance: float | None = None


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A fault, its trigger, and how often it may act."""

    fault: Fault
    when: Trigger = Trigger()
    times: int = 1


class FaultPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Faults that act on one phone, alone or together."""

    faults: tuple[Planned, ...]
    seed: int = 0


def read_plan(path: Path) -> FaultPlan:
    """Read a plan.

    Args:
        path: A YAML file: ``seed`` and ``faults``, a list of entries with ``fault`` (a name of `CATALOGUE`), ``when``
            (see `Trigger`), ``times``, and the fault's own parameters.

    Raises:
        FaultFileError: It is no plan; the message says where and why.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError, ValueError) as error:
        raise FaultFileError(f"{path}: {' '.join(str(error).split())}") from error
    try:
        return parse_plan(content)
    except FaultFileError as error:
        raise FaultFileError(f"{path}: {error}") from error


def parse_plan(content: Any) -> FaultPlan:
    """Make a plan of what a YAML file holds.

    Raises:
        FaultFileError: It is no plan.
    """
    if not isinstance(content, dict) or not isinstance(content.get("faults"), list):
        raise FaultFileError("it has no list of `faults`")
    unknown = sorted(str(key) for key in content.keys() - {"faults", "seed"})
    seed = content.get("seed", 0)
    if unknown or type(seed) is not int:
        raise FaultFileError(f"{unknown[0]!r} is not known here" if unknown else "`seed` is a whole number")
    planned = [_planned(entry, f"faults[{number}]") for number, entry in enumerate(content["faults"])]
    return FaultPlan(faults=tuple(planned), seed=seed)


def _planned(entry: Any, place: str) -> Planned:
    if not isinstance(entry, dict) or not all(isinstance(key, str) for key in entry):
        raise FaultFileError(f"{place} is no table with a `fault`")
    rest = dict(entry)
    name, when, times = rest.pop("fault", None), rest.pop("when", {}), rest.pop("times", 1)
    kind = CATALOGUE.get(name) if isinstance(name, str) else None
    if kind is None:
        raise FaultFileError(f"{place}: there is no fault {name!r}; there are {', '.join(CATALOGUE)}")
    if type(times) is not int or times < 1:
        raise FaultFileError(f"{place}: `times` is a whole number from 1")
    try:
        fault = msgspec.convert({"fault": name, **rest}, kind)
        trigger = msgspec.convert(when, Trigger)
    except msgspec.ValidationError as error:
        raise FaultFileError(f"{place} ({name}): {error}") from error
    if trigger.chance is not None and not 0 <= trigger.chance <= 1:
        raise FaultFileError(f"{place} ({name}): `chance` is 0 to 1")
    return Planned(fault=fault, when=trigger, times=times)
