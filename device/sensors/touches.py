"""Notices a person who touches the phone: ``getevent`` shows what fingers do, and not what is injected.

The kernel's input devices are below the place where uiautomator2, ``input`` and accessibility services put their
touches in, so whatever comes out of them was done by a hand. adb's shell user may read them on nearly every phone.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from device.errors import PhoneError, SensorError
from device.sensors.reading import SensorReading, Value

COMMAND = "getevent"

HELD_SECONDS = 5.0
"""A person who touched the phone so long ago is taken to look at it still."""

# Type, code and value in hex: EV_KEY (1) is a button, EV_ABS (3) with 0x35, 0x36, 0x39 a finger's position or start
# (linux/input-event-codes.h). Light and motion sensors report other codes of EV_ABS, and nobody's finger.
_BY_HAND = re.compile(r"^(?:/dev/input/event\d+:\s+)?(?:0001 [0-9a-f]{4}|0003 00(?:35|36|39)) [0-9a-f]{8}\s*$")


def is_touch(line: str) -> bool:
    """Whether a line of ``getevent`` tells of a finger or a button."""
    return _BY_HAND.match(line) is not None


class LineStream(Protocol):
    """Lines that come when there are some."""

    def lines(self) -> Iterator[str]:
        """Yield each line as it comes; ends when the command does, or the stream is closed."""
        ...

    def close(self) -> None:
        """Hang up, which ends the command; harmless when called twice, and from another thread."""
        ...


class Touches:
    """Watches the phone's input devices from the first reading on, in a thread of its own.

    Args:
        stream: Starts a command on the phone and gives the lines it prints.
        clock: Seconds.
    """

    name = "touches"
    every = 0.0

    def __init__(self, stream: Callable[[str], LineStream], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._open: LineStream | None = None
        self._last: float | None = None
        self._problem = ""
        self._closed = False

    def read(self) -> SensorReading:
        """Say whether a person touched the phone in the last seconds.

        Raises:
            SensorError: The phone does not let us watch.
            PhoneError: It can't be reached.
        """
        if self._problem:
            problem, self._problem = self._problem, ""
            self._hang_up()  # the next reading opens it again
            raise SensorError(problem)
        if self._closed:
            raise SensorError("the watch was ended")
        if self._open is None:
            self._open = self._stream(COMMAND)
            threading.Thread(target=self._watch, args=(self._open,), name="touches", daemon=True).start()
        last = self._last
        touched = last is not None and self._clock() - last < HELD_SECONDS
        return SensorReading(touched=Value(value=touched, source=COMMAND))

    def close(self) -> None:
        """Stop watching for good; harmless when called twice."""
        self._closed = True
        self._hang_up()

    def _hang_up(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _watch(self, stream: LineStream) -> None:
        said = ""
        try:
            for line in stream.lines():
                if is_touch(line):
                    self._last = self._clock()
                said = line or said
            problem = f"{COMMAND} ended: {said[:80] or 'it said nothing'}"
        except PhoneError as error:
            problem = str(error)
        if self._open is stream:
            self._problem = problem
