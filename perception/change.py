"""Tell what happened between two frames: nothing, something that happens by itself, scrolling, or a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from device.frame import Display
from perception.box import Box
from perception.dirty import dirty_regions
from perception.fingerprint import changes_by_itself
from perception.geometry import clip, share_inside
from perception.screen import Role, Screen
from perception.scroll_offset import Scroll, find_scroll

_STATUS_BAR_DP = 32
"""Android's is 24 high; phones with a hole for the camera make it higher."""
_CURSOR_DP = (4, 56)
"""A text cursor is 2 dp wide and as high as the line it stands in."""
_INSIDE = 0.9


class ChangeKind(StrEnum):
    """What happened between two frames."""

    NONE = "none"
    BY_ITSELF = "by_itself"
    """Only a clock, the status bar or a blinking cursor."""
    SCROLLED = "scrolled"
    CHANGED = "changed"
    RESIZED = "resized"
    """Turned, folded, or another display: the pictures can't be compared."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What happened between two frames.

    Attributes:
        kind: In a word.
        regions: Where the pictures differ, without what changes by itself; in display pixels, topmost first.
        by_itself: Where clock, status bar and cursor changed.
        scroll: By how much content moved; None where nothing scrolled. What is new on the screen besides the content
            that moved is not told apart from it.
        share: How much of the display `regions` fill, 0 to 1.
    """

    kind: ChangeKind
    regions: tuple[Box, ...] = ()
    by_itself: tuple[Box, ...] = ()
    scroll: Scroll | None = None
    share: float = 0.0

    @property
    def happened(self) -> bool:
        """Whether a person would say that something happened."""
        return self.kind not in (ChangeKind.NONE, ChangeKind.BY_ITSELF)


def find_change(
    before: NDArray[np.uint8], after: NDArray[np.uint8], *, display: Display, screen: Screen | None = None
) -> Change:
    """Compare two pictures of a phone.

    Args:
        before: RGB, ``uint8`` of shape (height, width, 3).
        after: The later one.
        display: The display that they show.
        screen: What perception made of the later one, where it did: tells bars, clocks, fields and what scrolls.
            Without it the status bar is taken to be at the top, and anything as thin as a cursor to be one.
    """
    if before.shape != after.shape:
        return Change(kind=ChangeKind.RESIZED, share=1.0)
    found = dirty_regions(before, after)
    if not found:
        return Change(kind=ChangeKind.NONE)
    quiet = quiet_places(display, screen)
    fields = None if screen is None else [element.box for element in screen.elements if element.role is Role.FIELD]
    by_itself: list[Box] = []
    regions: list[Box] = []
    for region in found:
        alone = any(_inside(region, box) for box in quiet) or _is_cursor(region, display, fields)
        (by_itself if alone else regions).append(region)
    if not regions:
        return Change(kind=ChangeKind.BY_ITSELF, by_itself=tuple(by_itself))
    scroll = _find_scroll(before, after, regions, screen)
    return Change(
        kind=ChangeKind.CHANGED if scroll is None else ChangeKind.SCROLLED,
        regions=tuple(regions),
        by_itself=tuple(by_itself),
        scroll=scroll,
        share=round(min(1.0, sum(box.area for box in regions) / max(1, display.width * display.height)), 4),
    )


def quiet_places(display: Display, screen: Screen | None) -> list[Box]:
    """Return the boxes of what changes by itself: bars, clocks and battery levels."""
    bars = list(screen.bars) if screen is not None else []
    if not any(bar.top <= 0 for bar in bars) and (screen is None or screen.system_ui is None):
        bars.append(Box(left=0, top=0, right=display.width, bottom=_STATUS_BAR_DP * display.density // 160))
    clocks = [element.box for element in screen.elements if changes_by_itself(element)] if screen is not None else []
    return bars + clocks


def _is_cursor(region: Box, display: Display, fields: Iterable[Box] | None) -> bool:
    thin, high = (dp * display.density / 160 for dp in _CURSOR_DP)
    width, height = region.right - region.left, region.bottom - region.top
    if width > thin or height > high or height < 2 * width:
        return False
    return fields is None or any(_inside(region, field) for field in fields)


def _find_scroll(
    before: NDArray[np.uint8], after: NDArray[np.uint8], regions: list[Box], screen: Screen | None
) -> Scroll | None:
    """Return the scrolling of what scrolls, the largest first, else of all that changed together."""
    around = Box(
        left=min(box.left for box in regions),
        top=min(box.top for box in regions),
        right=max(box.right for box in regions),
        bottom=max(box.bottom for box in regions),
    )
    known = sorted(screen.scrollables, key=lambda box: -box.area) if screen is not None else []
    for box in known:
        left, top, right, bottom = clip(_rect(box), _rect(around))
        if right > left and bottom > top:
            found = find_scroll(before, after, Box(left=left, top=top, right=right, bottom=bottom))
            if found is not None:
                return found
    return find_scroll(before, after, around)


def _inside(region: Box, box: Box) -> bool:
    return share_inside(_rect(region), _rect(box)) >= _INSIDE


def _rect(box: Box) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom
