"""Copies of the KV cache: prompts that were put aside for others, the least recently used dropped first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from llm.cache import Item, cells_of, shared_items
from llm.free_memory import free_memory

_WORTH = 64
"""Cells that a copy has to spare the model: below, copying costs about what it saves."""


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """A copy.

    Attributes:
        items: What was in the cache, in order.
        data: As `llm.context.Context.save` gave it.
    """

    items: tuple[Item, ...]
    data: NDArray[np.uint8]


class StateShelf:
    """Keeps copies within a bound.

    Args:
        most: Bytes of all copies together; 0 keeps none.
        free: Gives the bytes of memory that are free, None where nobody knows; a copy may take half of them.
    """

    def __init__(self, most: int, *, free: Callable[[], int | None] = free_memory) -> None:
        self._most, self._free = most, free
        self._states: list[State] = []

    @property
    def bytes(self) -> int:
        """What the copies take."""
        return sum(len(state.data) for state in self._states)

    def best(self, prompt: Sequence[Item], *, known: int) -> State | None:
        """The copy that spares the most.

        Args:
            prompt: What the cache is to hold.
            known: Items at its beginning that the cache holds already.

        Returns:
            None where no copy spares enough more than that.
        """
        best, most = None, cells_of(prompt[:known]) + _WORTH
        for state in self._states:
            cells = cells_of(prompt[: shared_items(state.items, prompt)])
            if cells >= most:
                best, most = state, cells + 1
        if best is not None:
            self._states.remove(best)
            self._states.append(best)
        return best

    def wants(self, items: Sequence[Item], *, kept: int) -> bool:
        """Whether a cache of `items` that is to be cut to the first `kept` should be copied before."""
        lost = cells_of(items[kept:])
        return (
            self._most > 0
            and lost >= _WORTH
            and not any(state.items[: len(items)] == tuple(items) for state in self._states)
        )

    def add(self, state: State) -> None:
        """Keep a copy, in place of those of its own beginnings; others go where it would be too much."""
        free = self._free()
        if len(state.data) > self._most or (free is not None and len(state.data) > free // 2):
            return
        self._states = [other for other in self._states if state.items[: len(other.items)] != other.items]
        self._states.append(state)
        while self.bytes > self._most:
            self._states.pop(0)

    def drop(self, state: State) -> None:
        """Forget a copy that turned out to be of no use."""
        self._states = [other for other in self._states if other is not state]

    def forget(self) -> None:
        """Drop all copies."""
        self._states.clear()
