"""The gallery's grids: cells with a thumbnail and a caption, three in a line."""

from __future__ import annotations

from device.simulator.view import Insets, View
from device.simulator.widgets import column, row, scroll_list, spacer, text

_COLUMNS = 3


def cell(name: str, picture: bytes, caption: str, *, marked: bool = False, **callbacks: object) -> View:
    """Return one cell.

    Args:
        name: What it is called; its description.
        picture: An encoded image.
        caption: What is written below, for eyes alone.
        marked: Whether it is selected.
        callbacks: `View.on_click` and the like.
    """
    thumbnail = View(
        kind="leaf", height=110, picture=picture, background="surface_container_high", in_tree=False, radius=4
    )
    label = text(caption, 12, max_lines=1, in_tree=False, color="on_surface_variant")
    return column(
        thumbnail,
        label,
        cls="android.view.ViewGroup",
        desc=name,
        weight=1,
        gap=4,
        padding=Insets(4, 4, 4, 4),
        selected=marked,
        background="secondary_container" if marked else None,
        resource_id="media_item_holder",
        **callbacks,
    )


def grid(cells: list[View], key: str, empty: str) -> View:
    """Return cells in lines, or what is said where there are none."""
    if not cells:
        words = text(empty, 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24))
        return column(words, height="fill")
    lines = []
    for start in range(0, len(cells), _COLUMNS):
        line = cells[start : start + _COLUMNS]
        lines.append(row(*line, *(spacer(weight=1) for _ in range(_COLUMNS - len(line))), in_tree=False))
    return scroll_list(*lines, key=key, padding=Insets(8, 0, 8, 0))
