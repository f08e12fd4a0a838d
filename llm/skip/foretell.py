"""Tokens that always follow what stands before them: taken without asking the model, which only reads them.

The least depth there is.  What follows what is counted in the model's own answers, never in a prompt: text on a screen
must not put words into the model's mouth.  How far a count can be trusted is found out on answers of other runs, see
`llm.skip.calibrate`.  Only thoughts and the action's own syntax are foretold; what the action is, where it points and
what it types is always chosen by the model.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from llm.skip.plan import FORETOLD_KINDS, GENERATED_KINDS, TokenKind
from llm.skip.thresholds import Observation

SHORTEST, LONGEST = 2, 6
"""Tokens before it that a token is foretold by."""

_Counts = dict[tuple[int, ...], Counter[int]]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer as the model gave it at full depth.

    Attributes:
        run: The run that it belongs to.
        tokens: Its tokens.
        kinds: What each is for.
    """

    run: Hashable
    tokens: tuple[int, ...]
    kinds: tuple[TokenKind, ...]


class Foreteller:
    """Looks tokens up.

    Args:
        table: The token that always comes next, by the tokens before it.
    """

    def __init__(self, table: Mapping[tuple[int, ...], int]) -> None:
        self._table = table
        self._lengths = sorted({len(key) for key in table})

    def after(self, tokens: Sequence[int]) -> int | None:
        """The token that follows `tokens`, the answer so far; None where it has to be chosen."""
        for length in self._lengths:
            token = self._table.get(tuple(tokens[-length:]))
            if token is not None:
                return token
        return None


class Foretelling:
    """What answers tell of one another.

    Args:
        answers: Of several runs.

    Attributes:
        foretold: By answer: the token that the answers of other runs foretell at each place, -1 where they don't.
        observations: By answer: how sure that is, ``runs / (runs + 1)`` if it was so in so many of them, and whether it
            is right; of all places but the first, which the prompt's last token chooses.  A run that goes round in
            circles tells no more than one that doesn't.
    """

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._answers = answers
        self._all: _Counts = defaultdict(Counter)
        by_run: dict[Hashable, _Counts] = {}
        for answer in answers:
            of_run = by_run.setdefault(answer.run, defaultdict(Counter))
            for place, key in _contexts(answer.tokens):
                of_run[key][answer.tokens[place]] = 1
        for of_run in by_run.values():
            for key, once in of_run.items():
                self._all[key].update(once)
        self.foretold: list[NDArray[np.int64]] = []
        self.observations: list[Observation] = []
        for answer in answers:
            self._look_at(answer, by_run[answer.run])

    def table(self, thresholds: Mapping[TokenKind, float]) -> dict[tuple[int, ...], int]:
        """What all answers foretell of kinds of token with a threshold that their counts pass."""
        kinds: dict[tuple[int, ...], set[TokenKind]] = defaultdict(set)
        for answer in self._answers:
            for place, key in _contexts(answer.tokens):
                kinds[key].add(answer.kinds[place])
        found: dict[tuple[int, ...], int] = {}
        for key, counts in sorted(self._all.items(), key=lambda item: (len(item[0]), item[0])):
            certain = _certain(counts)
            if certain is None or _known(found, key):
                continue
            if all(certain[1] >= thresholds.get(kind, 2.0) for kind in kinds[key]):
                found[key] = certain[0]
        return found

    def places(self, thresholds: Mapping[TokenKind, float]) -> list[NDArray[np.bool_]]:
        """By answer: which of its tokens would be foretold, rightly, if it were another run's."""
        return [
            np.concatenate([[False], (one.confidences >= _limits(thresholds)[one.kinds]) & one.right])
            for one in self.observations
        ]

    def _look_at(self, answer: Answer, own: _Counts) -> None:
        count = len(answer.tokens)
        foretold, confidences = np.full(count, -1, dtype=np.int64), np.full(count, -1.0)
        for place, key in _contexts(answer.tokens):
            if foretold[place] < 0 and answer.kinds[place] in FORETOLD_KINDS:
                certain = _certain(self._all[key], own.get(key))
                if certain is not None:
                    foretold[place], confidences[place] = certain
        self.foretold.append(foretold)
        self.observations.append(
            Observation(
                kinds=np.array([GENERATED_KINDS.index(kind) for kind in answer.kinds[1:]], dtype=np.int64),
                confidences=confidences[1:],
                right=foretold[1:] == np.array(answer.tokens[1:]),
            )
        )


def _contexts(tokens: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    """Every place with the tokens before it, fewest first."""
    return [
        (place, tuple(tokens[place - length : place]))
        for place in range(SHORTEST, len(tokens))
        for length in range(SHORTEST, min(LONGEST, place) + 1)
    ]


def _certain(counts: Counter[int], own: Counter[int] | None = None) -> tuple[int, float] | None:
    """The only token that came, and how sure that is by the rule of succession; `own` counts for nothing."""
    rest = counts if own is None else counts - own
    if len(rest) != 1:
        return None
    token, count = next(iter(rest.items()))
    return token, count / (count + 1)


def _known(found: Mapping[tuple[int, ...], int], key: tuple[int, ...]) -> bool:
    """Whether fewer tokens foretell the same."""
    return any(key[start:] in found for start in range(1, len(key) - SHORTEST + 1))


def _limits(thresholds: Mapping[TokenKind, float]) -> NDArray[np.float64]:
    return np.array([thresholds.get(kind, 2.0) for kind in GENERATED_KINDS])
