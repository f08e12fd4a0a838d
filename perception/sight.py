"""`Sight`: perceives the screens of one run; where the hierarchy tells nothing, by pixels."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from enum import StrEnum

from device.frame import Frame
from perception.change import find_change
from perception.identity import keep_ids
from perception.looks import Looks
from perception.perceive import perceive
from perception.pixels.reader import Line, Reader
from perception.screen import Screen

_SMALLEST = 16
_STEP = 4
_EVEN = 8


class Source(StrEnum):
    """Where elements come from."""

    AUTO = "auto"
    """The hierarchy; pixels where that has no elements, and in web pages and canvases of which it tells nothing."""
    TREE = "tree"
    PIXELS = "pixels"
    BOTH = "both"
    """Both, held against each other; see `perception.pixels.fusion`."""


class Sight:
    """Perceives the screens of one run, one after the other.

    Args:
        reader: Reads text; None where nobody can, so that things seen in pixels have no names.
        source: Where elements come from.
    """

    def __init__(self, *, reader: Reader | None = None, source: Source = Source.AUTO) -> None:
        self._reader = reader
        self._source = source
        self._looks = Looks()
        self._read: Frame | None = None

    def perceive(self, frame: Frame, *, before: Screen | None = None) -> Screen:
        """Understand one capture; see `perception.perceive.perceive`.

        Raises:
            HierarchyError: The frame's hierarchy is not one.
        """
        return self.complete(self.glance(frame, before=before), frame, before=before)

    def glance(self, frame: Frame, *, before: Screen | None = None) -> Screen:
        """Understand what the hierarchy alone tells: a screen without elements where that is nothing.

        Raises:
            HierarchyError: The frame's hierarchy is not one.
        """
        if self._source is Source.PIXELS:
            frame = replace(frame, hierarchy="")
        return perceive(frame, before=before, looks=self._looks)

    def complete(self, screen: Screen, frame: Frame, *, before: Screen | None = None) -> Screen:
        """Add to what `glance` made of a frame what its pixels show, where that is wanted or needed.

        A screen that is black or withheld shows nothing, and without OpenCV nobody sees.
        """
        told = bool(screen.elements) and not screen.blind
        if self._source is Source.TREE or (self._source is Source.AUTO and told):
            return screen
        blind = screen.black or screen.secure or min(frame.pixels.shape[:2]) < _SMALLEST
        if blind or _is_even(frame) or importlib.util.find_spec("cv2") is None:
            return screen
        from perception.pixels.fusion import fill, fuse
        from perception.pixels.see import in_order, see

        seen = see(frame, self._lines(frame, screen), screen)
        if screen.overlay is not None:
            seen = [element for element in seen if screen.overlay.box.holds(element.box.center)]
        if not screen.elements:
            elements = seen
        elif self._source is Source.AUTO:
            elements = fill(screen.elements, seen, screen.blind)
        else:
            elements = fuse(screen.elements, seen, frame.pixels)
        numbered, following = keep_ids(in_order(elements), before)
        return replace(screen, elements=numbered, next_id=following)

    def _lines(self, frame: Frame, screen: Screen) -> tuple[Line, ...] | None:
        if self._reader is None:
            return None
        scroll = None
        if self._read is not None and self._read.pixels.shape == frame.pixels.shape:
            scroll = find_change(self._read.pixels, frame.pixels, display=frame.display, screen=screen).scroll
        self._read = frame
        return self._reader.read(frame.pixels, scroll=scroll)


def _is_even(frame: Frame) -> bool:
    """Return whether a picture is of one colour, as where nothing was drawn yet; reading it would be for nothing."""
    few = frame.pixels[::_STEP, ::_STEP]
    return int((few.max(axis=(0, 1)).astype(int) - few.min(axis=(0, 1))).max()) <= _EVEN
