"""Brings back what was computed before: copies of other prompts in memory, the system prompt from the disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from llm.cache import CachedPrefix, Item
from llm.context import Context
from llm.errors import EngineError
from llm.prefix_store import PrefixStore
from llm.states import State, StateShelf

_LEAST_PREFIX = 64
"""Tokens of a system prompt below which reading it anew is as good."""

_TURN = "<|user|>"
"""Begins the first turn of a conversation in GLM-4's layout."""

_log = logging.getLogger(__name__)


def turn_token(tokenize: Callable[[str], tuple[int, ...]]) -> int | None:
    """The token with which the first turn of a conversation begins; None where a vocabulary has none."""
    tokens = tokenize(_TURN)
    return tokens[0] if len(tokens) == 1 else None


class Recall:
    """Of one engine; its sessions share it.

    Args:
        context: The model.
        shelf: Copies in memory.
        store: System prompts on the disk; None keeps none there.
        turn: The token with which the first turn of a conversation begins, and the system prompt ends; None where the
            model has none.
    """

    def __init__(self, context: Context, shelf: StateShelf, store: PrefixStore | None, turn: int | None) -> None:
        self._context, self._shelf, self._store, self._turn = context, shelf, store, turn

    def find(self, cached: CachedPrefix, prompt: Sequence[Item]) -> State | None:
        """What spares more of `prompt` than the cache does, or None."""
        known = cached.match(prompt)
        state = self._shelf.best(prompt, known=known)
        prefix = self._prefix(prompt)
        if state is not None or self._store is None or known >= len(prefix) or not prefix:
            return state
        data = self._store.load(prefix)
        return State(items=prefix, data=data) if data is not None else None

    def exchange(self, cached: CachedPrefix, state: State | None, prompt: Sequence[Item]) -> None:
        """Have the cache hold `state`, where there is one; a copy is kept of what `prompt` would have cut off."""
        # Whatever an error left half done goes first, so that it gets into no copy.
        self._context.cut(cached.positions)
        if self._shelf.wants(cached.items, kept=cached.match(prompt)):
            self._shelf.add(State(items=cached.items, data=self._context.save()))
        if state is not None:
            self._context.cut(cached.keep(0))
            try:
                self._context.load(state.data)
            except EngineError as error:
                _log.warning("a copy of the KV cache can't be used (%s): the prompt is read anew", error)
                self._context.cut(0)
                self._shelf.drop(state)
                return
            for item in state.items:
                cached.append(item)

    def keep_prefix(self, cached: CachedPrefix) -> None:
        """Write the system prompt at the beginning of the cache to the disk, where it isn't there."""
        prefix = self._prefix(cached.items)
        if self._store is None or not prefix or self._store.path(prefix).exists():
            return
        whole = self._context.save()
        self._context.cut(len(prefix))
        part = self._context.save()
        self._context.cut(0)
        self._context.load(whole)
        self._store.save(prefix, part)

    def forget(self) -> None:
        """Drop the copies in memory."""
        self._shelf.forget()

    def _prefix(self, items: Sequence[Item]) -> tuple[int, ...]:
        """The system prompt: the tokens before the first turn; empty where it is short or there is none."""
        prefix: list[int] = []
        for item in items:
            if item == self._turn:
                return tuple(prefix) if len(prefix) >= _LEAST_PREFIX else ()
            if not isinstance(item, int):
                break
            prefix.append(item)
        return ()
