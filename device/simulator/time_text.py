"""The time as the phone writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone


def time_text(phone: SimulatedPhone) -> str:
    """Return the phone's time as the user wants it: ``3:34`` or ``15:34``."""
    now = phone.clock.local()
    if phone.settings.get("system", "time_12_24") == "24":
        return f"{now.hour:02d}:{now.minute:02d}"
    return f"{now.hour % 12 or 12}:{now.minute:02d}"
