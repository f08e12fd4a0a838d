"""UI hierarchy XML, exactly as uiautomator2's server and the framework's `uiautomator dump` write it.

Source: AccessibilityNodeInfoDumper of android-uiautomator-server and of AOSP's uiautomator command.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from device.simulator.view import Rect, View
from device.simulator.windows import Window

Flavour = Literal["u2", "framework"]

HEADER = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
_NAF_EXCLUDED = (
    "android.widget.GridView",
    "android.widget.GridLayout",
    "android.widget.ListView",
    "android.widget.TableLayout",
)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_SPECIAL = re.compile('[&<>"\n\t\r]')
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufddf\ufffe\uffff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def dump(
    windows: Sequence[Window],
    size: tuple[int, int],
    *,
    rotation: int,
    flavour: Flavour = "u2",
    max_depth: int = 50,
    active_only: bool = False,
) -> str:
    """Return the hierarchy of the windows that accessibility tells of.

    Args:
        windows: Laid-out windows, bottom to top.
        size: Width and height of the display in pixels.
        rotation: Quarter turns.
        flavour: ``"u2"`` has one indented element per line and all windows; ``"framework"`` is a single line with the
            active window.
        max_depth: Levels below each root.
        active_only: Whether only the active window is told of.
    """
    roots = [window for window in windows if window.reported]
    if active_only or flavour == "framework":
        roots = active(roots)
    display = Rect(0, 0, *size)
    lines: list[str] = []
    for window in roots:
        _write(lines, window.root, display.intersect(window.bounds), 0, 1, max_depth + 1, flavour)
    if not lines:
        return f'{HEADER}{_line_end(flavour)}<hierarchy rotation="{rotation}" />'
    if flavour == "framework":
        return f'{HEADER}<hierarchy rotation="{rotation}">{"".join(line.strip() for line in lines)}</hierarchy>'
    return f'{HEADER}\r\n<hierarchy rotation="{rotation}">\r\n' + "\r\n".join(lines) + "\r\n</hierarchy>"


def active(windows: Sequence[Window]) -> list[Window]:
    """Return the window with the input focus: the shade, else the dialog on top, else the app; in a list, for none."""
    for kind in ("shade", "dialog", "app"):
        for window in reversed(windows):
            if window.kind == kind:
                return [window]
    return []


def _line_end(flavour: Flavour) -> str:
    return "\r\n" if flavour == "u2" else ""


def _write(lines: list[str], view: View, clip: Rect, index: int, depth: int, deepest: int, flavour: Flavour) -> None:
    if depth > deepest:
        return
    bounds = view.visible if not view.visible.is_empty else view.frame
    clipped = bounds.intersect(clip)
    if not clipped.is_empty:
        bounds = clipped
    indent = "  " * depth
    attributes = _attributes(view, bounds, index, flavour)
    children = [(i, child) for i, child in enumerate(view.tree_children) if child.is_visible]
    if not children or depth == deepest:
        lines.append(f"{indent}<node {attributes} />")
        return
    lines.append(f"{indent}<node {attributes}>")
    for place, child in children:
        _write(lines, child, clip, place, depth + 1, deepest, flavour)
    lines.append(f"{indent}</node>")


def _attributes(view: View, bounds: Rect, index: int, flavour: Flavour) -> str:
    naf = 'NAF="true" ' if _is_naf(view) else ""
    common = (
        f'{naf}index="{index}" text="{_escape(view.shown_text)}" resource-id="{_escape(view.full_resource_id)}"'
        f' class="{view.cls}" package="{view.package}" content-desc="{_escape(view.desc)}"'
        f' checkable="{_flag(view.checkable)}" checked="{_flag(view.checked)}"'
        f' clickable="{_flag(view.is_clickable)}" enabled="{_flag(view.enabled)}"'
        f' focusable="{_flag(view.is_focusable)}" focused="{_flag(view.focused)}"'
        f' scrollable="{_flag(view.can_scroll)}" long-clickable="{_flag(view.is_long_clickable)}"'
        f' password="{_flag(view.password)}" selected="{_flag(view.selected)}"'
    )
    place = f'bounds="[{bounds.left},{bounds.top}][{bounds.right},{bounds.bottom}]"'
    if flavour == "framework":
        return f"{common} {place}"
    order = 0 if view.parent is None else index + 1
    return (
        f'{common} visible-to-user="{_flag(view.is_visible)}" {place}'
        f' drawing-order="{order}" hint="{_escape(view.hint)}" display-id="0"'
    )


def _is_naf(view: View) -> bool:
    """Say whether a view is "not accessibility friendly": it can be clicked, and nothing in it has a name."""
    if not view.is_clickable or not view.enabled or view.cls.endswith(_NAF_EXCLUDED):
        return False
    return not any(node.shown_text or node.desc for node in view.walk())


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _escape(text: str) -> str:
    """Return text as an attribute's value; what XML forbids becomes a dot, one per UTF-16 unit outside the BMP."""
    if text.isalnum() and text.isascii():
        return text
    text = _ASTRAL.sub("..", _ILLEGAL.sub(".", text))
    return _SPECIAL.sub(lambda match: _ESCAPES[match.group()], text)
