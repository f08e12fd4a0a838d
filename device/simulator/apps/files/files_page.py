"""A folder's list in Files, its bars, and the search."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from device.simulator.apps.files import grid_page
from device.simulator.apps.shared.storage import DEVICE_NAME, Entry, entries, files_below, size_text
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    edit_text,
    icon_button,
    list_row,
    row,
    scaffold,
    scroll_list,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.files.files_app import FilesApp

RECENT = "Recent"
"""Stands for the root whose list is made of the newest files of all folders."""
_ICONS = {"image": "image", "video": "video", "audio": "music"}
_MOST_RECENT = 20


def view(app: FilesApp) -> View:
    """Return the folder in front, or what a search finds below it."""
    shown = _shown(app)
    if app.in_grid:
        rows = grid_page.rows(app, shown, [_icon(app, entry) for entry in shown], [_facts(app, e) for e in shown])
    else:
        rows = [_row(app, entry) for entry in shown]
    empty = text(
        "No matches" if app.page.name == "search" else "No items",
        16,
        width="fill",
        text_align="center",
        padding=Insets(24, 96, 24, 24),
        color="on_surface_variant",
        resource_id="message",
    )
    body = scroll_list(*rows, key="dir_list", resource_id="dir_list") if rows else column(empty, height="fill")
    trail = text(
        _trail(app), 13, color="on_surface_variant", width="fill", weight=1, resource_id="breadcrumb_text", max_lines=1
    )
    path = column(
        row(trail, _look_button(app), padding=Insets(24, 0, 4, 0), in_tree=False),
        body,
        height="fill",
        in_tree=False,
    )
    return scaffold(bar=_bar(app), body=path, bottom=_choice_bar(app) if app.pending else None)


def title_of(folder: str) -> str:
    """Return what a folder is called: a root by its label, others by their names."""
    if folder == RECENT:
        return RECENT
    if folder == PRIMARY:
        return DEVICE_NAME
    return "Downloads" if folder == f"{PRIMARY}/Download" else Own(folder.rpartition("/")[2])


def sorted_entries(app: FilesApp, found: list[Entry]) -> list[Entry]:
    """Return entries in the chosen order; folders stay in front."""

    def rank(entry: Entry) -> tuple[bool, float]:
        amount = {"name": 0.0, "modified": entry.changed_at, "size": float(entry.size)}[app.order]
        return not entry.is_folder, -amount

    return sorted(found, key=rank)


def _shown(app: FilesApp) -> list[Entry]:
    if app.page.name == "search":
        query = app.page.data["query"].casefold()
        return [entry for entry in files_below(app.phone, "") if query and query in entry.name.casefold()]
    if app.folder == RECENT:
        return sorted(files_below(app.phone, ""), key=lambda entry: (-entry.changed_at, entry.name))[:_MOST_RECENT]
    return sorted_entries(app, entries(app.phone, app.folder))


def _trail(app: FilesApp) -> str:
    if app.page.name == "search":
        return f"Search in {DEVICE_NAME}"
    if app.folder == RECENT:
        return RECENT
    below = app.folder.removeprefix(PRIMARY).strip("/")
    return Own(" > ".join((DEVICE_NAME, *(part for part in below.split("/") if part))))


def _bar(app: FilesApp) -> View:
    def clear() -> None:
        app.selected = []

    if app.page.name == "search":
        return _search_bar(app)
    if app.selected:
        return toolbar(
            f"{len(app.selected)} selected",
            on_up=clear,
            up="Cancel",
            actions=[
                icon_button("delete", "Delete", lambda: app.open_dialog("delete"), resource_id="action_menu_delete"),
                icon_button("more", "More options", lambda: app.open_dialog("selection")),
            ],
        )
    deep = len(app.stack) > 1
    actions = [
        icon_button("search", "Search", lambda: _search(app), resource_id="option_menu_search"),
        icon_button("more", "More options", lambda: app.open_dialog("options")),
    ]
    bar = toolbar(title_of(app.folder), on_up=app.back if deep else None, actions=actions)
    if not deep:
        bar.children.insert(0, icon_button("menu", "Show roots", lambda: app.open_dialog("roots")))
    return bar


def _search(app: FilesApp) -> None:
    app.push("search", app.folder, query="")
    app.phone.editor.focus("query")


def _search_bar(app: FilesApp) -> View:
    field = edit_text(
        "query",
        app.page.data["query"],
        lambda content: app.page.data.update(query=content),
        hint="Search...",
        resource_id="search_src_text",
        ime_action="search",
        width="fill",
        weight=1,
    )
    return row(icon_button("back", "Navigate up", app.pop), field, height=64, padding=Insets(4, 0, 8, 0))


def _look_button(app: FilesApp) -> View:
    """Return the button that shows folders as tiles, or as a list again."""

    def change() -> None:
        app.in_grid = not app.in_grid
        app.page.scroll.clear()

    if app.in_grid:
        return icon_button("menu", "List view", change, resource_id="sub_menu_list")
    return icon_button("apps", "Grid view", change, resource_id="sub_menu_grid")


def _facts(app: FilesApp, entry: Entry) -> str:
    # A folder's date on the host says nothing about the phone.
    date = f"{datetime.fromtimestamp(entry.changed_at, UTC):%b %d}"
    facts = "Folder" if entry.is_folder else f"{date}, {size_text(entry.size)}, {entry.kind}"
    if app.page.name == "search" or app.folder == RECENT:
        facts = f"{title_of(entry.path.rpartition('/')[0])}, {facts}"
    return facts


def _icon(app: FilesApp, entry: Entry) -> str:
    if entry.path in app.selected:
        return "check"
    return "folder" if entry.is_folder else _ICONS.get(entry.media_type.partition("/")[0], "file")


def _row(app: FilesApp, entry: Entry) -> View:
    marked = entry.path in app.selected
    return list_row(
        Own(entry.name),
        _facts(app, entry),
        icon=_icon(app, entry),
        on_click=lambda: app.toggle(entry.path) if app.selected else app.open(entry),
        on_long_click=None if app.pending else lambda: app.toggle(entry.path),
        selected=marked,
    )


def _choice_bar(app: FilesApp) -> View:
    def cancel() -> None:
        app.pending = []

    word = "MOVE" if app.manner == "move" else "COPY"
    can_write = app.page.name == "folder" and app.folder != RECENT
    return row(
        button("Cancel", cancel, resource_id="android:id/button2"),
        button(word, app.put_here, resource_id="android:id/button1", enabled=can_write),
        justify="end",
        gap=8,
        height=64,
        padding=Insets(16, 0, 16, 0),
        background="surface_container",
        resource_id="container_save",
    )
