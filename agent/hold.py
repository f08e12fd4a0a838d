"""Begins no step while the governor lets nothing be done."""

from __future__ import annotations

import time
from collections.abc import Callable

from llm.governor import Governor, Pace

_LOOK_AGAIN_SECONDS = 0.25


def hold(governor: Governor | None, *, until: Callable[[], bool]) -> bool:
    """Wait while the governor holds; the engine waits by itself, but in the middle of a step, before an old screen.

    Args:
        governor: None lets everything be done.
        until: Says whether to give up waiting.

    Returns:
        Whether there was a wait.
    """
    held = False
    while governor is not None and governor.decide().pace is Pace.HOLD and not until():
        held = True
        time.sleep(_LOOK_AGAIN_SECONDS)
    return held
