"""Batches made in processes of their own, so that a fast processor does not wait for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from llm.training.batch import Batch

AHEAD = 8
"""Batches that each process makes ahead."""

Stream = Callable[[int], Iterator[Batch]]
"""Makes an endless stream of batches; every part, counted from 0, is another one."""


def parallel(stream: Stream, workers: int) -> Iterator[Batch]:
    """Yield batches of as many streams as there are `workers`, in turn; with none, of part 0, made in this process.

    Which batch comes when does not depend on how fast they are made.
    """
    if not workers:
        return stream(0)
    loader = DataLoader(_Parts(stream), batch_size=None, num_workers=workers, prefetch_factor=AHEAD)
    return iter(loader)


class _Parts(IterableDataset[Batch]):
    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        return self._stream(0 if worker is None else worker.id)
