"""Broccoli: recipes."""

from __future__ import annotations

from device.simulator.apps.broccoli.broccoli_app import BroccoliApp

__all__ = ["BroccoliApp"]
