"""Simple Draw Pro: drawing with a finger."""

from __future__ import annotations

from device.simulator.apps.draw.draw_app import DrawApp

__all__ = ["DrawApp"]
