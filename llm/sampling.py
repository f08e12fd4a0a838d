"""Chooses the next token: greedily or by temperature, within a GBNF grammar."""

from __future__ import annotations

import copy
import ctypes
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from llm.bindings import Library
from llm.errors import GrammarError

_CANDIDATE = np.dtype([("id", "<i4"), ("logit", "<f4"), ("p", "<f4")], align=True)
"""llama_token_data (llama.h)."""

_FIRST_TRY = 32
"""Candidates that are shown to the grammar before all are: it takes milliseconds for 150,000 tokens."""


class Grammar:
    """A GBNF grammar and how far a text has followed it.

    Args:
        library: The loaded bindings.
        vocabulary: ``llama_vocab`` pointer.
        text: The grammar; its start rule is ``root``.

    Raises:
        GrammarError: llama.cpp cannot read it.
    """

    def __init__(self, library: Library, vocabulary: int, text: str) -> None:
        self._llama = library.llama
        library.log.take()
        self._sampler = self._llama.llama_sampler_init_grammar(vocabulary, text.encode("utf-8"), b"root")
        if not self._sampler:
            raise GrammarError(f"the grammar cannot be read: {library.log.take()}")
        self._array, self._one = self._llama.llama_token_data_array(), self._llama.llama_token_data()

    def copy(self) -> Self:
        """The same grammar, as far followed, to be closed on its own."""
        other = copy.copy(self)
        other._sampler = self._llama.llama_sampler_clone(self._sampler)
        return other

    def allowed(self, candidates: NDArray[np.void]) -> NDArray[np.bool_]:
        """Which candidates may come next; their logits are spoilt."""
        self._apply(ctypes.cast(candidates.ctypes.data, ctypes.POINTER(self._llama.llama_token_data)), len(candidates))
        return np.asarray(candidates["logit"] > -np.inf)

    def allows(self, token: int) -> bool:
        """Whether one token may come next: what `allowed` says of it, sooner."""
        one = self._one
        one.id, one.logit, one.p = token, 0.0, 0.0
        self._apply(ctypes.pointer(one), 1)
        return bool(one.logit == 0.0)

    def _apply(self, data: Any, count: int) -> None:
        array = self._array
        array.data, array.size, array.selected, array.sorted = data, count, -1, False
        self._llama.llama_sampler_apply(self._sampler, ctypes.byref(array))

    def accept(self, token: int) -> None:
        """Follow the grammar by a token that `allowed` had allowed."""
        self._llama.llama_sampler_accept(self._sampler, token)

    def close(self) -> None:
        """Free the native grammar."""
        if self._sampler:
            self._llama.llama_sampler_free(self._sampler)
            self._sampler = None


class Sampler:
    """Chooses tokens for one generation.

    Args:
        grammar: What the text has to follow, or None.
        temperature: 0 takes the most probable token; above, tokens are drawn from the softmax of logits / temperature.
        seed: Of the draws; the same seed, prompt and model give the same text.
    """

    def __init__(self, *, grammar: Grammar | None, temperature: float, seed: int) -> None:
        self._grammar = grammar
        self._temperature = temperature
        self._random = np.random.default_rng(seed)

    @property
    def grammar(self) -> Grammar | None:
        """What the text has to follow, as far as it has."""
        return self._grammar

    def choose(self, logits: NDArray[np.float32], best: int | None = None) -> int | None:
        """The next token, or None where the grammar allows none.

        Args:
            logits: Of every token of the vocabulary; not changed.
            best: What `best` gave for these logits, where that is known.
        """
        if self._temperature > 0:
            token = self._draw(logits)
        elif best is not None:
            token = best
        else:
            token = self.best(logits)
        if token is not None and self._grammar is not None:
            self._grammar.accept(token)
        return token

    def follow(self, token: int) -> bool:
        """Take a token that was not chosen by its logits; gives False, and changes nothing, where it must not come."""
        if self._temperature > 0 or (self._grammar is not None and not self._grammar.allows(token)):
            return False
        if self._grammar is not None:
            self._grammar.accept(token)
        return True

    def best(self, logits: NDArray[np.float32]) -> int | None:
        """The most probable token that the grammar allows, which is not followed yet; None where it allows none."""
        best = int(logits.argmax())
        if self._grammar is None or self._grammar.allows(best):
            return best
        if len(logits) > _FIRST_TRY:
            likely = np.argpartition(logits, -_FIRST_TRY)[-_FIRST_TRY:]
            allowed = likely[self._grammar.allowed(candidates(logits, likely))]
            if len(allowed):
                return int(allowed[logits[allowed].argmax()])
        allowed = np.flatnonzero(self._grammar.allowed(candidates(logits, np.arange(len(logits)))))
        return int(allowed[logits[allowed].argmax()]) if len(allowed) else None

    def _draw(self, logits: NDArray[np.float32]) -> int | None:
        tokens = np.arange(len(logits))
        if self._grammar is not None:
            tokens = tokens[self._grammar.allowed(candidates(logits, tokens))]
            if not len(tokens):
                return None
        scaled = logits[tokens].astype(np.float64) / self._temperature
        weights = np.exp(scaled - scaled.max())
        return int(tokens[np.searchsorted(np.cumsum(weights), self._random.random() * weights.sum(), side="right")])


def candidates(logits: NDArray[np.float32], tokens: NDArray[np.int64]) -> NDArray[np.void]:
    """The `tokens` and their logits as llama.cpp's samplers take them.

    Args:
        logits: Of every token of the vocabulary.
        tokens: Token ids.
    """
    found = np.zeros(len(tokens), dtype=_CANDIDATE)
    found["id"] = tokens
    found["logit"] = logits[tokens]
    return found
