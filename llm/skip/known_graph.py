"""Knows a compute graph again when llama.cpp builds it anew in the same place.

llama.cpp builds its graphs in one piece of memory, node after node, so that a graph of the same make comes to lie at
the same addresses as the one before.  To read it anew node by node takes longer than to compute a small model.
Instead the operations, flags, sources and names of all nodes are held against those that were read, in one comparison.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from llm.skip.graph import GraphHalf
from llm.skip.half import Half
from llm.skip.tensor import Tensor

_WORD, _INTEGER = 8, 4
_POINTERS = (
    *range(Tensor.src.offset, Tensor.src.offset + Tensor.src.size, _WORD),
    Tensor.view_src.offset,
    *range(Tensor.name.offset, Tensor.name.offset + Tensor.name.size, _WORD),
)
_INTEGERS = (Tensor.op.offset, Tensor.flags.offset)

_FARTHEST = 1 << 26
"""Bytes between two nodes of one graph at most: a node takes less than 400."""


class KnownGraph:
    """A graph that was read, while nothing is left out of it.

    Args:
        addresses: Of its nodes, in order.
        halves: What can be left out of it.
        tail: What can be left out of it where no token is chosen.

    Attributes:
        first: Address of its first node.
        halves: As above.
        tail: As above.

    Raises:
        ValueError: Its nodes don't lie in one piece of memory.
    """

    def __init__(self, addresses: Sequence[int], halves: dict[Half, GraphHalf], tail: GraphHalf) -> None:
        self.first, self.halves, self.tail = addresses[0], halves, tail
        nodes = np.array(addresses, dtype=np.int64)
        base, end = int(nodes.min()), int(nodes.max()) + ctypes.sizeof(Tensor)
        if end - base > _FARTHEST or ((nodes - base) % _WORD).any():
            raise ValueError("the nodes don't lie together")
        words = (ctypes.c_int64 * ((end - base) // _WORD)).from_address(base)
        self._words: NDArray[np.int64] = np.ctypeslib.as_array(words)
        self._integers = self._words.view(np.int32)
        self._word_places = ((nodes - base)[:, None] + np.array(_POINTERS)).ravel() // _WORD
        self._integer_places = ((nodes - base)[:, None] + np.array(_INTEGERS)).ravel() // _INTEGER
        self._wanted = self._words[self._word_places], self._integers[self._integer_places]

    def is_there(self) -> bool:
        """Whether this very graph, with nothing left out, lies where it lay; llama.cpp has just built one there."""
        words, integers = self._wanted
        return np.array_equal(self._integers[self._integer_places], integers) and np.array_equal(
            self._words[self._word_places], words
        )
