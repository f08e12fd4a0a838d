"""The simulated phone: a whole Android phone in this process, and behind a real adb server."""

from __future__ import annotations

from device.simulator.clock import Clock
from device.simulator.in_process import InProcessPhone
from device.simulator.phone import SimulatedPhone, Snapshot

__all__ = ["Clock", "InProcessPhone", "SimulatedPhone", "Snapshot"]
