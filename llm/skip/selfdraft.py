"""Guesses with a part of the model what the whole model is going to say, where that pays.

Self-speculative decoding (Zhang et al., "Draft & Verify", ACL 2024; SWIFT, ICLR 2025): tokens are chosen at reduced
depth one by one, then checked in one batch.  Whether that is faster depends on what a batch costs on this machine, so
it is reckoned from times that were measured, and from the share of right guesses once some were made.
"""

from __future__ import annotations

import numpy as np

from llm.context import Context
from llm.drafts.costs import DraftCosts
from llm.drafts.drafting import Record, expected_tokens
from llm.sampling import Grammar, Sampler
from llm.session import Session
from llm.skip.half import FULL_DEPTH, Half, Mask, Part, skippable

_LEAST_GAIN = 1.1
"""Expected tokens per time, over those of decoding one by one, from which on it is worth the trouble."""

_SURE = 0.8
"""Probability below which a guess is not followed by another (SWIFT)."""

_WEIGHT = 0.1
_SHARE = 0.45
"""Share of the halves between the first and the last layer that are left out where no plan says which (SWIFT)."""


def default_mask(layers: int) -> Mask:
    """Feed-forward halves first, as they cost most, spread evenly over the layers in the middle."""
    middle = [half for half in skippable(layers) if half.layer > 0]
    order = sorted(middle, key=lambda half: half.part is Part.ATTENTION)
    wanted = round(_SHARE * len(middle))
    chosen = order[: len(middle) // 2] if wanted > len(middle) // 2 else _spread(order[: len(middle) // 2], wanted)
    rest = _spread(order[len(middle) // 2 :], wanted - len(chosen))
    return frozenset(chosen) | frozenset(rest)


def _spread(halves: list[Half], count: int) -> list[Half]:
    return [halves[int((index + 0.5) * len(halves) / count)] for index in range(count)] if count > 0 else []


class SelfDrafter:
    """Of one engine; keeps what it learnt from one generation to the next.

    Args:
        context: The model.
        costs: What single tokens and batches cost.
        mask: What is left out while guessing.
    """

    def __init__(self, context: Context, costs: DraftCosts, mask: Mask) -> None:
        self._context, self.costs, self._mask = context, costs, mask
        # Hopeful, so that it is tried a few times where it could pay.
        self._record = Record(right=8.0, wrong=0.5)
        self._ratio: float | None = None

    @property
    def gain(self) -> float:
        """Expected tokens per time over those of decoding one by one, with the best size; below 1 it is slower."""
        return max((self._gain(size) for size in self.costs.ratios), default=0.0)

    @property
    def pays(self) -> bool:
        """Whether guessing would pay, as far as is known."""
        return self._ratio is not None and self.gain >= _LEAST_GAIN

    def measure(self, session: Session, token: int) -> None:
        """Find out what a token at reduced depth costs; does nothing once that is known."""
        if self._ratio is None and session.room > 1:
            seconds = []
            for _ in range(4):
                self._context.leave_out(self._mask)
                seconds.append(session.advance((token,)))
                session.take_back(1)
            self._context.leave_out(FULL_DEPTH)
            # The first one may have had to read a new graph.
            self._ratio = float(np.median(seconds[1:])) / self.costs.token

    def draft(self, session: Session, token: int, most: int, grammar: Grammar | None) -> tuple[int, ...]:
        """Tokens that may follow `token`; empty where guessing would not pay.

        Args:
            session: Holds everything before `token`; is left as it was.
            token: The token that was chosen last.
            most: Tokens that are of use at most.
            grammar: As far as `token` has followed it; only a copy is changed.
        """
        sizes = [size for size in self.costs.ratios if size - 1 <= most]
        if not sizes or self._ratio is None:
            return ()
        size = max(sizes, key=self._gain)
        if self._gain(size) < _LEAST_GAIN:
            return ()
        followed = grammar.copy() if grammar is not None else None
        try:
            return self._guess(session, token, size - 1, Sampler(grammar=followed, temperature=0, seed=0))
        finally:
            if followed is not None:
                followed.close()

    def judged(self, right: int, guessed: int) -> None:
        """Take note of how many of the guesses were right before the first wrong one."""
        for index in range(min(right + 1, guessed)):
            self._record.note(index < right)

    def _gain(self, size: int) -> float:
        assert self._ratio is not None
        return expected_tokens(self._record.share, size) / (self.costs.ratios[size] + (size - 1) * self._ratio)

    def _guess(self, session: Session, token: int, count: int, sampler: Sampler) -> tuple[int, ...]:
        guessed: list[int] = []
        decoded = 0
        self._context.leave_out(self._mask)
        try:
            while len(guessed) < count:
                seconds = session.advance(((token, *guessed)[decoded],))
                decoded += 1
                self._ratio = (1 - _WEIGHT) * (self._ratio or 0.0) + _WEIGHT * min(1.0, seconds / self.costs.token)
                logits = self._context.logits()
                chosen = sampler.choose(logits)
                if chosen is None or self._context.vocabulary.ends(chosen):
                    break
                guessed.append(chosen)
                if 1 / float(np.exp(logits - logits[chosen]).sum()) < _SURE:
                    break
            return tuple(guessed)
        finally:
            session.take_back(decoded)
            self._context.leave_out(FULL_DEPTH)
