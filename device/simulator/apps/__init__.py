"""The apps of the simulated phone; `device.simulator.apps.installed` lists them."""

from __future__ import annotations

__all__: list[str] = []
