"""Reads small text files of the kernel, which may be missing, forbidden or switched off."""

from __future__ import annotations

from pathlib import Path


def read_text(path: Path) -> str:
    """What a file of ``/proc`` or ``/sys`` holds, without space around it; empty where it can't be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
