"""Whether guessing pays, by what whole answers took with it and without it: the last word on the matter.

What a guess and a check cost is reckoned from times of single decodes.  What the machine, the model and the interpreter
make of that shows only in answers.  So both ways are tried, the faster one is kept, and the other is tried again now
and then: at worst one answer in `_PERIOD` is slower than it need be.
"""

from __future__ import annotations

from collections import deque
from statistics import median

_WARMING = 2
"""Answers that count for neither way: the first ones find everything cold."""

_FIRST = 5
"""Answers that each way is tried for before they are compared."""

_REMEMBERED = 5
"""Of each way: what was long ago may no longer hold, and the slower way is seldom tried."""

_GAIN = 0.95
"""Share of the time without guesses below which guessing pays: answers differ by a few per cent for no reason."""

_PERIOD = 32
"""One answer in so many goes the other way."""

_LEARNING = 8
"""Answers without a check that guessing is not judged by: how often guesses are right has to be known before one is
checked, and such answers cost next to nothing."""

_SHORTEST = 4
"""Tokens below which an answer says nothing of the time that each takes."""


class Trial:
    """Of one engine."""

    def __init__(self) -> None:
        self._seconds: dict[bool, deque[float]] = {way: deque(maxlen=_REMEMBERED) for way in (False, True)}
        self._answers, self._learning, self._warming = 0, _LEARNING, _WARMING

    def guesses_next(self) -> bool:
        """Whether the next answer is to be guessed at."""
        fewest = min(self._seconds, key=lambda way: (len(self._seconds[way]), not way))
        if len(self._seconds[fewest]) < _FIRST:
            return fewest
        faster = self.pays
        return not faster if self._answers % _PERIOD == _PERIOD - 1 else faster

    @property
    def pays(self) -> bool:
        """Whether answers were faster with guesses, as far as that is known."""
        if not all(self._seconds.values()):
            return True
        return median(self._seconds[True]) < _GAIN * median(self._seconds[False])

    def note(self, *, guessed: bool, checked: bool, seconds: float, tokens: int) -> None:
        """Take note of an answer.

        Args:
            guessed: Whether it was guessed at.
            checked: Whether a guess was checked in it.
            seconds: What its decoding took, all in all.
            tokens: That it has.
        """
        if tokens < _SHORTEST:
            return
        if self._warming:
            self._warming -= 1
            return
        self._answers += 1
        if guessed and not checked and self._learning:
            self._learning -= 1
        else:
            self._seconds[guessed].append(seconds / tokens)
