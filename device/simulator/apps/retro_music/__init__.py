"""Retro Music: the songs on the phone, playlists and the playing queue."""

from __future__ import annotations

from device.simulator.apps.retro_music.retro_app import RetroMusicApp

__all__ = ["RetroMusicApp"]
