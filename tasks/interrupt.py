"""Ctrl-C and SIGTERM while an agent works: the first ends the run in good order, the second ends the program."""

from __future__ import annotations

import queue
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self


class Interruption:
    """A context in which SIGINT and SIGTERM stop an agent; to be entered in the main thread.

    Attributes:
        happened: Whether a signal has come.
    """

    def __init__(self, stop: Callable[[], None], *, say: Callable[[str], None]) -> None:
        """Make the context.

        Args:
            stop: Called at the first signal, in a thread of its own: `agent.Agent.stop`.
            say: Tells the person what happens; called in that thread too.
        """
        self._stop, self._say = stop, say
        self._before: dict[int, object] = {}
        # A handler interrupts its own thread wherever that is: it may hold the very lock that a handler would wait for,
        # of an event or of stderr. A SimpleQueue is all that a handler may touch.
        self._signals: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._follow, name="interruption", daemon=True)
        self.happened = False

    def __enter__(self) -> Self:
        self._thread.start()
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal returned, it takes
        self._signals.put(False)
        self._thread.join()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.happened:
            raise KeyboardInterrupt
        self.happened = True
        self._signals.put(True)

    def _follow(self) -> None:
        if self._signals.get():
            self._stop()
            self._say("Stopping after this step; Ctrl-C again leaves at once.")
