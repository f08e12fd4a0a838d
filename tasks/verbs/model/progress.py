"""A bar on stderr for work that is counted in bytes or in tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from tasks.console import stderr

Tell = Callable[[int, int], None]
"""Is called with how much is done and how much there is."""


@contextmanager
def byte_bar(label: str) -> Iterator[Tell]:
    """Show a bar that counts bytes while the context lasts."""
    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with _bar(label, *columns) as tell:
        yield tell


@contextmanager
def count_bar(label: str) -> Iterator[Tell]:
    """Show a bar that counts pieces while the context lasts."""
    with _bar(label, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as tell:
        yield tell


@contextmanager
def _bar(
    label: str, *columns: BarColumn | DownloadColumn | MofNCompleteColumn | TimeRemainingColumn | TransferSpeedColumn
) -> Iterator[Tell]:
    progress = Progress(TextColumn("{task.description}", markup=False), *columns, console=stderr())
    task = progress.add_task(label, total=None)

    def tell(done: int, total: int) -> None:
        # Not before: what is refused at once shows no bar.
        progress.start()
        progress.update(task, completed=done, total=total)

    try:
        yield tell
    finally:
        if progress.live.is_started:
            progress.stop()
