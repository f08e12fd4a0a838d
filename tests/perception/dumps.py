"""Find the real dumps that stay outside the repository."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import numpy as np
import pytest

from device.capture import decode_image
from device.frame import Display, ForegroundApp, Frame
from tasks.frame_files import read_frame

_ROOT = Path(__file__).parents[2]
_CORNER = re.compile(r"\]\[(\d+),(\d+)\]")
# Read at import: the fixtures of every test clean the environment before it runs.
_NAMED = os.environ.get("HANDROID_REAL_DUMPS")


def folder() -> Path:
    """Return the folder of the real dumps; skips the test where there is none."""
    found = Path(_NAMED) if _NAMED else _ROOT.parent / "shared" / "data" / "dumps"
    if not found.is_dir():
        pytest.skip(f"no real dumps at {found}: set HANDROID_REAL_DUMPS")
    return found


def damaged(name: str) -> Frame:
    """Return the frame of a damaged dump that can be read, without a picture."""
    return read_frame(xml=folder() / "malformed" / name / "dump.xml")


def case(number: str) -> Frame:
    """Return the frame of a real dump: its picture where there is one, else grey pixels; skips where it is absent."""
    place = folder() / number
    if not place.is_dir():
        pytest.skip(f"no real dump {number} at {place}")
    document = (place / "dump.xml").read_bytes().decode("utf-8", "replace")
    source = json.loads((place / "source.json").read_text())
    pictures = [path for path in (place / "screen.png", place / "screen.jpg") if path.exists()]
    if pictures:
        pixels = decode_image(pictures[0].read_bytes())
    else:
        corners = [(int(right), int(bottom)) for right, bottom in _CORNER.findall(document)]
        width, height = source["resolution"] or (max(x for x, _ in corners), max(y for _, y in corners))
        pixels = np.full((height, width, 3), 128, np.uint8)
    bars = ("com.android.systemui", "com.google.android.inputmethod.latin")
    names = [name for name in source["packages"] if name not in bars] or source["packages"]
    return Frame(
        pixels=pixels,
        hierarchy=document,
        app=ForegroundApp(package=names[0] if names else ""),
        display=Display(width=pixels.shape[1], height=pixels.shape[0]),
        captured_at=0.0,
    )
