"""OpenTracks: recorded sports activities."""

from __future__ import annotations

from device.simulator.apps.opentracks.opentracks_app import OpenTracksApp

__all__ = ["OpenTracksApp"]
