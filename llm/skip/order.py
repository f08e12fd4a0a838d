"""In what order halves are taken out: nested sets, from nothing on, for each kind of token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from llm.skip.half import FULL_DEPTH, Half, Mask
from llm.skip.plan import TokenKind
from llm.skip.samples import Samples
from llm.skip.shares import Shares

_SHORTLIST = 4
"""Halves that are tried in each round of taking one out."""

_MOST_SETS = 12
"""Sets that are tried on all samples."""


class Order:
    """Of one model.

    Args:
        samples: The steps; damage is measured on a few of them.
        halves: What may be taken out.
        shares: What the halves cost.

    Attributes:
        halves: As above.
        damage: Mean loss of an answer's log-likelihood without a half alone, by kind of token and half.
    """

    def __init__(self, samples: Samples, halves: Sequence[Half], shares: Shares) -> None:
        self._samples, self.halves, self._shares = samples, halves, shares
        self._orders: dict[TokenKind, list[Half]] = {}
        self.damage: dict[str, dict[str, float]] = {}

    def sets(self, kind: TokenKind, foretold: Sequence[NDArray[np.bool_]] | None = None) -> list[Mask]:
        """Nested sets of halves, from the empty one on; for generated tokens of any kind those of the action.

        Args:
            kind: What they are left out of.
            foretold: By sample, which of its answer's tokens are foretold: what is read before them is told by it.
        """
        kind = TokenKind.ACTION if kind.is_generated else kind
        if kind not in self._orders:
            self._orders[kind] = self._choosing_order() if kind.is_generated else self._reading_order(kind, foretold)
        order = self._orders[kind]
        sets = [frozenset(order[:count]) for count in range(len(order) + 1)]
        picked = np.unique(np.linspace(0, len(sets) - 1, min(_MOST_SETS, len(sets))).round().astype(int))
        return [sets[place] for place in picked]

    def _reading_order(self, kind: TokenKind, foretold: Sequence[NDArray[np.bool_]] | None) -> list[Half]:
        """By the damage of each half alone: to try sets would mean to read every prompt again for each."""
        damage = dict.fromkeys(self.halves, 0.0)
        for half in self._samples.counted(f"damage to {kind}", self.halves):
            for index in self._samples.few:
                places = foretold[index] if foretold is not None else None
                one = self._samples.replay(index, {kind: frozenset([half])}, [FULL_DEPTH], places)[0]
                damage[half] += self._samples.loss(index, one)
        self._note(kind, damage)
        return sorted(self.halves, key=lambda half: (damage[half] / self._shares.reading[half], half))

    def _choosing_order(self) -> list[Half]:
        """By the damage of each half beside those that were taken out before it, of the most promising few."""
        alone = self._choosing_damage([frozenset([half]) for half in self.halves])
        damage = dict(zip(self.halves, alone, strict=True))
        self._note(TokenKind.ACTION, damage)
        share = self._shares.choosing
        left = sorted(self.halves, key=lambda half: (damage[half] / share[half], half))
        order: list[Half] = []
        for _ in self._samples.counted("taking out", range(len(left))):
            tried = left[:_SHORTLIST]
            sets = [frozenset([*order, half]) for half in tried]
            found = dict(zip(tried, self._choosing_damage(sets) if len(tried) > 1 else [0.0], strict=True))
            taken = min(tried, key=lambda half: (found[half] / share[half], half))
            order.append(taken)
            left.remove(taken)
        return order

    def _choosing_damage(self, sets: Sequence[Mask]) -> list[float]:
        damage = np.zeros(len(sets))
        for index in self._samples.few:
            damage += [self._samples.loss(index, one) for one in self._samples.replay(index, {}, sets)]
        return [float(value) for value in damage]

    def _note(self, kind: TokenKind, damage: dict[Half, float]) -> None:
        count = len(self._samples.few)
        self.damage[kind] = {str(half): round(value / count, 5) for half, value in damage.items()}
