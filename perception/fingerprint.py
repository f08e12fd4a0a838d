"""Give a screen a short name that stays while what a person reads on it stays."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

from perception.screen import Element, Role

_CLOCK_OR_BATTERY = re.compile(r"(^|[/_.])(text)?clock|battery|(^|[/_])(date|time)(_|$)", re.IGNORECASE)
_TIME_OR_SHARE = re.compile(r"\d{1,2}[:.]\d{2}([:.]\d{2})?\s?([AaPp]\.?[Mm]\.?)?|\d{1,3}\s?%")
# Screens that show the time for its own sake: elsewhere a time is content, an alarm for example.
_AMBIENT = ("com.android.systemui", "launcher", "android")


def fingerprint(package: str, elements: Iterable[Element]) -> str:
    """Return 16 hex digits over what the elements say, in their order, without where they are.

    What clocks and battery levels of the launcher, the lock screen and the shade say doesn't count, as it changes by
    itself; that they are there does.
    """
    digest = blake2b(package.encode("utf-8", "replace"), digest_size=8)
    for element in elements:
        if changes_by_itself(element):
            said = f"\x1e{element.role}\x1f{element.resource_id}"
        else:
            said = f"\x1e{element.role}\x1f{element.text}\x1f{element.detail}\x1f{element.checked}{element.selected}"
            said += f"{element.enabled}"
        digest.update(said.encode("utf-8", "replace"))
    return digest.hexdigest()


def changes_by_itself(element: Element) -> bool:
    """Return whether an element is a clock or a battery level of the launcher, the lock screen or the shade."""
    if element.role not in (Role.TEXT, Role.IMAGE, Role.BUTTON) or not element.package.endswith(_AMBIENT):
        return False
    return bool(_CLOCK_OR_BATTERY.search(element.resource_id) or _TIME_OR_SHARE.fullmatch(element.text))
