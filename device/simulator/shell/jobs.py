"""Jobs that a shell runs in the background: ``command &``."""

from __future__ import annotations

import threading
from collections.abc import Callable

from device.simulator.shell.command import Interrupted

POLL_SECONDS = 0.05
MOST_SECONDS = 180.0
"""After that long a job is ended, so that nothing burns for ever behind a client that has gone."""


class Job:
    """A pipeline on a thread of its own.

    It runs before the shell goes on until it ends or waits for something, so that short commands keep their order.

    Attributes:
        pid: Its process number.
        cancelled: Set to end it, as a signal does.
    """

    def __init__(self, pid: int, cancelled: threading.Event) -> None:
        """Make a job that has not begun."""
        self.pid, self.cancelled = pid, cancelled
        self._waits = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, run: Callable[[], object], cancelled: threading.Event, *, seconds: float = MOST_SECONDS) -> None:
        """Begin, and return once it waits for something or has ended.

        Args:
            run: What it does.
            cancelled: Set when the client of the shell hangs up.
            seconds: After this time it is ended.

        Raises:
            Interrupted: The client hung up before; the job is ended too.
        """
        limit = threading.Timer(seconds, self.cancelled.set)
        limit.daemon = True
        limit.start()

        def work() -> None:
            try:
                run()
            except Interrupted:
                pass
            finally:
                limit.cancel()
                self._waits.set()

        self._thread = threading.Thread(target=work, daemon=True, name=f"shell-job-{self.pid}")
        self._thread.start()
        while not self._waits.wait(POLL_SECONDS):
            if cancelled.is_set():
                self.cancelled.set()
                raise Interrupted

    def waits(self) -> None:
        """Learn that the job waits for something."""
        self._waits.set()

    def join(self, cancelled: threading.Event) -> None:
        """Wait until it has ended.

        Raises:
            Interrupted: The client hung up meanwhile.
        """
        while self._thread is not None and self._thread.is_alive():
            if cancelled.is_set():
                raise Interrupted
            self._thread.join(POLL_SECONDS)
