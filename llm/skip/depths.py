"""Chooses the depth of each token while an engine works by a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from llm.skip.foretell import Foreteller
from llm.skip.half import Mask
from llm.skip.plan import SkipLevel, SkipPlan, TokenKind

KindAfter = Callable[[str], TokenKind]


class Skipping(StrEnum):
    """How an engine uses that layers can be skipped."""

    OFF = "off"
    """Not at all."""
    EXACT = "exact"
    """To guess tokens that the whole model then checks: what it says stays the same bit for bit."""
    CALIBRATED = "calibrated"
    """By the plan that was calibrated for this model file: what it says may differ as seldom as the plan promises."""


class Depths:
    """Of one generation.

    Args:
        plan: What was calibrated.
        level: Says which of its levels holds now.
        kind_after: Says what the next token is for; None takes every token for one of the action.
    """

    def __init__(self, plan: SkipPlan, level: Callable[[], int], kind_after: KindAfter | None) -> None:
        self._plan, self._level, self._kind_after = plan, level, kind_after
        self._kind = TokenKind.ACTION
        self._foretellers: dict[int, Foreteller] = {}

    def foretold(self, tokens: Sequence[int]) -> int | None:
        """The token that always follows `tokens`, the answer so far; None where the model has to choose."""
        number = self._level()
        if number not in self._foretellers:
            self._foretellers[number] = Foreteller(self._plan.level(number).foretold)
        return self._foretellers[number].after(tokens)

    def reading(self, kind: TokenKind) -> Mask:
        """What is left out while tokens of a kind are read."""
        return self._now().mask(kind)

    def choosing(self, text: str) -> Mask:
        """What is left out while the token after `text`, the answer so far, is chosen."""
        self._kind = TokenKind.ACTION if self._kind_after is None else self._kind_after(text)
        return self._now().mask(self._kind)

    def is_sure(self, logits: NDArray[np.float32], token: int) -> bool:
        """Whether `token` may be kept that was chosen from `logits` at the depth that `choosing` gave."""
        threshold = self._now().threshold(self._kind)
        # The sum in float32 is off by less than one in a thousand.
        return threshold <= 0 or 1 / float(np.exp(logits - logits[token]).sum()) >= threshold

    def _now(self) -> SkipLevel:
        return self._plan.level(self._level())
