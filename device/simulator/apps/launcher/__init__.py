"""The launcher: home screen with pages and folders, app drawer, recent apps."""

from __future__ import annotations

from device.simulator.apps.launcher.launcher_app import Launcher

__all__ = ["Launcher"]
