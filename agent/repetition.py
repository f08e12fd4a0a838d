"""Notices that a run goes round in circles."""

from __future__ import annotations

from collections import deque
from enum import StrEnum

_LONGEST_CYCLE = 3
_TIMES_SAME = 3


class Circling(StrEnum):
    """What the steps so far look like."""

    NO = "no"
    FIRST = "first"
    """They repeat, for the first time: the model should be told."""
    AGAIN = "again"
    """They go on repeating although the model was told."""


class Repetition:
    """Watches (screen, action) pairs.

    A run circles when one pair comes three times in a row, or when two or three pairs come twice in the same order.
    """

    def __init__(self) -> None:
        self._pairs: deque[tuple[str, str]] = deque(maxlen=2 * _LONGEST_CYCLE)
        self._warned: set[tuple[str, str]] = set()

    def add(self, screen: str, action: str) -> Circling:
        """Add the step just taken: the fingerprint of the screen it was taken on, and the action in words."""
        self._pairs.append((screen, action))
        circle = self._circle()
        if not circle:
            return Circling.NO
        if circle & self._warned:
            return Circling.AGAIN
        self._warned |= circle
        return Circling.FIRST

    def _circle(self) -> set[tuple[str, str]]:
        pairs = list(self._pairs)
        if len(pairs) >= _TIMES_SAME and len(set(pairs[-_TIMES_SAME:])) == 1:
            return {pairs[-1]}
        for length in range(2, _LONGEST_CYCLE + 1):
            last, before = pairs[-length:], pairs[-2 * length : -length]
            if last == before and len(set(last)) > 1:
                return set(last)
        return set()
