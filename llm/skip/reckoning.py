"""Reckons what a whole step takes, reading and choosing, from what was measured on this machine."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from llm.skip.half import FULL_DEPTH, Mask
from llm.skip.order import Order
from llm.skip.plan import TokenKind
from llm.skip.samples import Reading, Samples
from llm.skip.shares import Shares
from llm.skip.work import Work, measure_reading, measure_work

_PROMPTS_TIMED = 3


class Reckoning:
    """Of one model on one machine.

    Args:
        samples: The steps.
        order: Sets of halves that may be left out.
        shares: What the halves cost.
    """

    def __init__(self, samples: Samples, order: Order, shares: Shares) -> None:
        self._samples, self._order, self._shares = samples, order, shares
        self._everything: Mask = frozenset(order.halves)
        self._reading: dict[object, float] = {}

    def choosing_share(self, mask: Mask) -> float:
        """Work on a token that is chosen, as a share of that at full depth, on which all shares here are based."""
        return self._work.choosing[mask] / self._work.choosing[FULL_DEPTH]

    def advancing_share(self, read: Reading) -> float:
        """Work on a token after which none is chosen, in proportion to the weights that are left out of it."""
        left_out = read.get(TokenKind.FORETOLD, FULL_DEPTH)
        whole, least = (self._work.advancing[mask] for mask in (FULL_DEPTH, self._everything))
        part = (1 - self._shares.reading_without(left_out)) / (1 - self._shares.reading_without(self._everything))
        return (whole + (least - whole) * part) / self._work.choosing[FULL_DEPTH]

    @property
    def foretold_share(self) -> float:
        """The same before it is known at what depth it is read."""
        return min(1.0, sum(self._work.advancing.values()) / 2 / self._work.choosing[FULL_DEPTH])

    def seconds(self, read: Reading, chosen: float, foretold: float) -> float:
        """Seconds of a step.

        Args:
            read: What is left out of what is read.
            chosen: Work on all tokens that are chosen, in tokens at full depth.
            foretold: The same of those that are foretold.
        """
        return self._reading_seconds(read) + (chosen + foretold) * self._work.choosing[FULL_DEPTH]

    @functools.cached_property
    def _work(self) -> Work:
        choosing = self._order.sets(TokenKind.ACTION)
        return measure_work(self._samples.engine, self._samples.prompts[0], choosing, [self._everything])

    def _reading_seconds(self, read: Mapping[TokenKind, Mask]) -> float:
        masks: dict[TokenKind, Mask] = {
            kind: mask for kind, mask in read.items() if mask and kind is not TokenKind.FORETOLD
        }
        key, nothing = frozenset(masks.items()), frozenset[object]()
        if key not in self._reading:
            prompts = [self._samples.prompts[index] for index in self._samples.few[:_PROMPTS_TIMED]]
            # By turns with full depth: the machine may have been busy when that was measured before.
            full, mine = measure_reading(self._samples.engine, prompts, [{}, masks])
            self._reading.setdefault(nothing, full)
            self._reading.setdefault(key, self._reading[nothing] * mine / full)
        return self._reading[key]
