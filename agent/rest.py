"""Wait until a screen without a hierarchy looks the same twice: such a screen tells nobody when it is at rest."""

from __future__ import annotations

import time

from device.frame import Frame
from device.phone import Phone
from device.settle import pause_after
from perception.change import find_change


def capture_at_rest(phone: Phone, frame: Frame, *, timeout: float) -> Frame:
    """Capture until two pictures in a row differ by no more than what changes by itself.

    Args:
        phone: The phone.
        frame: What it showed last.
        timeout: Seconds to wait at most; a game that never rests takes all of them.

    Returns:
        The last capture.
    """
    started = time.monotonic()
    while True:
        after = phone.capture()
        moved = find_change(frame.pixels, after.pixels, display=after.display).happened
        at = time.monotonic() - started
        if not moved or at >= timeout:
            return after
        frame = after
        time.sleep(min(pause_after(at), timeout - at))
