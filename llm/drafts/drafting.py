"""Decides whether a guess is worth checking, by how often its kind was right and by what a check costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from llm.drafts.costs import DraftCosts
from llm.drafts.drafter import Draft, Drafter
from llm.drafts.worth import Worth

LEAST_GAIN = 1.1
"""Expected tokens per time, over those of decoding one by one, from which on a guess is checked."""

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


@dataclass(frozen=True, kw_only=True)
class Experience:
    """What generations teach about the guesses; an engine keeps it from one to the next.

    Attributes:
        records: How often each kind of guess was right, by kind.
        worths: Whether asking each drafter pays, by the drafter's name.
    """

    records: dict[str, Record] = field(default_factory=dict)
    worths: dict[str, Worth] = field(default_factory=dict)


class _Source:
    """A drafter and the guess that it stands by."""

    def __init__(self, drafter: Drafter, worth: Worth) -> None:
        self.drafter, self.worth = drafter, worth
        self.guess: Draft | None = None


class Drafting:
    """Of one generation.

    A guess that is not checked is still held against what comes, so that each kind's record costs nothing.

    Args:
        drafters: Who guesses, by name.
        costs: What checks cost; `DraftCosts.ratios` names the sizes that may be used.
        experience: What earlier generations taught; is added to.
        text: Token ids of the prompt, `llm.drafts.drafter.GAP` where there is none; tokens are added to it.
        clock: Seconds of this thread's work, to find out what asking a drafter takes.
    """

    def __init__(
        self,
        drafters: Mapping[str, Drafter],
        costs: DraftCosts,
        experience: Experience,
        text: Sequence[int],
        *,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._sources = [
            _Source(drafter, experience.worths.setdefault(name, Worth())) for name, drafter in drafters.items()
        ]
        self._costs, self._records, self._clock = costs, experience.records, clock
        self._text = list(text)
        self._most = max(costs.ratios, default=1) - 1
        self._checked: tuple[int, ...] = ()
        self._checks: Worth | None = None

    def took(self, size: int, seconds: float) -> None:
        """Take note of what a decode of `size` tokens took."""
        if size > 1 and self._checks is not None:
            # A check that waited for a core says nothing of the drafter.
            self._checks.change(1 - min(seconds / self._costs.token, 2 * size))
        self._costs.observe(size, seconds)

    def note(self, token: int) -> None:
        """Take note of a token that was chosen."""
        self._text.append(token)
        right = self._checked[:1] == (token,)
        self._checked = self._checked[1:] if right else ()
        if right and self._checks is not None:
            self._checks.change(1)
        for source in self._sources:
            source.worth.generated()
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
        self._checked, self._checks = (), None
        highest = LEAST_GAIN
        if self._costs.most_gained <= highest:
            # Not even a guess that is certain would pay.
            return ()
        for source in self._sources:
            guess = self._ask(source)
            if guess is None:
                continue
            share = self._records.setdefault(guess.kind, Record()).share
            for size, ratio in self._costs.ratios.items():
                if size - 1 <= min(most, len(guess.tokens)):
                    gain = expected_tokens(share, size) / ratio
                    if gain > highest:
                        self._checked, self._checks, highest = guess.tokens[: size - 1], source.worth, gain
        return self._checked

    def _ask(self, source: _Source) -> Draft | None:
        """The guess that a drafter stands by, or a new one where asking for it pays."""
        if source.guess is None and source.worth.may_be_asked:
            began = self._clock()
            source.guess = source.drafter.draft(self._text, self._most)
            source.worth.change((began - self._clock()) / self._costs.token)
        return source.guess


def expected_tokens(share: float, size: int) -> float:
    """Tokens that a check of `size` gives on average where each guessed token is right with probability `share`."""
    return float(size) if share >= 1 else (1 - share**size) / (1 - share)
