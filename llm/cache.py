"""What is in the KV cache: the longest common beginning with a new prompt, and where to cut.

A token takes one cell and one position.  An image of ``rows`` by ``columns`` cells takes ``rows * columns`` cells but
only ``max(rows, columns)`` positions (M-RoPE; tools/mtmd/mtmd.cpp, MTMD_POS_TYPE_MROPE), so cells and positions are
counted apart.  M-RoPE positions cannot be shifted (llama_memory_seq_add aborts the process): the cache is only cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImageItem:
    """An image as it stands in the cache, known by the hash of its scaled pixels.

    Attributes:
        digest: Hash of the scaled pixels.
        cells: KV cells that it takes.
        positions: Positions that it takes.
    """

    digest: bytes
    cells: int
    positions: int


Item = int | ImageItem
"""A token id or an image."""


def cells_of(items: Sequence[Item]) -> int:
    """KV cells that `items` take."""
    return sum(1 if isinstance(item, int) else item.cells for item in items)


def positions_of(items: Sequence[Item]) -> int:
    """Positions that `items` take."""
    return sum(1 if isinstance(item, int) else item.positions for item in items)


def shared_items(items: Sequence[Item], prompt: Sequence[Item]) -> int:
    """Number of leading items that `prompt` shares with `items`.

    The prompt's last item never counts: it has to be decoded again to get the logits after it.
    """
    limit = max(0, min(len(items), len(prompt) - 1))
    return next((index for index in range(limit) if items[index] != prompt[index]), limit)


class CachedPrefix:
    """The items whose keys and values the context holds, in order."""

    def __init__(self) -> None:
        self._items: list[Item] = []
        self.cells = 0
        self.positions = 0

    def __len__(self) -> int:
        return len(self._items)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is cached."""
        return tuple(self._items)

    def match(self, prompt: Sequence[Item]) -> int:
        """Number of leading items that `prompt` shares with the cache, as `shared_items` counts."""
        return shared_items(self._items, prompt)

    def keep(self, count: int) -> int:
        """Forget all but the first `count` items; gives the first position that is free."""
        dropped = self._items[count:]
        del self._items[count:]
        self.cells -= cells_of(dropped)
        self.positions -= positions_of(dropped)
        return self.positions

    def append(self, item: Item) -> None:
        """Note an item that was decoded."""
        self._items.append(item)
        self.cells += 1 if isinstance(item, int) else item.cells
        self.positions += 1 if isinstance(item, int) else item.positions

    def extend(self, tokens: Sequence[int]) -> None:
        """Note tokens that were decoded."""
        self._items.extend(tokens)
        self.cells += len(tokens)
        self.positions += len(tokens)
