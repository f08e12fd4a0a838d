"""The Clock app: alarms, world clock, timers and stopwatch."""

from __future__ import annotations

from device.simulator.apps.clock.clock_app import ClockApp

__all__ = ["ClockApp"]
