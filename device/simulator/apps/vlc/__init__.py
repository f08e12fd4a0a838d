"""VLC: the videos and songs on the phone, playlists, and a player."""

from __future__ import annotations

from device.simulator.apps.vlc.vlc_app import VlcApp

__all__ = ["VlcApp"]
