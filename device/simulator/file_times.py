"""When a file was changed, by the phone's clock."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

_SLACK_SECONDS = 1.0


def modified(phone: SimulatedPhone, status: os.stat_result) -> float:
    """Return seconds since the epoch as the phone tells them.

    Files that the phone has dated bear its time. Folders and databases bear the host's, which no clock of the phone
    shows: while the phone's runs, what happened so long ago on the host happened so long ago there; where it stands or
    is stepped, it happened when the phone was made.

    Args:
        phone: Whose file it is.
        status: What the host says of it.
    """
    now = time.time()
    if not phone.files.made_at - _SLACK_SECONDS <= status.st_mtime <= now + _SLACK_SECONDS:
        return status.st_mtime
    if phone.clock.pace == "running":
        return phone.clock.now() - max(0.0, now - status.st_mtime)
    return phone.clock.start
