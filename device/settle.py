"""Wait until a screen stops changing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from hashlib import blake2b

# The status bar's clock and battery and a text field's cursor change on a screen that rests.
_SYSTEM_UI_TEXT = re.compile(r'(?:text|content-desc)="[^"]*"(?=[^<>]*package="com\.android\.systemui")')
_AFTER_PACKAGE = re.compile(r'(package="com\.android\.systemui"\s+)content-desc="[^"]*"')
_LOOK_AGAIN_SECONDS = 0.02


def wait_until_still(read: Callable[[], str], *, timeout: float) -> bool:
    """Read the screen until it says the same twice in a row.

    Args:
        read: Returns the UI hierarchy; uiautomator2's server waits for the screen to be idle before it answers, so two
            readings are apart by more than the time between them here.
        timeout: Seconds to wait at most; one pair of readings is always taken.

    Returns:
        Whether the screen came to rest in time.
    """
    deadline = time.monotonic() + timeout
    before = hash_of(read())
    while True:
        now = hash_of(read())
        if now == before:
            return True
        if time.monotonic() >= deadline:
            return False
        before = now
        time.sleep(_LOOK_AGAIN_SECONDS)


def hash_of(hierarchy: str) -> bytes:
    """Return a digest of a hierarchy that leaves out what the system's bars say."""
    said = _AFTER_PACKAGE.sub(r"\1", _SYSTEM_UI_TEXT.sub("", hierarchy))
    return blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()
