"""The embeddings of tokens, as llama.cpp looks them up: to decode text and pictures together, as vectors.

llama.cpp takes tokens or vectors in one decode, not both.  A row of ``token_embd.weight`` written out by ggml's own
function for its number format is what ``ggml_get_rows`` gives, bit for bit.
"""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from llm.bindings import Library
from llm.ggml_types import type_bytes, type_name
from llm.model_file import ModelFile

_TABLE = "token_embd.weight"
_ARCHITECTURE = "glm4"
"""The only one that is known to use the rows as they are (llama.cpp, src/models/glm4.cpp)."""


class _Traits(ctypes.Structure):
    """The beginning of ``struct ggml_type_traits`` (ggml.h)."""

    _fields_ = (
        ("type_name", ctypes.c_char_p),
        ("blck_size", ctypes.c_int64),
        ("blck_size_interleave", ctypes.c_int64),
        ("type_size", ctypes.c_size_t),
        ("is_quantized", ctypes.c_bool),
        ("to_float", ctypes.c_void_p),
    )


class EmbeddingTable:
    """Of one model file.

    Args:
        file: The language model, whose table has a format that ggml writes out.
        traits: What ggml says of the format.
    """

    def __init__(self, file: ModelFile, traits: _Traits) -> None:
        (table,) = (tensor for tensor in file.tensors if tensor.name == _TABLE)
        self._width, rows = table.shape
        with file.path.open("rb") as stream:
            self._mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        start = file.data_start + table.offset
        data = np.frombuffer(self._mapped, dtype=np.uint8, count=table.bytes, offset=start)
        self._rows = data.reshape(rows, table.bytes // rows)
        to_float = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
        self._write_out = to_float(traits.to_float) if traits.to_float else None

    def of(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """The embeddings of `tokens`, shape (tokens, embedding size)."""
        found = np.empty((len(tokens), self._width), dtype=np.float32)
        if self._write_out is None:
            found[:] = self._rows[list(tokens)].view(np.float32)
            return found
        for row, token in enumerate(tokens):
            self._write_out(self._rows[token].ctypes.data, found[row].ctypes.data, self._width)
        return found


def embedding_table(library: Library, file: ModelFile) -> EmbeddingTable | None:
    """The table of a model; None where it is not certain that llama.cpp uses its rows as they are."""
    tables = [tensor for tensor in file.tensors if tensor.name == _TABLE]
    if file.metadata.get("general.architecture") != _ARCHITECTURE or len(tables) != 1 or len(tables[0].shape) != 2:
        return None
    kind = tables[0].ggml_type
    prototype = ctypes.CFUNCTYPE(ctypes.POINTER(_Traits), ctypes.c_int)
    traits = prototype(("ggml_get_type_traits", library.llama._lib))(kind).contents
    known = traits.type_size == type_bytes(kind, traits.blck_size) and traits.type_name is not None
    if not known or traits.type_name.decode().upper() != type_name(kind) or not (traits.to_float or kind == 0):
        return None
    return EmbeddingTable(file, traits)
