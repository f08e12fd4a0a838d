"""Decides whether a guess is worth checking, by how often its kind was right and by what a check costs."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from llm.drafts.costs import DraftCosts
from llm.drafts.drafter import Draft, Drafter

_LEAST_GAIN = 1.1
"""Expected tokens per time, over those of decoding one by one, from which on a guess is checked."""

_DEAREST = 0.03
"""Share of a token's time that asking a drafter may take; one that takes longer is asked no more."""

_ASKED_BEFORE_JUDGED = 8
_FORGETTING = 0.98
_PRIOR_RIGHT, _PRIOR_WRONG = 1.5, 1.5


class Drafts(StrEnum):
    """Whether an engine drafts."""

    OFF = "off"
    EXACT = "exact"
    """Where the text is certain to be that of decoding one by one."""


@dataclass(kw_only=True)
class Record:
    """How often guesses of a kind were right: a count that forgets."""

    right: float = _PRIOR_RIGHT
    wrong: float = _PRIOR_WRONG

    def note(self, was_right: bool) -> None:
        """Count one guessed token."""
        self.right = self.right * _FORGETTING + was_right
        self.wrong = self.wrong * _FORGETTING + (not was_right)

    @property
    def share(self) -> float:
        """How probably the next token of such a guess is right."""
        return self.right / (self.right + self.wrong)


class _Source:
    """A drafter, the guess that it stands by, and what asking it costs."""

    def __init__(self, drafter: Drafter) -> None:
        self._drafter = drafter
        self.guess: Draft | None = None
        self.asked, self.seconds = 0, 0.0

    def ask(self, text: Sequence[int], most: int, token_seconds: float) -> None:
        dear = self.seconds > _DEAREST * token_seconds * self.asked
        if self.guess is None and not (dear and self.asked >= _ASKED_BEFORE_JUDGED):
            began = time.perf_counter()
            self.guess = self._drafter.draft(text, most)
            self.seconds += time.perf_counter() - began
            self.asked += 1


class Drafting:
    """Of one generation.

    A guess that is not checked is still held against what comes, so that each kind's record costs nothing.

    Args:
        drafters: Who guesses.
        costs: What checks cost; `DraftCosts.ratios` names the sizes that may be used.
        records: How often each kind of guess was right, by kind; kept by the engine from one generation to the next.
        text: Token ids of the prompt, `llm.drafts.drafter.GAP` where there is none; tokens are added to it.
    """

    def __init__(
        self, drafters: Sequence[Drafter], costs: DraftCosts, records: dict[str, Record], text: Sequence[int]
    ) -> None:
        self._sources = [_Source(drafter) for drafter in drafters]
        self._costs, self._records = costs, records
        self._text = list(text)
        self._most = max(costs.ratios, default=1) - 1

    def took(self, size: int, seconds: float) -> None:
        """Take note of what a decode of `size` tokens took."""
        self._costs.observe(size, seconds)

    def note(self, token: int) -> None:
        """Take note of a token that was chosen."""
        self._text.append(token)
        for source in self._sources:
            if source.guess is not None:
                right = source.guess.tokens[0] == token
                self._records.setdefault(source.guess.kind, Record()).note(right)
                rest = source.guess.tokens[1:] if right else ()
                source.guess = Draft(tokens=rest, kind=source.guess.kind) if rest else None

    def propose(self, most: int) -> tuple[int, ...]:
        """Tokens to be checked together with the one that was noted last; empty where that would not pay.

        Args:
            most: Tokens that may be proposed.
        """
        best: tuple[int, ...] = ()
        highest = _LEAST_GAIN
        for source in self._sources:
            source.ask(self._text, self._most, self._costs.token)
            guess = source.guess
            if guess is None:
                continue
            share = self._records.setdefault(guess.kind, Record()).share
            for size, ratio in self._costs.ratios.items():
                if size - 1 <= min(most, len(guess.tokens)):
                    gain = expected_tokens(share, size) / ratio
                    if gain > highest:
                        best, highest = guess.tokens[: size - 1], gain
        return best


def expected_tokens(share: float, size: int) -> float:
    """Tokens that a check of `size` gives on average where each guessed token is right with probability `share`."""
    return float(size) if share >= 1 else (1 - share**size) / (1 - share)
