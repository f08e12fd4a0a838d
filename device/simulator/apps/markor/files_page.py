"""Markor's list of files and folders, with search and selection."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from device.simulator.apps.markor.note_store import Note
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    column,
    edit_text,
    fab,
    icon_button,
    image,
    row,
    scaffold,
    scroll_list,
    spacer,
    toolbar,
)
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.markor.markor_app import MarkorApp


def view(app: MarkorApp, tabs: View) -> View:
    """Return the page over the bar of tabs."""
    searching = bool(app.query)
    notes = app.notes.find(app.query or "") if searching else app.notes.entries(app.folder, sort_by=app.sort_by)
    rows = [_row(app, note) for note in notes]
    if app.folder and not searching:
        rows.insert(0, _parent_row(app))
    body = (
        scroll_list(*rows, spacer(88), key="files", resource_id="ui__filesystem_dialog__list")
        if rows
        else label(
            "No matching files" if searching else "Empty directory",
            16,
            width="fill",
            text_align="center",
            padding=Insets(24, 96, 24, 24),
            color="on_surface_variant",
            resource_id="empty_hint",
        )
    )
    create = fab("add", "Create a new file or folder", lambda: _ask_for_name(app), resource_id="fab_add_new_item")
    over = [] if app.selected or app.query is not None else [create]
    return scaffold(bar=_bar(app), body=column(body, height="fill", in_tree=False), bottom=tabs, over=over)


def size_text(size: int) -> str:
    """Return a file's size as Markor writes it."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def date_text(seconds: float) -> str:
    """Return a date as ``2023-10-15 15:34``; the phone's zone is UTC."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}"


def _ask_for_name(app: MarkorApp) -> None:
    app.open_dialog("new", title="", extension=".md", type="Markdown")
    app.phone.editor.focus("new_name")


def _bar(app: MarkorApp) -> View:
    if app.selected:
        return _selection_bar(app)
    if app.query is not None:
        return _search_bar(app)

    def search() -> None:
        app.query = ""
        app.phone.editor.focus("search")

    def up() -> None:
        app.back()

    actions = [
        icon_button("search", "Search", search, resource_id="action_search"),
        icon_button("sort", "Sort by", lambda: app.open_dialog("sort"), resource_id="action_sort"),
        icon_button("more", "More options", lambda: app.open_dialog("more")),
    ]
    if app.folder:
        return toolbar(Own(app.folder.rpartition("/")[2]), on_up=up, actions=actions)
    return toolbar("Markor", actions=actions)


def _search_bar(app: MarkorApp) -> View:
    def search(content: str) -> None:
        app.query = content

    def leave() -> None:
        app.query = None

    field = edit_text(
        "search",
        app.query or "",
        search,
        hint="Search",
        resource_id="search_src_text",
        ime_action="search",
        width="fill",
        weight=1,
    )
    parts = [icon_button("back", "Navigate up", leave), field]
    if app.query:
        parts.append(icon_button("close", "Clear query", lambda: search("")))
    return row(*parts, height=64, padding=Insets(4, 0, 8, 0), resource_id="toolbar")


def _selection_bar(app: MarkorApp) -> View:
    def clear() -> None:
        app.selected = []

    def rename() -> None:
        path = app.selected[0]
        app.open_dialog("rename", path, title=path.rpartition("/")[2])
        app.phone.editor.focus("new_name")

    actions = []
    if len(app.selected) == 1:
        actions.append(icon_button("edit", "Rename", rename, resource_id="action_rename_selected_item"))
    delete = icon_button(
        "delete", "Delete", lambda: app.open_dialog("delete"), resource_id="action_delete_selected_items"
    )
    more = icon_button("more", "More options", lambda: app.open_dialog("selection_more"))
    return toolbar(str(len(app.selected)), on_up=clear, actions=[*actions, delete, more])


def _row(app: MarkorApp, note: Note) -> View:
    marked = note.path in app.selected
    count = f"{note.size} item{'' if note.size == 1 else 's'}"
    place = note.path.rpartition("/")[0]
    facts = [count] if note.is_folder else [date_text(note.changed_at), size_text(note.size)]
    if app.query and place:
        facts.insert(0, place)
    return _entry(
        "folder" if note.is_folder else "note",
        Own(note.name),
        ", ".join(facts),
        is_marked=marked,
        on_click=lambda: _tap(app, note),
        on_long_click=lambda: _mark(app, note),
    )


def _parent_row(app: MarkorApp) -> View:
    return _entry("folder", "..", "Parent folder", on_click=lambda: app.enter(app.folder.rpartition("/")[0]))


def _entry(icon: str, title: str, description: str, *, is_marked: bool = False, **callbacks: object) -> View:
    return row(
        image("check" if is_marked else icon, resource_id="ui__filesystem_item__image", in_tree=False),
        column(
            label(title, 18, resource_id="ui__filesystem_item__title", max_lines=1),
            label(
                description,
                13,
                resource_id="ui__filesystem_item__description",
                color="on_surface_variant",
                max_lines=1,
            ),
            width="fill",
            weight=1,
            in_tree=False,
        ),
        gap=20,
        height=68,
        padding=Insets(20, 0, 20, 0),
        selected=is_marked,
        background="secondary_container" if is_marked else None,
        resource_id="ui__filesystem_item__root",
        **callbacks,
    )


def _tap(app: MarkorApp, note: Note) -> None:
    if app.selected:
        _mark(app, note)
    elif note.is_folder:
        app.enter(note.path)
    else:
        app.open_note(note.path)


def _mark(app: MarkorApp, note: Note) -> None:
    """Select a note or folder, or take it off the selection."""
    if note.path in app.selected:
        app.selected.remove(note.path)
    else:
        app.selected.append(note.path)
