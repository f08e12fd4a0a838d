"""`Clock`: the simulated phone's time: frozen, stepped by what is done to the phone, or running."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Literal

Pace = Literal["frozen", "stepped", "running"]

DEFAULT_TIME = 1697384040.0
"""Sunday 15 October 2023, 15:34 UTC: the moment AndroidWorld's tasks start from."""


class Clock:
    """Seconds since the epoch as the phone tells them; its time zone is UTC."""

    def __init__(self, start: float = DEFAULT_TIME, *, pace: Pace = "frozen", step: float = 1.0) -> None:
        """Make a clock that shows `start` now.

        Args:
            start: Seconds since the epoch.
            pace: ``"frozen"`` stands still, ``"stepped"`` goes on by `step` with each touch or key, ``"running"`` goes
                on by itself.
            step: Seconds.
        """
        self.pace: Pace = pace
        self.step = step
        self.start = start
        self._base = start
        self._origin = time.monotonic()

    def now(self) -> float:
        """Return seconds since the epoch."""
        if self.pace == "running":
            return self._base + time.monotonic() - self._origin
        return self._base

    def tick(self) -> None:
        """Go on by one step where the clock is a stepped one; the phone calls it for each touch and key."""
        if self.pace == "stepped":
            self._base += self.step

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
