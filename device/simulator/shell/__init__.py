"""The simulated phone's shell: `run_command`, and `Shell` for clients that stream."""

from __future__ import annotations

from device.simulator.shell.run import new_shell, run_command

__all__ = ["new_shell", "run_command"]
