"""Files: AOSP's DocumentsUI over the phone's shared storage."""

from __future__ import annotations

from device.simulator.apps.files.files_app import FilesApp

__all__ = ["FilesApp"]
