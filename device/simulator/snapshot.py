"""`Snapshot`: a simulated phone at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from device.simulator.files import FilesSnapshot
from device.simulator.settings_store import Namespace
from device.simulator.state import PhoneState


@dataclass(frozen=True, kw_only=True, eq=False)
class Snapshot:
    """A phone at one moment: its own state, its apps', settings, files and clock."""

    state: PhoneState
    apps: dict[str, dict[str, Any]]
    settings: dict[Namespace, dict[str, str]]
    files: FilesSnapshot
    now: float
