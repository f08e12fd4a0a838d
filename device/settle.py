"""Wait until a screen stops changing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from hashlib import blake2b

# The status bar's clock and battery and a text field's cursor change on a screen that rests.
_SYSTEM_UI_TEXT = re.compile(r'(?:text|content-desc)="[^"]*"(?=[^<>]*package="com\.android\.systemui")')
_AFTER_PACKAGE = re.compile(r'(package="com\.android\.systemui"\s+)content-desc="[^"]*"')

FASTEST = 0.02
"""Seconds between two looks at a screen that has just begun to move."""

AT_FIRST = 0.02
"""Seconds between the first two looks, at least."""

STILL = 2 / 60
"""Seconds for which a screen that moved has to say the same."""

SLOWEST = 0.1
"""Seconds between two looks at a screen that moves for long."""

_SHARE = 0.05
"""Pause between looks as a share of the time that the screen has moved for."""


def pause_after(moved: float) -> float:
    """Seconds until the next look at a screen that has moved for `moved` seconds and moves still.

    A transition is over after a few tenths of a second and is looked at as often as can be; a screen that loads or
    plays a film goes on for seconds, and each look costs the phone a dump of its hierarchy. A screen that rests is not
    looked at any more until the next step. Longer pauses save looks but make the end of a transition seen later:
    ``handroid bench settle`` weighs the two.
    """
    return min(SLOWEST, max(FASTEST, _SHARE * moved))


def wait_until_still(
    read: Callable[[], str], *, timeout: float, pause_of: Callable[[float], float] = pause_after
) -> bool:
    """Read the screen until it has said the same for a moment.

    A server that answers sooner than a display draws would show one frame of a movement twice: readings that agree are
    a frame apart, and once something was seen to move, two.

    Args:
        read: Returns the UI hierarchy; uiautomator2's server on a phone takes longer than a few frames to answer.
        timeout: Seconds to wait at most; one pair of readings is always taken.
        pause_of: Gives the seconds until the next look at a screen that has moved for so long.

    Returns:
        Whether the screen came to rest in time.
    """
    started = since = time.monotonic()
    deadline = started + timeout
    before, still = hash_of(read()), AT_FIRST
    pause = started + AT_FIRST - time.monotonic()
    while True:
        time.sleep(max(0.0, min(pause, deadline - time.monotonic())))
        at = time.monotonic()
        now = hash_of(read())
        done = time.monotonic()
        if now != before:
            before, since, still = now, at, STILL
            pause = pause_of(done - started)
        elif at - since >= still:
            return True
        else:
            pause = since + still - done
        if done >= deadline:
            return False


def hash_of(hierarchy: str) -> bytes:
    """Return a digest of a hierarchy that leaves out what the system's bars say."""
    said = _AFTER_PACKAGE.sub(r"\1", _SYSTEM_UI_TEXT.sub("", hierarchy))
    return blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()
