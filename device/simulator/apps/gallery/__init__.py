"""Simple Gallery Pro: the pictures and videos on the phone, by folder."""

from __future__ import annotations

from device.simulator.apps.gallery.gallery_app import GalleryApp

__all__ = ["GalleryApp"]
