"""Guesses by looking the last tokens up in the prompt, in what was generated and in earlier answers.

Prompt lookup decoding (Saxena, 2023; LLMA, Yang et al., 2023), with the longest match instead of a fixed length.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from llm.drafts.drafter import GAP, Draft

_SHORTEST = 2
"""Tokens that have to agree: one agrees too often by chance."""

CONTEXT = _SHORTEST - 1
"""Tokens before an answer that are kept with it, so that one that begins alike is found from its first token on."""

_LONGEST = 8
_KINDS = ((6, "lookup of 6"), (4, "lookup of 4"), (3, "lookup of 3"), (_SHORTEST, "lookup of 2"))
_TRIED = 16
"""Places that are compared at most, the last ones first."""


class LookupDrafter:
    """Knows the text of the generation, and the answers before it.

    Args:
        remembered: Tokens of earlier answers that are kept.
    """

    def __init__(self, *, remembered: int = 4096) -> None:
        self._answers: deque[tuple[int, ...]] = deque()
        self._kept, self._remembered = 0, remembered
        self._text = np.full(1024, GAP, dtype=np.int32)
        self._length = self._start = 0

    def remember(self, answer: Sequence[int]) -> None:
        """Keep an answer to look later ones up in."""
        self._answers.append((*answer, GAP))
        self._kept += len(answer) + 1
        while self._kept > self._remembered:
            self._kept -= len(self._answers.popleft())

    def begin(self) -> None:
        """Start a new text, with the earlier answers before it."""
        self._length = 0
        self._add([token for answer in self._answers for token in answer])
        self._start = self._length

    def draft(self, text: Sequence[int], most: int) -> Draft | None:
        """See `Drafter.draft`; `text` must begin with that of the call before, since `begin`."""
        self._add(text[self._length - self._start :])
        known = self._text[: self._length]
        if len(known) <= _SHORTEST or GAP in known[-_SHORTEST:]:
            return None
        places = np.flatnonzero((known[1:-1] == known[-1]) & (known[:-2] == known[-2]))[-_TRIED:] + 2
        best, longest = 0, 0
        for place in reversed(places[known[places] != GAP].tolist()):
            length = self._agreement(known, place)
            if length > longest:
                best, longest = place, length
        if not longest:
            return None
        after = known[best : best + most].tolist()
        tokens = tuple(after[: after.index(GAP)] if GAP in after else after)
        kind = next(name for least, name in _KINDS if longest >= least)
        return Draft(tokens=tokens, kind=kind) if tokens else None

    @staticmethod
    def _agreement(known: NDArray[np.int32], place: int) -> int:
        """How many tokens before `place` are those at the end."""
        most = min(_LONGEST, place)
        same = known[place - most : place] == known[len(known) - most :]
        return most if same.all() else int(np.argmin(same[::-1]))

    def _add(self, tokens: Sequence[int]) -> None:
        needed = self._length + len(tokens)
        if needed > len(self._text):
            self._text = np.concatenate([self._text, np.full(needed, GAP, dtype=np.int32)])
        self._text[self._length : needed] = tokens
        self._length = needed
