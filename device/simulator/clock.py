"""`Clock`: the simulated phone's time, frozen or running."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Literal

DEFAULT_TIME = 1697384040.0
"""Sunday 15 October 2023, 15:34 UTC: the moment AndroidWorld's tasks start from."""


class Clock:
    """Seconds since the epoch as the phone tells them; its time zone is UTC."""

    def __init__(self, start: float = DEFAULT_TIME, *, pace: Literal["frozen", "running"] = "frozen") -> None:
        """Make a clock that shows `start` now and stands still (``"frozen"``) or goes on by itself (``"running"``)."""
        self.pace: Literal["frozen", "running"] = pace
        self._base = start
        self._origin = time.monotonic()

    def now(self) -> float:
        """Return seconds since the epoch."""
        if self.pace == "frozen":
            return self._base
        return self._base + time.monotonic() - self._origin

    def local(self) -> datetime:
        """Return the date and time the phone shows."""
        return datetime.fromtimestamp(self.now(), UTC)

    def set(self, seconds: float) -> None:
        """Make the clock show `seconds` since the epoch now."""
        self._base = seconds
        self._origin = time.monotonic()

    def advance(self, seconds: float) -> None:
        """Move the clock on by `seconds`."""
        self.set(self.now() + seconds)
