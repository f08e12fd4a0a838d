"""A folder's files as tiles, two beside each other, with what a picture shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from device.simulator.apps.shared.storage import Entry
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, image, row, spacer, text

if TYPE_CHECKING:
    from device.simulator.apps.files.files_app import FilesApp

_TILES = 2
"""How many are beside each other."""
_MOST_BYTES = 1 << 23
"""Larger pictures are not shown."""


def rows(app: FilesApp, found: Sequence[Entry], icons: Sequence[str], facts: Sequence[str]) -> list[View]:
    """Return the rows of tiles.

    Args:
        app: The app.
        found: What is in the folder.
        icons: Name of each one's icon.
        facts: What is said below each name.
    """
    tiles = [_tile(app, *each) for each in zip(found, icons, facts, strict=True)]
    if len(tiles) % _TILES:
        tiles.append(spacer(weight=1))
    return [
        row(*tiles[start : start + _TILES], gap=12, padding=Insets(16, 6, 16, 6), align="start", in_tree=False)
        for start in range(0, len(tiles), _TILES)
    ]


def _tile(app: FilesApp, entry: Entry, icon: str, facts: str) -> View:
    marked = entry.path in app.selected
    shown = b""
    if entry.media_type.startswith("image/") and entry.size <= _MOST_BYTES and not marked:
        shown = app.phone.files.read(entry.path)
    preview = (
        View(kind="leaf", height=96, picture=shown, in_tree=False)
        if shown
        else column(image(icon, size=40, in_tree=False), height=96, align="center", justify="center", in_tree=False)
    )
    words = column(
        text(Own(entry.name), 14, max_lines=1, width="fill", resource_id="android:id/title"),
        text(facts, 12, max_lines=2, width="fill", color="on_surface_variant", resource_id="details"),
        padding=Insets(12, 8, 12, 12),
        in_tree=False,
    )
    return column(
        preview,
        words,
        weight=1,
        radius=12,
        background="secondary_container" if marked else "surface_container",
        selected=marked,
        on_click=lambda: app.toggle(entry.path) if app.selected else app.open(entry),
        on_long_click=None if app.pending else lambda: app.toggle(entry.path),
        resource_id="item_root",
    )
