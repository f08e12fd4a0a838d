"""Chooses from which probability on a token that was chosen at reduced depth is kept, for each kind of token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from llm.skip.plan import ALWAYS, GENERATED_KINDS, NEVER, TokenKind

_GRID = (NEVER, 0.999, 0.995, 0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.5, ALWAYS)


@dataclass(frozen=True, kw_only=True, eq=False)
class Observation:
    """An answer's tokens as they were chosen at reduced depth; all arrays have one length.

    Attributes:
        kinds: Place of each token's kind in `GENERATED_KINDS`.
        confidences: Probability of the choice; below 0 where nothing was chosen.
        right: Whether it was the choice at full depth.
    """

    kinds: NDArray[np.int64]
    confidences: NDArray[np.float64]
    right: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Thresholds and what they come to.

    Attributes:
        thresholds: By kind.
        work: Work per token, as a share of that at full depth.
        spoilt: Places of answers that have a wrong token.
    """

    thresholds: dict[TokenKind, float]
    work: float
    spoilt: frozenset[int]

    @property
    def wrong(self) -> int:
        """Answers that have a wrong token."""
        return len(self.spoilt)


def fit_thresholds(
    observations: Sequence[Observation],
    *,
    shallow: float,
    again: float = 1.0,
    spoilt: set[int],
    allowed: int,
    caution: float = 0.0,
) -> Fit:
    """Find thresholds that save as much work as they can while few enough answers go wrong.

    Beginning with full depth everywhere, the threshold that saves most work for each further wrong answer is lowered,
    again and again: the greedy rule for a knapsack. Thresholds that are found so lie right below what went wrong here,
    and other answers go wrong a little above. So they are raised again, the cheapest step first, for a little work.

    Args:
        observations: One for each answer.
        shallow: Work on a token at reduced depth, as a share of that at full depth.
        again: Further work on one that is not kept.
        spoilt: Places of answers that are wrong whatever the thresholds are.
        allowed: Answers that may be wrong, those included.
        caution: Work per token, as a share of that at full depth, that thresholds are raised for in the end.
    """
    owners = np.repeat(np.arange(len(observations)), [len(one.kinds) for one in observations])
    kinds = np.concatenate([one.kinds for one in observations])
    confidences = np.concatenate([one.confidences for one in observations])
    right = np.concatenate([one.right for one in observations])
    places = [np.flatnonzero(kinds == index) for index in range(len(GENERATED_KINDS))]

    def work_of(kind: int, threshold: float) -> float:
        count = len(places[kind])
        if threshold > 1:
            return float(count)
        return count * shallow + again * float((confidences[places[kind]] < threshold).sum())

    def wrong_of(kind: int, threshold: float) -> set[int]:
        mine = places[kind]
        return set(owners[mine[(confidences[mine] >= threshold) & ~right[mine]]].tolist())

    options = [
        [(work_of(kind, threshold), wrong_of(kind, threshold)) for threshold in _GRID]
        for kind in range(len(GENERATED_KINDS))
    ]
    chosen = [0] * len(GENERATED_KINDS)
    while True:
        others = [
            spoilt.union(*(options[kind][chosen[kind]][1] for kind in range(len(chosen)) if kind != mine))
            for mine in range(len(chosen))
        ]
        spoilt_now = others[0] | options[0][chosen[0]][1]
        now = len(spoilt_now)
        best, highest = None, 0.0
        for kind in range(len(chosen)):
            for index in range(len(_GRID)):
                saved = options[kind][chosen[kind]][0] - options[kind][index][0]
                wrong = len(others[kind] | options[kind][index][1])
                gain = saved / (max(0, wrong - now) + 1e-3)
                if saved > 0 and wrong <= max(allowed, now) and gain > highest:
                    best, highest = (kind, index), gain
        if best is None:
            break
        chosen[best[0]] = best[1]
    _raise([[work for work, _ in mine] for mine in options], chosen, caution * len(kinds))
    spoilt_now = spoilt.union(*(options[kind][index][1] for kind, index in enumerate(chosen)))
    total = sum(options[kind][index][0] for kind, index in enumerate(chosen))
    return Fit(
        thresholds={kind: _GRID[index] for kind, index in zip(GENERATED_KINDS, chosen, strict=True)},
        work=total / max(1, len(kinds)),
        spoilt=frozenset(spoilt_now),
    )


def _raise(work: Sequence[Sequence[float]], chosen: list[int], spend: float) -> None:
    """Raise the `chosen` thresholds, places in `_GRID`, by the cheapest steps while they cost no more than `spend`."""
    while True:
        steps = [
            (mine[place - 1] - mine[place], kind)
            for kind, (mine, place) in enumerate(zip(work, chosen, strict=True))
            if place
        ]
        cost, kind = min(steps, default=(spend + 1, 0))
        if cost > spend:
            return
        chosen[kind] -= 1
        spend -= cost
