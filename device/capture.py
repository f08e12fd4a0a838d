"""Take a screenshot and the hierarchy of the same moment, and notice when either failed."""

from __future__ import annotations

import base64
import binascii
import importlib.util
import io
import re
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from device.errors import CaptureError, PhoneEnvironmentError

Pixels = NDArray[np.uint8]

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
_ROTATION = re.compile(r'<hierarchy[^>]*\srotation="([0-3])"')
_ROOT_BOUNDS = re.compile(r'bounds="\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]"')
_EMPTY = re.compile(r"<hierarchy[^>]*/>")
_BLACK = 8
MOST_PIXELS = 7680 * 4320
"""Of a screenshot: the largest display that Android drives."""
MOST_DEPTH = 50
"""Levels of the hierarchy that are asked for, as uiautomator2 does."""

JPEG_QUALITY = 80
"""uiautomator2's server has no other format; a PNG from ``screencap`` takes a real phone several times as long."""

Rpc = Callable[..., Any]


def decode_image(data: bytes) -> Pixels:
    """Return the RGB pixels, ``uint8`` of shape (height, width, 3), of a JPEG or PNG.

    Raises:
        CaptureError: The data is not a complete image, or says that it is larger than any display.
    """
    if not _is_complete(data):
        raise CaptureError("the phone sent a screenshot that is cut off or is not an image")
    width, height = _size(data)
    if width * height > MOST_PIXELS:
        raise CaptureError(f"the phone sent a screenshot of {width}x{height} pixels: no display is as large")
    return _decode(data)


def _size(data: bytes) -> tuple[int, int]:
    """Return width and height as a picture's first bytes tell them: a few damaged ones may ask for gigabytes."""
    kind = JpegImageFile if data.startswith(_JPEG) else PngImageFile
    try:
        with kind(io.BytesIO(data)) as image:
            return image.size
    except (OSError, SyntaxError, ValueError, IndexError, TypeError, struct.error) as error:
        raise CaptureError("the phone sent a screenshot that is not an image") from error


def _is_complete(data: bytes) -> bool:
    # OpenCV decodes what is there of a picture that was cut off and fills up with grey. Some phones pad the end.
    if data.startswith(_JPEG):
        return _JPEG_END in data[-64:]
    return data.startswith(_PNG) and _PNG_END in data[-64:]


def decode_by_cv2(data: bytes) -> Pixels:
    """Do `decode_image` by OpenCV."""
    import cv2  # not everywhere, and Pillow does without

    decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if decoded is None:
        raise CaptureError("the phone sent a screenshot that is not an image")
    return cast(Pixels, cv2.cvtColor(decoded, cv2.COLOR_BGR2RGB))


def decode_by_pillow(data: bytes) -> Pixels:
    """Do `decode_image` by Pillow."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return np.asarray(image.convert("RGB"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise CaptureError("the phone sent a screenshot that is not an image") from error


_decode = decode_by_cv2 if importlib.util.find_spec("cv2") else decode_by_pillow


def take_screenshot(rpc: Rpc, screencap: Callable[[], bytes]) -> Pixels:
    """Take a screenshot: uiautomator2's JPEG, or where that fails or is black, ``screencap``'s PNG.

    uiautomator2's own client makes a black picture out of a failed ``screencap``; here it is an error.

    Args:
        rpc: Calls a method of uiautomator2's server.
        screencap: Returns what ``screencap -p`` printed.

    Returns:
        RGB pixels, ``uint8`` of shape (height, width, 3). Black ones where the phone shows black.

    Raises:
        CaptureError: Neither way gave an image.
    """
    pixels = None
    # A server that cannot take pictures, as on a locked-down phone, is no reason not to try the other way.
    with suppress(PhoneEnvironmentError, binascii.Error):
        pixels = decode_image(base64.b64decode(rpc("takeScreenshot", 1, JPEG_QUALITY) or ""))
    if pixels is not None and not is_black(pixels):
        return pixels
    printed = screencap()
    # Some phones print a warning before the picture.
    start = printed.find(_PNG)
    if start >= 0:
        with suppress(CaptureError):
            return decode_image(printed[start:])
    if pixels is None:
        said = " ".join(printed[:80].decode("utf-8", "replace").split()) if start < 0 else "a damaged picture"
        raise CaptureError(f"the phone gave no screenshot (screencap printed: {said or 'nothing'}): wake and unlock it")
    return pixels


def is_black(pixels: Pixels) -> bool:
    """Return whether nothing can be seen: what a failed capture and a withheld screen look like."""
    return int(pixels[::16, ::16].max(initial=0)) <= _BLACK


def read_hierarchy(rpc: Rpc) -> str:
    """Return the UI hierarchy; empty where the phone has none to tell, as for a game.

    The server waits for the screen to be idle before it answers.
    """
    for _ in range(2):
        document = rpc("dumpWindowHierarchy", False, MOST_DEPTH)
        if isinstance(document, str) and document.strip() and not _EMPTY.search(document):
            return document
    return ""


def rotation_of(hierarchy: str) -> int:
    """Return the quarter turns that a hierarchy tells; 0 where it tells none."""
    match = _ROTATION.search(hierarchy)
    return int(match.group(1)) if match else 0


def belong_together(pixels: Pixels, hierarchy: str) -> bool:
    """Return whether a hierarchy fits in a picture: not when the phone was turned between the two."""
    height, width = pixels.shape[:2]
    match = _ROOT_BOUNDS.search(hierarchy)
    return match is None or (int(match.group(3)) <= width and int(match.group(4)) <= height)
