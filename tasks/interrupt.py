"""Ctrl-C and SIGTERM while an agent works: the first ends the run in good order, the second ends the program."""

from __future__ import annotations

import signal
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
            stop: Called at the first signal, inside the handler: `agent.Agent.stop`.
            say: Tells the person what happens.
        """
        self._stop, self._say = stop, say
        self._before: dict[int, object] = {}
        self.happened = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what signal.signal returned, it takes

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.happened:
            raise KeyboardInterrupt
        self.happened = True
        self._stop()
        self._say("Stopping after this step; Ctrl-C again leaves at once.")
