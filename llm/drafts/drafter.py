"""What a drafter is: anything that guesses how a text goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

GAP = -1
"""Stands in a text for what is no token: a picture, or the border between two texts."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A guess.

    Attributes:
        tokens: What may come next, in order.
        kind: Guesses of one kind are right about equally often.
    """

    tokens: tuple[int, ...]
    kind: str


class Drafter(Protocol):
    """Guesses how a text goes on.  One generation at a time uses it."""

    def draft(self, text: Sequence[int], most: int) -> Draft | None:
        """Guess what comes after `text`.

        Args:
            text: Token ids of the prompt and of what was generated, `GAP` where there is no token; the last one is
                chosen and not decoded yet.
            most: Tokens that are of use at most.

        Returns:
            One token or more, or None where there is nothing to go by.
        """
        ...
