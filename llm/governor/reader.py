"""Reads the sensors in a thread of its own, so that a slow one never makes the engine wait."""

from __future__ import annotations

import contextlib
import threading
from typing import Protocol

from llm.governor.reading import Read, Reading

_IDLE_AFTER = 5.0
"""Seconds after which nobody is taken to be interested."""


class Reader(Protocol):
    """Where the governor gets readings from."""

    def latest(self) -> Reading | None:
        """The newest reading; None before there is one."""
        ...

    def close(self) -> None:
        """Stop reading."""
        ...


class DirectReader:
    """Reads whenever it is asked, in the thread that asks."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._last: Reading | None = None

    def latest(self) -> Reading | None:
        try:
            self._last = self._read()
        except Exception:
            # Whatever a sensor does, the engine goes on; the last reading grows old.
            return self._last
        return self._last

    def close(self) -> None:
        """Nothing is open."""


class BackgroundReader:
    """Reads at an interval, while somebody asks.

    Args:
        read: Makes a reading; may take long and may raise.
        interval: Seconds between two readings.
    """

    def __init__(self, read: Read, *, interval: float) -> None:
        self._read, self._interval = read, interval
        self._last: Reading | None = None
        self._asked = threading.Event()
        self._closed = threading.Event()
        self._first = threading.Event()
        self._thread: threading.Thread | None = None

    def latest(self) -> Reading | None:
        self._asked.set()
        if self._thread is None and not self._closed.is_set():
            self._thread = threading.Thread(target=self._run, name="governor-sensors", daemon=True)
            self._thread.start()
            # A decision without any reading would be full speed: wait for the first, but not for a sensor that hangs.
            self._first.wait(self._interval)
        return self._last

    def close(self) -> None:
        """Stop reading; does not wait for a reading that hangs."""
        self._closed.set()
        self._asked.set()

    def _run(self) -> None:
        while not self._closed.is_set():
            if not self._asked.wait(_IDLE_AFTER):
                continue
            self._asked.clear()
            # Whatever a sensor does, the engine goes on; the last reading grows old.
            with contextlib.suppress(Exception):
                self._last = self._read()
            self._first.set()
            self._closed.wait(self._interval)
