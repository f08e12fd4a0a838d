"""Rows of an editor: labelled text fields, and rows that open a picker."""

from __future__ import annotations

from typing import Any

from device.simulator.view import Insets, View
from device.simulator.widgets import Click, column, edit_text, image, row, spacer, text


def field(
    data: dict[str, Any], name: str, hint: str, *, icon: str = "", lines: int = 1, resource_id: str = "", **more: Any
) -> View:
    """Return a text field that keeps its content in a page's data.

    Args:
        data: The page's data.
        name: The content's name in it, and the field's key.
        hint: What the field is for; shown while it is empty.
        icon: What is drawn before it.
        lines: How many lines it is high; more than one makes ENTER begin a new one.
        resource_id: The view's resource name; `name` unless given.
        more: Fields of `View` that differ.
    """

    def change(content: str) -> None:
        data[name] = content

    shape: dict[str, Any] = {"width": "fill", "weight": 1, "ime_action": "next", "resource_id": resource_id or name}
    if lines > 1:
        shape |= {"ime_action": "newline", "height": 24 + 24 * lines, "padding": Insets(16, 16, 16, 16)}
    entry = edit_text(name, data[name], change, hint=hint, **shape | more)
    return _line(icon, entry)


def picker_row(title: str, value: str, on_click: Click, *, icon: str = "", resource_id: str = "") -> View:
    """Return a row that shows what was picked and opens the picker; its description tells what is picked."""
    words = [text(value, 18, max_lines=1, resource_id=resource_id, width="fill")]
    if title:
        words.insert(0, text(title, 13, color="on_surface_variant"))
    return _line(icon, column(*words, width="fill", weight=1, padding=Insets(4, 10, 4, 10), on_click=on_click))


def _line(icon: str, entry: View) -> View:
    mark = image(icon, in_tree=False) if icon else spacer(24)
    return row(mark, entry, gap=16, padding=Insets(16, 6, 16, 6), in_tree=False)
