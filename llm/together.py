"""Text and pictures as one run of vectors, for a single decode."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from llm.cache import ImageItem, Item, cells_of
from llm.embedding_table import EmbeddingTable
from llm.vision import EncodedImage


def text_before(items: Sequence[Item], chunk: int, encoded: Mapping[bytes, EncodedImage]) -> int | None:
    """How many tokens have to be read first, in whole chunks, so that the rest fits into one with its pictures.

    Args:
        items: The end of a prompt.
        chunk: Most cells of a decode.
        encoded: The pictures that can be read now.

    Returns:
        None where there is no picture, or text alone does not do.
    """
    first = next((index for index, item in enumerate(items) if isinstance(item, ImageItem)), None)
    before = max(0, -(-(cells_of(items) - chunk) // chunk) * chunk)
    if first is None or before > first:
        return None
    known = all(isinstance(item, int) or item.digest in encoded for item in items)
    return before if known else None


def vectors(
    items: Sequence[Item], encoded: Mapping[bytes, EncodedImage], table: EmbeddingTable, start: int
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Embeddings of shape (cells, size) and M-RoPE positions of shape (4, cells) of `items` from `start` on."""
    embeddings, positions = [], []
    for is_token, group in itertools.groupby(items, key=lambda item: isinstance(item, int)):
        if is_token:
            tokens = [item for item in group if isinstance(item, int)]
            steps = np.arange(start, start + len(tokens), dtype=np.int32)
            embeddings.append(table.of(tokens))
            positions.append(np.stack([steps, steps, steps, np.zeros_like(steps)]))
            start += len(tokens)
            continue
        for item in group:
            if isinstance(item, ImageItem):
                embeddings.append(encoded[item.digest].embeddings)
                positions.append(encoded[item.digest].positions(start))
                start += item.positions
    return np.ascontiguousarray(np.concatenate(embeddings)), np.concatenate(positions, axis=1)
