"""Adds up the seconds and tokens of one generation while it runs."""

from __future__ import annotations

import time
from dataclasses import fields, replace

from llm.generation import Seconds, Tokens


class Account:
    """What a generation has taken so far.

    Attributes:
        seconds: Wall seconds by phase.
        tokens: Token counts.
    """

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self.seconds = Seconds()
        self.tokens = Tokens()

    def lap(self, phase: str) -> None:
        """Book the time since the last lap under `phase`, a field of `Seconds`."""
        now = time.perf_counter()
        self.seconds = replace(self.seconds, **{phase: getattr(self.seconds, phase) + now - self._last})
        self._last = now

    def mark(self, moment: str) -> None:
        """Set `moment`, a field of `Seconds`, to the time since the beginning."""
        self.seconds = replace(self.seconds, **{moment: time.perf_counter() - self._start})

    def count(self, **more: int) -> None:
        """Add to fields of `Tokens`."""
        now = {field.name: getattr(self.tokens, field.name) for field in fields(Tokens)}
        self.tokens = Tokens(**{name: value + more.get(name, 0) for name, value in now.items()})
