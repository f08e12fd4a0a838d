"""`Acting`: what surrounds everything that somebody does to a phone."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from device.simulator import crash

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone


class Acting:
    """Holds the lock while the app in front reacts; lets the display move to what comes of it.

    An app that finds its files damaged stops.
    """

    def __init__(self, phone: SimulatedPhone) -> None:
        """Guard `phone`."""
        self._phone = phone

    def __enter__(self) -> None:
        self._phone.lock.acquire()
        self._scene = self._phone.motion.enter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        try:
            if isinstance(error, crash.DAMAGE):
                crash.stop(self._phone, error)
                return True
            return False
        finally:
            self._phone.motion.leave(self._scene)
            self._phone.lock.release()
