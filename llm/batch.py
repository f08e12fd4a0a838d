"""Reusable memory for ``llama_batch``, what a decode of llama.cpp is given."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEQUENCE = 0
"""The one sequence of a context."""


class Batch:
    """Of one context: no allocation per token.

    Args:
        llama: The loaded bindings.
        chunk: Most tokens.
    """

    def __init__(self, llama: Any, chunk: int) -> None:
        self._native = llama.llama_batch()
        self._tokens = np.zeros(chunk, dtype=np.int32)
        self._positions = np.zeros(chunk, dtype=np.int32)
        self._steps = np.arange(chunk, dtype=np.int32)
        self._wanted = np.zeros(chunk, dtype=np.int8)
        self._image_positions = np.zeros(0, dtype=np.int32)
        sequence = (ctypes.c_int32 * 1)(SEQUENCE)
        pointer = ctypes.cast(sequence, ctypes.POINTER(ctypes.c_int32))
        self._sequences = (ctypes.POINTER(ctypes.c_int32) * chunk)(*[pointer] * chunk)
        self._counts = (ctypes.c_int32 * chunk)(*[1] * chunk)
        self._token_pointer = self._tokens.ctypes.data_as(ctypes.POINTER(ctypes.c_int32))
        self._position_pointer = self._positions.ctypes.data_as(ctypes.POINTER(ctypes.c_int32))
        self._native.n_seq_id = self._counts
        self._native.seq_id = self._sequences
        self._native.logits = self._wanted.ctypes.data_as(ctypes.POINTER(ctypes.c_int8))

    def of_tokens(self, tokens: Sequence[int], position: int, *, logits: int) -> Any:
        """Fill it with tokens from `position` on; the last `logits` of them get logits."""
        count = len(tokens)
        if count == 1:
            self._tokens[0], self._positions[0], self._wanted[0] = tokens[0], position, logits
        else:
            self._tokens[:count] = tokens
            np.add(self._steps[:count], position, out=self._positions[:count])
            self._wanted[:count] = 0
            self._wanted[count - logits : count] = 1
        self._native.n_tokens = count
        self._native.token, self._native.embd = self._token_pointer, None
        self._native.pos = self._position_pointer
        return self._native

    def of_embeddings(self, embeddings: NDArray[np.float32], positions: NDArray[np.int32], *, logits: int) -> Any:
        """Fill it with embeddings, shape (tokens, size), at positions of shape (parts, tokens)."""
        count = len(embeddings)
        self._image_positions = np.ascontiguousarray(positions, dtype=np.int32)
        self._wanted[:count] = 0
        self._wanted[count - logits : count] = 1
        self._native.n_tokens = count
        self._native.token = None
        self._native.embd = embeddings.ctypes.data_as(ctypes.POINTER(ctypes.c_float))
        self._native.pos = self._image_positions.ctypes.data_as(ctypes.POINTER(ctypes.c_int32))
        return self._native
