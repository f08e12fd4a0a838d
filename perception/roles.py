"""Say what a view is to a person: switch, field, slider, button, row and so on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from perception.hierarchy import Node
from perception.screen import Role

_FLOAT = re.compile(r"-?\d+(\.\d+)?")
_TAB_ID = re.compile(r"(^|[/_])tabs?(_|$)|navigation_bar_item|bottom_navigation", re.IGNORECASE)


def short_kind(node: Node) -> str:
    """Return the class name without its package, ``Switch`` for ``android.widget.Switch``."""
    return _short(node.kind)


@lru_cache(maxsize=1024)
def _short(kind: str) -> str:
    return kind.rpartition(".")[2]


def is_field(node: Node) -> bool:
    """Return whether text can be typed into the view."""
    kind = short_kind(node)
    return "EditText" in kind or "AutoComplete" in kind or kind == "TextField"


def is_slider(node: Node) -> bool:
    """Return whether the view holds a value that a finger drags."""
    kind = short_kind(node)
    return "SeekBar" in kind or "Slider" in kind or kind == "RatingBar"


def is_picture(node: Node) -> bool:
    """Return whether the view shows a picture."""
    kind = short_kind(node)
    return "ImageView" in kind or kind == "Image"


def value_of(node: Node) -> str | None:
    """Return the value of a view with a range, which uiautomator2 writes into its text; None for other views."""
    if not (is_slider(node) or "ProgressBar" in node.kind):
        return None
    if not _FLOAT.fullmatch(node.text):
        return ""
    return node.text.removesuffix(".0")


def role_of_checkable(node: Node, inside: Sequence[Node]) -> Role:
    """Return what kind of thing a view is that can be on or off; `inside` are its descendants."""
    kind = short_kind(node)
    if kind == "View":
        # Compose tells the kind of some of its views by an empty child of that class.
        told = (short_kind(inner) for inner in inside)
        kind = next((name for name in told if name in ("CheckBox", "RadioButton", "Switch")), kind)
    if "Radio" in kind or kind == "CheckedTextView":
        return Role.RADIO
    # Compose has no class for a switch: such a view is a plain View that can be checked.
    if "Switch" in kind or "Toggle" in kind or kind == "View":
        return Role.SWITCH
    return Role.CHECKBOX


def looks_like_tab(node: Node) -> bool:
    """Return whether the view's own class or name says that it is a tab."""
    return short_kind(node).endswith(("Tab", "TabView")) or bool(_TAB_ID.search(node.resource_id))
