"""Whose turn it is: work that a person waits for goes first, and background work steps aside in the middle.

One turn is active at a time.  A more urgent one that arrives asks the active one to yield; that one does so at its next
point between two decodes, waits, and goes on where it was.  Within one urgency, who came first goes first.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """Who waits for the answer; lower goes first."""

    PERSON = 0
    BACKGROUND = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """How a turn was handed to one that is more urgent.

    Attributes:
        seconds: From the request until the more urgent turn could begin.
        decodes: Chunks and tokens that the other one still finished in between.
    """

    seconds: float
    decodes: int


class Turn:
    """One generation's right to the engine.

    Attributes:
        urgency: Who waits for it.
        stopped: Somebody wants it to end.
        asked: A more urgent turn waits.
        decodes: Decodes that it finished after it was asked.
        waited: Seconds that it spent waiting, at its beginning and in the middle.
        wake: Set when `stopped` or `asked` is.
    """

    def __init__(self, urgency: Urgency, ticket: int, interrupt: Callable[[], None]) -> None:
        self.urgency, self.ticket = urgency, ticket
        self.stopped = self.asked = False
        self.decodes = 0
        self.waited = 0.0
        self.wake = threading.Event()
        self._interrupt = interrupt

    def stop(self) -> None:
        """End it at its next decode, or in the middle of one."""
        self.stopped = True
        self.wake.set()
        self._interrupt()

    def ask(self) -> None:
        """Have it yield, with what it decodes now broken off and done again later."""
        self.asked, self.decodes = True, 0
        self.wake.set()
        self._interrupt()

    @property
    def order(self) -> tuple[int, int]:
        """What decides who is next: urgency, then who came first."""
        return self.urgency, self.ticket


class Turns:
    """The turns of one engine.

    Args:
        interrupt: Breaks off what the engine computes now.

    Attributes:
        handovers: The last times that a turn yielded to a more urgent one.
    """

    def __init__(self, interrupt: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self._changed = threading.Condition()
        self._active: Turn | None = None
        self._started: list[Turn] = []
        self._waiting: list[Turn] = []
        self._tickets = itertools.count()
        self.handovers: deque[Handover] = deque(maxlen=1024)

    @contextmanager
    def hold(self, urgency: Urgency) -> Iterator[Turn]:
        """Wait for the turn, hold it, and hand it on."""
        turn = Turn(urgency, next(self._tickets), self._interrupt)
        with self._changed:
            self._wait(turn)
            self._started.append(turn)
        try:
            yield turn
        finally:
            with self._changed:
                self._started.remove(turn)
                if self._active is turn:
                    self._active = None
                self._changed.notify_all()

    def give_way(self, turn: Turn) -> None:
        """Let more urgent turns go first; gives the active `turn` back when none waits, or at once where it is stopped.

        The caller has put away what belongs to it, and takes it up again afterwards.
        """
        with self._changed:
            self._active = None
            self._changed.notify_all()
            self._wait(turn)
            turn.asked = False
            if not turn.stopped:
                turn.wake.clear()

    def stop(self, urgency: Urgency | None = None) -> None:
        """End every turn that has begun, or those of one urgency."""
        with self._changed:
            for turn in self._started:
                if urgency is None or turn.urgency is urgency:
                    turn.stop()

    def has_begun(self, urgency: Urgency) -> bool:
        """Whether a turn of this urgency has begun and not ended."""
        with self._changed:
            return any(turn.urgency is urgency for turn in self._started)

    def _wait(self, turn: Turn) -> None:
        """Wait until `turn` is the next one, then make it active; the condition is held."""
        began = time.perf_counter()
        asked: Turn | None = None
        self._waiting.append(turn)
        try:
            while self._active is not None or min(self._waiting, key=lambda one: one.order) is not turn:
                active = self._active
                if active is not None and active.urgency > turn.urgency and not active.asked:
                    active.ask()
                    asked = active
                self._changed.wait()
        finally:
            self._waiting.remove(turn)
            self._changed.notify_all()
        self._active = turn
        seconds = time.perf_counter() - began
        turn.waited += seconds
        if asked is not None:
            self.handovers.append(Handover(seconds=seconds, decodes=asked.decodes))
