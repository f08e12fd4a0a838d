"""The touchscreen below Android: events that a hand causes, in the kernel's multi-touch protocol B.

Linux, ``Documentation/input/multi-touch-protocol.rst``; codes of ``linux/input-event-codes.h``.
"""

from __future__ import annotations

import threading
import weakref
from collections import deque
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

TOUCHSCREEN = "/dev/input/event2"

SYNC, KEY, ABSOLUTE = 0, 1, 3
X, Y, TRACKING_ID = 0x35, 0x36, 0x39
_KEPT = 4096
_LIFTED = (-1, 0xFFFFFFFF)

Event = tuple[int, int, int]
"""Type, code and value."""


class InputEvents:
    """What came out of one phone's touchscreen.

    Attributes:
        count: Events so far.
    """

    _of: ClassVar[weakref.WeakKeyDictionary[SimulatedPhone, InputEvents]] = weakref.WeakKeyDictionary()
    _of_lock = threading.Lock()

    def __init__(self, phone: SimulatedPhone) -> None:
        """Begin with no finger on the screen."""
        self._phone = weakref.ref(phone)
        self._lock = threading.Lock()
        self._events: deque[Event] = deque(maxlen=_KEPT)
        self._at = [0, 0]
        self._finger: bool = False
        self._down: bool = False
        self.count = 0

    @classmethod
    def of(cls, phone: SimulatedPhone) -> InputEvents:
        """Return the events of a phone; the same object each time."""
        with cls._of_lock:
            found = cls._of.get(phone)
            if found is None:
                found = cls._of[phone] = cls(phone)
            return found

    def since(self, count: int) -> list[Event]:
        """Return the events after the first `count`, as far as they are kept."""
        with self._lock:
            new = min(self.count - count, len(self._events))
            return list(self._events)[len(self._events) - new :] if new > 0 else []

    def put(self, kind: int, code: int, value: int) -> None:
        """Take one event; with the one that ends a packet the finger touches, moves or leaves."""
        with self._lock:
            self._events.append((kind, code, value))
            self.count += 1
            if kind == ABSOLUTE and code in (X, Y):
                self._at[code - X] = value
            elif kind == ABSOLUTE and code == TRACKING_ID:
                self._finger = value not in _LIFTED
            elif kind == SYNC:
                self._act()

    def tap(self, x: int, y: int) -> None:
        """Touch (x, y) display pixels shortly with a hand."""
        for event in (
            (ABSOLUTE, TRACKING_ID, 1),
            (ABSOLUTE, X, x),
            (ABSOLUTE, Y, y),
            (SYNC, 0, 0),
            (ABSOLUTE, TRACKING_ID, -1),
            (SYNC, 0, 0),
        ):
            self.put(*event)

    def _act(self) -> None:
        phone = self._phone()
        if phone is None:
            return
        x, y = self._at
        if self._finger and self._down:
            phone.touch_move(x, y)
        elif self._finger:
            phone.touch_down(x, y)
        elif self._down:
            phone.touch_up(x, y)
        self._down = self._finger
