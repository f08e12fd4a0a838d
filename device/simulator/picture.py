"""Screenshots of the simulated phone as files: JPEG for uiautomator2, PNG for screencap."""

from __future__ import annotations

import io
import struct
import threading
import weakref
import zlib
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from device.simulator.phone import SimulatedPhone

UP_FILTER = 2
"""Each byte is stored as its difference from the one above."""
PNG_LEVEL = 1
"""zlib's fastest: a simulated screen is flat, and time counts more than bytes on a loopback link."""


class Pictures:
    """Encoded screenshots of one phone; the last of each kind is kept while the screen stays the same."""

    _of: ClassVar[weakref.WeakKeyDictionary[SimulatedPhone, Pictures]] = weakref.WeakKeyDictionary()
    _of_lock = threading.Lock()

    def __init__(self) -> None:
        """Start without pictures."""
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, int], tuple[NDArray[np.uint8], bytes]] = {}

    @classmethod
    def of(cls, phone: SimulatedPhone) -> Pictures:
        """Return the pictures of a phone; the same object each time."""
        with cls._of_lock:
            return cls._of.setdefault(phone, cls())

    def encode(self, pixels: NDArray[np.uint8], *, form: Literal["jpeg", "png"], quality: int = 80) -> bytes:
        """Return a picture file.

        Args:
            pixels: RGB, ``uint8`` of shape (height, width, 3); the same array object means the same picture.
            form: File format.
            quality: JPEG quality, 1 to 100.
        """
        key = (form, quality if form == "jpeg" else 0)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] is pixels:
                return kept[1]
        data = _jpeg(pixels, quality) if form == "jpeg" else _png(pixels)
        with self._lock:
            self._kept[key] = (pixels, data)
        return data


def black(height: int, width: int) -> NDArray[np.uint8]:
    """Return a black picture: RGB of shape (height, width, 3), read-only."""
    import numpy as np

    pixels = np.zeros((height, width, 3), np.uint8)
    pixels.setflags(write=False)
    return pixels


def _jpeg(pixels: NDArray[np.uint8], quality: int) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=max(1, min(100, quality)))
    return buffer.getvalue()


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """Return a PNG whose rows are all filtered with "up": a third of the time of a library that tries every filter."""
    import numpy as np

    height, width, _ = pixels.shape
    rows = pixels.reshape(height, width * 3)
    filtered = np.empty((height, width * 3 + 1), np.uint8)
    filtered[:, 0] = UP_FILTER
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(filtered.data, PNG_LEVEL)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def screenshot_file(phone: SimulatedPhone, *, form: Literal["jpeg", "png"], quality: int = 80) -> bytes | None:
    """Return what a screen capture of the phone gives now as a picture file; None where it fails."""
    pixels = phone.capture()
    if pixels is None:
        return None
    return phone.interference.picture(Pictures.of(phone).encode(pixels, form=form, quality=quality))
