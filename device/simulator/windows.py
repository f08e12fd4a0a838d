"""`Window`: a laid-out root on the display, and who gets a touch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from device.simulator.view import Rect, View

WindowKind = Literal["app", "dialog", "ime", "status_bar", "navigation_bar", "shade", "toast", "heads_up", "popup"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Window:
    """One root of the display.

    Attributes:
        kind: What it is.
        package: The package it belongs to.
        title: Its name in `dumpsys window`.
        root: Its laid-out view tree.
        bounds: Where it lies, in display pixels.
        reported: Whether accessibility tells of it: not an activity under its own modal dialog, nor what the shade
            covers, nor a toast.
        touchable: Whether it takes touches at all.
        on_outside: For a modal window: called on a tap outside its bounds; None where touches go on to the window
            below.
        dim: Whether what is below is darkened.
    """

    kind: WindowKind
    package: str
    title: str
    root: View
    bounds: Rect
    reported: bool = True
    touchable: bool = True
    on_outside: Callable[[], object] | None = None
    dim: bool = False


def window_at(windows: Sequence[Window], x: float, y: float) -> Window | None:
    """Return the topmost window that takes a touch at the pixel (x, y): one that contains it, or a modal one."""
    for window in reversed(windows):
        if not window.touchable:
            continue
        if window.bounds.contains(x, y) or window.on_outside is not None:
            return window
    return None


def views_at(root: View, x: float, y: float) -> Iterator[View]:
    """Yield the visible views at the pixel (x, y), front to back: what lies on top and inside comes first."""
    if not root.visible.contains(x, y):
        return
    for child in reversed(root.children):
        yield from views_at(child, x, y)
    yield root
