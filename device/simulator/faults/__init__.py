"""Faults: what goes wrong on real phones, declared in a file, set off by triggers, judged by how it was handled."""

from device.simulator.faults.catalogue import CATALOGUE
from device.simulator.faults.engine import Faults, Outcome, attach
from device.simulator.faults.fault import Fault, Handling, Verdict
from device.simulator.faults.plan import FaultPlan, Planned, Trigger, read_plan

__all__ = [
    "CATALOGUE",
    "Fault",
    "FaultPlan",
    "Faults",
    "Handling",
    "Outcome",
    "Planned",
    "Trigger",
    "Verdict",
    "attach",
    "read_plan",
]
