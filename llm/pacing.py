"""What happens between two decodes: a more urgent turn goes first, the governor decides, and rests are taken."""

from __future__ import annotations

import time
from collections.abc import Callable

from llm.bindings import AbortFlag
from llm.errors import TooHotError
from llm.governor.decision import Decision, Pace
from llm.governor.governor import Governor
from llm.governor.tier import LONGEST_PAUSE
from llm.turns import Turn, Turns

_SHORTEST_REST = 0.01
"""Seconds: less is owed until more has come together, as a sleep costs about as much as it rests."""

_LOOK_AGAIN = 0.25
"""Seconds between two looks at a machine that is too hot to work at all."""


class Aborted(Exception):
    """Somebody asked for a stop: no error, and never let out of this package."""


class Pacing:
    """Of one engine; a generation calls it between decodes, in its own thread.

    Args:
        abort: Flag that breaks off what llama.cpp computes.
        chunk: Tokens per decode at full speed.
        threads: Says how many CPU threads to use at most now.
        set_threads: Has llama.cpp use so many from the next decode on.
        turns: Who goes first.
        longest_hold: Seconds after which a machine that stays too hot ends the generation.
    """

    def __init__(
        self,
        *,
        abort: AbortFlag,
        chunk: int,
        threads: Callable[[], int],
        set_threads: Callable[[int], None],
        turns: Turns,
        governor: Governor | None,
        longest_hold: float,
    ) -> None:
        self._abort, self._chunk, self._wanted, self._set = abort, chunk, threads, set_threads
        self._turns, self._governor, self._longest_hold = turns, governor, longest_hold
        self._threads = 0
        self._turn: Turn | None = None
        self._put_away: Callable[[], None] = _nothing
        self._take_up: Callable[[], None] = _nothing
        self._owed = 0.0
        self.rested = 0.0

    def begin(self, turn: Turn, *, put_away: Callable[[], None], take_up: Callable[[], None]) -> None:
        """Start a generation.

        Args:
            turn: Its turn, which is active.
            put_away: Saves the cache of whoever has to yield.
            take_up: Brings it back.
        """
        self._abort.clear()
        self._use(turn, put_away, take_up)
        self.rested = 0.0
        self._use_threads(self._wanted())

    def chunk(self) -> int:
        """Yield, decide and rest before a chunk of a prompt; gives the most tokens it may have.

        Raises:
            Aborted: The generation was stopped.
            TooHotError: The machine stayed too hot for any work.
        """
        decision = self._ready()
        return self._chunk if decision is None else min(self._chunk, decision.tier.chunk)

    def token(self) -> None:
        """Yield, decide and rest before a token; raises as `chunk`."""
        self._ready()

    def worked(self, seconds: float, tokens: int) -> None:
        """Take note of a decode that was finished."""
        if self._turn is not None:
            self._turn.decodes += self._turn.asked
        if self._governor is not None:
            self._governor.worked(seconds, threads=self._threads, tokens=tokens)
            last = self._governor.last
            self._owed += seconds * last.tier.pause if last is not None else 0.0

    def interrupted(self) -> None:
        """After a decode was broken off: raise where it was for good, return where it is to be done again."""
        if self._turn is None or self._turn.stopped or not self._turn.asked:
            raise Aborted
        self._yield(self._turn)

    def check(self) -> None:
        """Raise `Aborted` where the generation was stopped."""
        if self._turn is not None and self._turn.stopped:
            raise Aborted

    def between_nodes(self, seconds: float) -> None:
        """Rest in the middle of a picture's encoding, after `seconds` of it; never raises."""
        if self._governor is not None and self._turn is not None and not self._abort:
            self._governor.worked(seconds, threads=self._threads, tokens=0)
            decision, until = self._governor.decide(), time.perf_counter() + self._longest_hold
            while decision.pace is Pace.HOLD and not self._abort and time.perf_counter() < until:
                self._sleep(self._turn, _LOOK_AGAIN)
                decision = self._governor.decide()
            owed = seconds * decision.tier.pause
            if owed >= _SHORTEST_REST:
                self._sleep(self._turn, min(owed, LONGEST_PAUSE))

    def _use(self, turn: Turn, put_away: Callable[[], None], take_up: Callable[[], None]) -> None:
        self._turn, self._put_away, self._take_up = turn, put_away, take_up

    def _ready(self) -> Decision | None:
        turn, governor = self._turn, self._governor
        assert turn is not None
        held_since: float | None = None
        while True:
            if turn.stopped:
                raise Aborted
            if turn.asked:
                self._yield(turn)
                continue
            if governor is None:
                return None
            decision = governor.decide()
            if decision.pace is Pace.HOLD:
                held_since = held_since or time.perf_counter()
                if time.perf_counter() - held_since > self._longest_hold:
                    raise TooHotError(
                        f"the machine stayed too hot for {self._longest_hold:g} s ({decision.cause}): let it cool"
                    )
                self._sleep(turn, _LOOK_AGAIN)
                self._owed = 0.0
            elif decision.tier.pause > 0 and self._owed >= _SHORTEST_REST:
                self._owed -= self._sleep(turn, min(self._owed, LONGEST_PAUSE))
            else:
                break
        if decision.tier.pause == 0:
            self._owed = 0.0
        self._use_threads(min(decision.tier.threads, self._wanted()))
        return decision

    def _sleep(self, turn: Turn, seconds: float) -> float:
        """Rest, but not when there is something to do at once; gives the seconds that it took."""
        began = time.perf_counter()
        turn.wake.wait(seconds)
        took = time.perf_counter() - began
        self.rested += took
        return took

    def _yield(self, turn: Turn) -> None:
        """Let who is more urgent go first, and take up the own work afterwards."""
        mine = turn, self._put_away, self._take_up
        self._put_away()
        self._turns.give_way(turn)
        self._use(*mine)
        self._abort.clear()
        if turn.stopped:
            # Its cache stays put away: the next generation of its kind finds it there.
            raise Aborted
        self._take_up()

    def _use_threads(self, threads: int) -> None:
        if threads != self._threads:
            self._set(threads)
            self._threads = threads


def _nothing() -> None:
    """Nothing to put away."""
