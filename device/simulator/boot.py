"""Switching a phone off and on: what lives in memory is gone, what was stored stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator import keyguard
from device.simulator.state import Heat
from device.simulator.system import System

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

BOOT_SECONDS = 3.0
"""How long the phone can't be reached. A real one needs half a minute."""


def restart(phone: SimulatedPhone) -> None:
    """End what runs, forget what no restart survives, lock where a lock was set, and show the home screen."""
    system = System.of(phone)
    with phone.lock:
        phone.motion.finish()
        state = phone.state
        for package in sorted(state.running):
            phone.force_stop(package)
        state.overlays.clear()
        state.notifications.clear()
        state.clipboard = state.toast = state.last_toast = None
        state.shade, state.screen_on = "closed", True
        state.volume_until, state.power_menu = None, False
        state.heat = Heat(load=state.heat.load)
        state.battery = state.battery.hardware or state.battery
        phone.go_home()
        state.tasks = state.tasks[:1]
        keyguard.lock(phone)
        phone.changed()
    system.restart()
    system.log("SystemServer", "Entered the Android system server!")
