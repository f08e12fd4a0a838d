"""The simulated phone: a whole Android phone in this process, and behind a real adb server."""

from __future__ import annotations

from device.simulator.clock import Clock
from device.simulator.difference import Change, difference
from device.simulator.display import DISPLAYS, DisplayModel, Panel
from device.simulator.errors import FaultFileError, SimulatorError, StateFileError
from device.simulator.in_process import InProcessPhone
from device.simulator.phone import SimulatedPhone
from device.simulator.snapshot import Snapshot
from device.simulator.state_file import load_state, save_state

__all__ = [
    "DISPLAYS",
    "Change",
    "Clock",
    "DisplayModel",
    "FaultFileError",
    "InProcessPhone",
    "Panel",
    "SimulatedPhone",
    "SimulatorError",
    "Snapshot",
    "StateFileError",
    "difference",
    "load_state",
    "save_state",
]
