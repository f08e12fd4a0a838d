"""`Looks`: names for screens that tell nothing of themselves, by what they look like."""

from __future__ import annotations

from collections import deque
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from device.frame import Display, Frame
from perception.change import find_change, quiet_places

_STEP = 4
_REMEMBERED = 8


class _Look(NamedTuple):
    package: str
    display: Display
    pixels: NDArray[np.uint8]
    name: str


class Looks:
    """The last few screens without a usable hierarchy, so that one that comes again gets the name that it had.

    A status bar's clock and a blinking cursor make no other screen. A picture is kept at a quarter of its size each
    way, half a megabyte for 1080x2400.
    """

    def __init__(self) -> None:
        self._known: deque[_Look] = deque(maxlen=_REMEMBERED)

    def name(self, frame: Frame) -> str:
        """Return 16 hex digits: those of the screen that looked like this, or new ones."""
        pixels, display, package = reduced(frame.pixels), _reduced_display(frame.display), frame.app.package
        for known in reversed(self._known):
            alike = (known.package, known.display, known.pixels.shape) == (package, display, pixels.shape)
            if alike and not find_change(known.pixels, pixels, display=display).happened:
                return known.name
        name = look_of(frame)
        self._known.append(_Look(package, display, pixels, name))
        return name


def look_of(frame: Frame) -> str:
    """Return 16 hex digits over a frame's picture without its status bar, and the app in front."""
    pixels = reduced(frame.pixels)
    digest = blake2b(frame.app.package.encode("utf-8", "replace"), digest_size=8)
    digest.update(repr(pixels.shape).encode())
    digest.update(pixels[quiet_places(_reduced_display(frame.display), None)[0].bottom :].tobytes())
    return digest.hexdigest()


def reduced(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return every fourth pixel of every fourth row: enough to tell pictures apart by."""
    return np.ascontiguousarray(pixels[::_STEP, ::_STEP])


def _reduced_display(display: Display) -> Display:
    return Display(
        width=-(-display.width // _STEP), height=-(-display.height // _STEP), density=display.density // _STEP
    )
