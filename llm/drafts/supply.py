"""What an engine keeps for drafting from one generation to the next: costs, earlier answers, records of the guesses."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from llm.cache import Item
from llm.context import Context
from llm.drafts.costs import PROBE, DraftCosts, measure_costs
from llm.drafts.drafter import GAP, Drafter
from llm.drafts.drafting import LEAST_GAIN, Drafting, Experience
from llm.drafts.forced import Alphabet, ForcedDrafter
from llm.drafts.lookup import CONTEXT, LookupDrafter
from llm.drafts.trial import Trial
from llm.sampling import Grammar
from llm.session import Session

_MEASURE_AGAIN = 50
"""Answers after which costs that leave no hope are measured again: the machine may have been busy."""


class DraftSupply:
    """Of one engine.

    Args:
        context: The model.
        tokenize: Gives the token ids of a text.

    Attributes:
        costs: What single tokens and batches cost; None before that is known.
        trial: Whether guessing pays at all.
    """

    def __init__(self, context: Context, tokenize: Callable[[str], tuple[int, ...]]) -> None:
        self._context, self._tokenize = context, tokenize
        self._experience = Experience()
        self._lookup = LookupDrafter()
        self.costs: DraftCosts | None = None
        self.trial = Trial()
        self._hopeless = 0
        self._before: tuple[int, ...] = ()

    @functools.cached_property
    def _alphabet(self) -> Alphabet:
        return Alphabet(self._tokenize, self._context.vocabulary.end_token)

    def read(self, session: Session) -> None:
        """Take note of how the prompt that `session` holds ends, whether the answer is guessed at or not."""
        self._before = _tokens(session.items[-CONTEXT:])

    def begin(self, session: Session, grammar: Grammar | None) -> Drafting | None:
        """Start a generation with the prompt that `session` holds; the logits after it are lost.

        Returns:
            None where nothing can be drafted: there is no room to find out what it costs, batches are never computed as
            single tokens are, or not even a guess that is certain would pay.
        """
        text = _tokens(session.items)
        if self.costs is None or (self._hopeless > 0 and self._hopeless % _MEASURE_AGAIN == 0):
            self.costs = self._measure(session, text) or self.costs
        if self.costs is None or self.costs.most_gained <= LEAST_GAIN:
            self._hopeless += 1
            return None
        self._hopeless = 0
        self._lookup.begin()
        drafters: dict[str, Drafter] = {"lookup": self._lookup}
        if grammar is not None:
            drafters["forced"] = ForcedDrafter(grammar, self._alphabet, self._tokenize)
        return Drafting(drafters, self.costs, self._experience, text)

    def end(self, answer: Sequence[int]) -> None:
        """Keep an answer to look later ones up in, with what stood before it: they often begin alike, too."""
        self._lookup.remember((*self._before, *answer))

    def forget(self) -> None:
        """Drop the answers and the experience."""
        self._lookup = LookupDrafter()
        self._experience = Experience()
        self.trial = Trial()

    def _measure(self, session: Session, text: Sequence[int]) -> DraftCosts | None:
        probe = min(PROBE, self._context.chunk)
        tokens = [token for token in text[-4 * probe :] if token != GAP][-probe:]
        if session.room < probe or len(tokens) < probe:
            return None
        return session.probe(lambda position: measure_costs(self._context, position, tokens))


def _tokens(items: Sequence[Item]) -> tuple[int, ...]:
    return tuple(item if isinstance(item, int) else GAP for item in items)
