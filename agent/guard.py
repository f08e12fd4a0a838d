"""Cuts a generation short when a run is stopped or out of time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_POLL_SECONDS = 0.02


@contextmanager
def guarded(should_stop: Callable[[], bool], abort: Callable[[], None]) -> Iterator[None]:
    """Call `abort` as soon as `should_stop` says so, again and again until the block is left.

    Again and again, because an abort that arrives just before the generation begins does nothing. Polled, because
    `should_stop` may be set by a signal handler, where no lock may be taken.
    """
    left = threading.Event()

    def watch() -> None:
        while not left.wait(_POLL_SECONDS):
            if should_stop():
                abort()

    watcher = threading.Thread(target=watch, name="guard", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        left.set()
        watcher.join()
