"""Simple Calendar Pro: events by month, day and list."""

from __future__ import annotations

from device.simulator.apps.calendar_pro.calendar_app import CalendarApp

__all__ = ["CalendarApp"]
