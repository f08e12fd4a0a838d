"""Tasks.org: things to do, by day and priority."""

from __future__ import annotations

from device.simulator.apps.tasks_org.tasks_app import TasksApp

__all__ = ["TasksApp"]
