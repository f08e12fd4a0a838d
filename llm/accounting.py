"""Adds up the seconds and tokens of one generation while it runs."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace

from llm.generation import Seconds, Tokens


class Account:
    """What a generation has taken so far.

    Attributes:
        seconds: Wall seconds by phase.
    """

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.seconds = Seconds()
        self._counts: Counter[str] = Counter()

    def lap(self, phase: str) -> None:
        """Book the time since the last lap under `phase`, a field of `Seconds`."""
        now = time.perf_counter()
        self.seconds = replace(self.seconds, **{phase: getattr(self.seconds, phase) + now - self._last})
        self._last = now

    def share(self, **parts: int) -> None:
        """Book the time since the last lap under several phases, in the proportion of `parts`."""
        now = time.perf_counter()
        passed, whole = now - self._last, sum(parts.values())
        booked = {phase: getattr(self.seconds, phase) + passed * part / whole for phase, part in parts.items()}
        self.seconds, self._last = replace(self.seconds, **booked), now

    def mark(self, moment: str) -> None:
        """Set `moment`, a field of `Seconds`, to the time since the beginning."""
        self.seconds = replace(self.seconds, **{moment: time.perf_counter() - self._start})

    def count(self, **more: int) -> None:
        """Add to fields of `Tokens`."""
        for name, value in more.items():
            self._counts[name] += value

    @property
    def tokens(self) -> Tokens:
        """Token counts."""
        return Tokens(**self._counts)
