"""Errors of the simulated phone that its user can act on.

SimulatorError
+-- StateFileError      a file holds no phone, or not this one
+-- FaultFileError      a file declares no faults, or ones that there are not
"""

from __future__ import annotations


class SimulatorError(ValueError):
    """What the simulated phone was given is of no use to it; the message is one line that says why."""


class StateFileError(SimulatorError):
    """A state file can't be read, or does not fit the phone."""


class FaultFileError(SimulatorError):
    """A fault file can't be read."""
