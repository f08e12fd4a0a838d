"""`Reader`: reads text in pixels with RapidOCR, where the extra `ocr` is installed.

Its models lie inside its wheel: nothing is downloaded. What has not changed since the last picture is not read again.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perception.box import Box
from perception.conditions import Axis
from perception.dirty import dirty_regions
from perception.geometry import area, clip, share_inside
from perception.hierarchy import Rect
from perception.scroll_offset import Scroll

_LONGEST_SIDE = 1280
_MARGIN = 12
_WHOLE = 0.5
_LEAST_SCORE = 0.6


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of text in a picture.

    Attributes:
        text: What it reads.
        box: Where, in pixels of the picture.
        score: How sure that is, 0 to 1.
    """

    text: str
    box: Box
    score: float


class Reader:
    """Reads Chinese and English in pictures of one display, one after the other.

    Args:
        engine: RapidOCR, or what answers alike.
    """

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._pixels: NDArray[np.uint8] | None = None
        self._lines: tuple[Line, ...] = ()
        self.read_pixels = 0
        """Pixels that were looked at so far; what a picture had in common with the last one is not among them."""

    def read(self, pixels: NDArray[np.uint8], *, scroll: Scroll | None = None) -> tuple[Line, ...]:
        """Return the lines of a picture from the top.

        Args:
            pixels: RGB, ``uint8`` of shape (height, width, 3).
            scroll: How content moved since the last picture, where it did: what moved keeps its words.
        """
        before, kept = self._pixels, list(self._lines)
        if before is None or before.shape != pixels.shape:
            lines = self._read_part(pixels, (0, 0, pixels.shape[1], pixels.shape[0]))
        else:
            if scroll is not None:
                before, kept = _moved(before, kept, scroll)
            changed = [_rect(box) for box in dirty_regions(before, pixels)]
            if sum(map(area, changed)) > _WHOLE * pixels.shape[0] * pixels.shape[1]:
                changed, kept = [(0, 0, pixels.shape[1], pixels.shape[0])], []
            lines = []
            for part in _whole_lines(changed, kept, pixels.shape):
                kept = [line for line in kept if share_inside(_rect(line.box), part) == 0]
                lines.extend(self._read_part(pixels, part))
            lines.extend(kept)
        lines.sort(key=lambda line: (line.box.top, line.box.left))
        # A copy: the picture may be the caller's to write into.
        self._pixels, self._lines = pixels.copy(), tuple(lines)
        return self._lines

    def _read_part(self, pixels: NDArray[np.uint8], part: Rect) -> list[Line]:
        left, top, right, bottom = part
        if right - left < 4 or bottom - top < 4:
            return []
        self.read_pixels += area(part)
        # RapidOCR takes OpenCV's order of channels.
        found = self._engine(np.ascontiguousarray(pixels[top:bottom, left:right, ::-1]), use_cls=False)
        if found.boxes is None or found.txts is None:
            return []
        lines = []
        for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            if text.strip() and score >= _LEAST_SCORE:
                low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
                box = clip((left + int(low[0]), top + int(low[1]), left + int(high[0]), top + int(high[1])), part)
                if area(box):
                    lines.append(Line(text=text.strip(), box=_box(box), score=round(float(score), 3)))
        return lines


def open_reader() -> Reader | None:
    """Return a reader of its own memory; None where the extra `ocr` is not installed."""
    if importlib.util.find_spec("rapidocr") is None or importlib.util.find_spec("onnxruntime") is None:
        return None
    return Reader(_Engine())


class _Engine:
    """RapidOCR, loaded when it is first asked, once for the process, and asked by one thread at a time."""

    def __call__(self, picture: NDArray[np.uint8], *, use_cls: bool) -> Any:
        with _LOCK:
            return _load()(picture, use_cls=use_cls)


_LOCK = Lock()


@cache
def _load() -> Any:
    from rapidocr import RapidOCR

    # Half of the cores: the others have the phone and the model to serve, and threads that wait spin.
    threads = max(1, (os.cpu_count() or 1) // 2)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LONGEST_SIDE,
            # A part of a screen has letters of the same size as a whole one: it is not made larger.
            "Det.limit_side_len": 32,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _moved(before: NDArray[np.uint8], lines: Iterable[Line], scroll: Scroll) -> tuple[NDArray[np.uint8], list[Line]]:
    """Return picture and lines as they would be had they only been scrolled; what came into sight is black."""
    box, by = scroll.box, scroll.offset
    down, across = (by, 0) if scroll.axis is Axis.VERTICAL else (0, by)
    part = before[box.top : box.bottom, box.left : box.right]
    shifted = np.zeros_like(part)
    high, wide = part.shape[:2]
    shifted[max(0, -down) : high - max(0, down), max(0, -across) : wide - max(0, across)] = part[
        max(0, down) : high - max(0, -down), max(0, across) : wide - max(0, -across)
    ]
    after = before.copy()
    after[box.top : box.bottom, box.left : box.right] = shifted
    kept = []
    for line in lines:
        rect = _rect(line.box)
        if share_inside(rect, _rect(box)) < 1:
            kept.append(line)
            continue
        rect = rect[0] - across, rect[1] - down, rect[2] - across, rect[3] - down
        if share_inside(rect, _rect(box)) == 1:
            kept.append(replace(line, box=_box(rect)))
    return after, kept


def _whole_lines(changed: Sequence[Rect], lines: Iterable[Line], shape: tuple[int, ...]) -> list[Rect]:
    """Return `changed` with a margin, grown to hold every line that they touch."""
    grown = []
    known = [_rect(line.box) for line in lines]
    for left, top, right, bottom in changed:
        part = left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN
        for line in known:
            if area(clip(line, part)):
                part = (
                    min(part[0], line[0] - _MARGIN),
                    min(part[1], line[1] - _MARGIN),
                    max(part[2], line[2] + _MARGIN),
                    max(part[3], line[3] + _MARGIN),
                )
        grown.append(clip(part, (0, 0, shape[1], shape[0])))
    return grown


def _rect(box: Box) -> Rect:
    return box.left, box.top, box.right, box.bottom


def _box(rect: Rect) -> Box:
    return Box(left=rect[0], top=rect[1], right=rect[2], bottom=rect[3])
