"""Markor: notes and folders as plain files."""

from __future__ import annotations

from device.simulator.apps.markor.markor_app import MarkorApp

__all__ = ["MarkorApp"]
