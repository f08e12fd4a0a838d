"""Right-to-left layout: a tree that was laid out from left to right is turned over, as in a mirror.

Android's "Force RTL layout direction" does the same to every window whatever the language: what stood at the start of a
line stands at its right. What has a direction of its own (a map, a number pad, a page of the web) keeps its inside.
"""

from __future__ import annotations

from device.simulator.view import Insets, Rect, View

TURNED_ICONS = frozenset({"back", "chevron_right", "forward", "nav_back", "next", "previous", "sort"})
"""Icons that point somewhere (Android's ``autoMirrored``)."""
_OTHER = {"start": "end", "end": "start", "center": "center"}


def mirror(root: View, bounds: Rect) -> None:
    """Turn a tree over within `bounds`; each view's padding and alignment then mean what they say on the display."""
    _turn(root, bounds.left + bounds.right)


def _turn(view: View, total: int) -> None:
    before = view.frame
    view.frame, view.visible = _turned(before, total), _turned(view.visible, total)
    if view.direction == "ltr":
        for child in view.children:
            _move(child, view.frame.left - before.left, view.visible)
        return
    view.mirrored = True
    view.padding = Insets(view.padding.right, view.padding.top, view.padding.left, view.padding.bottom)
    if not view.is_field:
        # A field's text stays at its left, where the cursor is looked for.
        view.text_align = _OTHER[view.text_align]  # type: ignore[assignment]
    for child in view.children:
        _turn(child, total)


def _move(view: View, by: int, clip: Rect) -> None:
    frame = view.frame
    view.frame = Rect(frame.left + by, frame.top, frame.right + by, frame.bottom)
    view.visible = view.frame.intersect(clip)
    for child in view.children:
        _move(child, by, view.visible)


def _turned(box: Rect, total: int) -> Rect:
    return Rect(total - box.right, box.top, total - box.left, box.bottom)
