"""Make a `Frame` of files: a hierarchy, a screenshot, or both of one moment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from device.capture import decode_image
from device.errors import CaptureError
from device.frame import Display, ForegroundApp, Frame
from perception import Hierarchy, HierarchyError, PerceptionUsageError, decode_hierarchy, parse_hierarchy

LARGEST_FILE = 64_000_000
"""Bytes of a file that is read; screenshots and hierarchies are hundreds of times smaller."""
_SYSTEM = ("com.android.systemui", "android")
_LONGEST_SIDE = 16_384


def read_frame(*, xml: Path | None = None, image: Path | None = None) -> Frame:
    """Return the frame that the files show; without a screenshot its pixels have the shape (0, 0, 3).

    The app in front is the one that fills most of the display, Android's own parts aside: a hierarchy names no other.

    Args:
        xml: A UI hierarchy.
        image: A screenshot, PNG or JPEG.

    Raises:
        PerceptionUsageError: A file can't be read or is something else; the message names it.
    """
    if xml is None and image is None:
        raise PerceptionUsageError("there is nothing to look at: name a hierarchy, a screenshot or both")
    document = decode_hierarchy(_read(xml)) if xml is not None else ""
    try:
        hierarchy = parse_hierarchy(document) if document.strip() else Hierarchy(nodes=(), windows=())
    except HierarchyError as error:
        raise PerceptionUsageError(f"{xml}: {error}") from error
    if xml is not None and not document.strip():
        raise PerceptionUsageError(f"{xml} is empty: a UI hierarchy is wanted")
    pixels = _pixels(image)
    width, height = (pixels.shape[1], pixels.shape[0]) if image is not None else _extent(hierarchy)
    return Frame(
        pixels=pixels,
        hierarchy=document,
        app=_app(hierarchy),
        display=Display(width=width, height=height, rotation=hierarchy.rotation, density=likely_density(width, height)),
        captured_at=0.0,
    )


def likely_density(width: int, height: int) -> int:
    """Return the dots per inch that a display of so many pixels is likely to have; a file doesn't tell it.

    Phones are about 411 dp across, the smallest ones 320, watches 225; what is held across is a tablet or a car's, 720
    dp high.
    """
    narrow, wide = sorted((max(width, 1), max(height, 1)))
    if wide <= 1.2 * narrow:
        across = 225
    elif width > height:
        across = 720
    else:
        across = 411 if wide > 1.6 * narrow else 320
    return max(1, round(narrow / across * 160))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PerceptionUsageError(f"{path} is larger than {LARGEST_FILE // 1_000_000} MB: not what a phone tells")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise PerceptionUsageError(f"{path} can't be read: {reason}") from error


def _pixels(image: Path | None) -> NDArray[np.uint8]:
    if image is None:
        return np.zeros((0, 0, 3), np.uint8)
    try:
        return decode_image(_read(image))
    except CaptureError as error:
        raise PerceptionUsageError(f"{image} is cut off or not a PNG or JPEG") from error


def _extent(hierarchy: Hierarchy) -> tuple[int, int]:
    """Return width and height of the smallest display that holds every window."""
    roots = [hierarchy.nodes[position].bounds for position in hierarchy.windows]
    width = max((bounds[2] for bounds in roots), default=0)
    height = max((bounds[3] for bounds in roots), default=0)
    return min(max(width, 1), _LONGEST_SIDE), min(max(height, 1), _LONGEST_SIDE)


def _app(hierarchy: Hierarchy) -> ForegroundApp:
    largest, package = -1, ""
    for position in hierarchy.windows:
        root = hierarchy.nodes[position]
        left, top, right, bottom = root.bounds
        extent = max(0, right - left) * max(0, bottom - top)
        if root.package in _SYSTEM:
            extent //= 4
        if extent > largest and root.package:
            largest, package = extent, root.package
    return ForegroundApp(package=package, label=package)
