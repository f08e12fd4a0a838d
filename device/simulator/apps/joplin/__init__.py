"""Joplin: notes and to-dos in notebooks."""

from __future__ import annotations

from device.simulator.apps.joplin.joplin_app import JoplinApp

__all__ = ["JoplinApp"]
