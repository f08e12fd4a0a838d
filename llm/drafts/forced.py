"""Guesses what the grammar leaves no choice about: the text that has exactly one way to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from llm.drafts.drafter import Draft
from llm.sampling import Grammar, candidates

_MOST_CHARACTERS = 48
_CHARACTERS = "".join(map(chr, range(32, 127))) + "\n\té中"
"""Those that are tried; a rule that allows one of these and another that is missing is taken for one without choice,
which costs a wrong guess and nothing else."""


class Alphabet:
    """The tokens of a vocabulary that stand for one character.

    Args:
        tokenize: Gives the token ids of a text.
        end: A token that ends a text.
    """

    def __init__(self, tokenize: Callable[[str], tuple[int, ...]], end: int) -> None:
        single = {tokens[0]: text for text in _CHARACTERS if len(tokens := tokenize(text)) == 1}
        self.tokens = np.array([*single, end])
        self.characters = (*single.values(), "")


class ForcedDrafter:
    """Of one generation with a grammar.

    Args:
        grammar: It follows what was generated; only copies of it are changed here.
        alphabet: Of the model's vocabulary.
        tokenize: Gives the token ids of a text.
    """

    def __init__(self, grammar: Grammar, alphabet: Alphabet, tokenize: Callable[[str], tuple[int, ...]]) -> None:
        self._grammar, self._alphabet, self._tokenize = grammar, alphabet, tokenize
        self._zeros = np.zeros(int(alphabet.tokens.max()) + 1, dtype=np.float32)

    def draft(self, text: Sequence[int], most: int) -> Draft | None:
        """See `Drafter.draft`."""
        forced = self._forced()
        # The model may cut the same text into other tokens; it then rejects the guess, as it does any other.
        return Draft(tokens=self._tokenize(forced)[:most], kind="forced") if forced else None

    def _forced(self) -> str:
        """The characters that have to come next because the grammar allows nothing else."""
        grammar = self._grammar.copy()
        text = ""
        try:
            while len(text) < _MOST_CHARACTERS:
                allowed = np.flatnonzero(grammar.allowed(candidates(self._zeros, self._alphabet.tokens)))
                character = self._alphabet.characters[allowed[0]] if len(allowed) == 1 else ""
                if not character:
                    break
                text += character
                grammar.accept(int(self._alphabet.tokens[allowed[0]]))
            return text
        finally:
            grammar.close()
