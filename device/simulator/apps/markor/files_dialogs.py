"""The dialogs and menus of Markor's list: new, rename, delete, move, copy, sort."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.app import Page
from device.simulator.apps.markor.note_store import SortBy, clean_name
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, dialog, edit_text, menu, radio_row, row, scroll_list, spacer
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.markor.markor_app import MarkorApp

TYPES = {"Markdown": ".md", "Plain Text": ".txt", "todo.txt": ".todo.txt", "Org Mode": ".org", "CSV": ".csv"}
"""The new-file dialog's types and the extension each one brings."""

NAME_IS_TAKEN = "File/folder already exists! Please use a different name"

_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


def view(app: MarkorApp, page: Page) -> View:
    """Return the dialog or menu on top of the list."""
    match page.name:
        case "new":
            return _new(app, page)
        case "types":
            return _types(app)
        case "rename":
            return _rename(app, page)
        case "delete":
            return _delete(app)
        case "sort":
            return _sort(app)
        case "more":
            return menu([("Select all", lambda: _select_all(app)), ("Reload", app.close_dialog)])
        case "selection_more":
            return menu(
                [
                    ("Move", lambda: _ask_where(app, "move")),
                    ("Copy", lambda: _ask_where(app, "copy")),
                    ("Select all", lambda: _select_all(app)),
                ]
            )
    return _folders(app, page)


def _buttons(app: MarkorApp, on_ok: Callable[[], object], *, ok: str = "OK") -> list[View]:
    return [
        button("CANCEL", app.close_dialog, resource_id="android:id/button2"),
        button(ok, on_ok, resource_id="android:id/button1"),
    ]


def _new(app: MarkorApp, page: Page) -> View:
    name = edit_text(
        "new_name",
        page.data["title"],
        lambda content: page.data.update(title=content),
        hint="Name",
        resource_id="new_file_dialog__name",
        on_submit=lambda: _create_file(app, page),
        width="fill",
        weight=1,
    )
    extension = edit_text(
        "new_extension",
        page.data["extension"],
        lambda content: page.data.update(extension=content),
        hint="Extension",
        resource_id="new_file_dialog__ext",
        on_submit=lambda: _create_file(app, page),
        width=88,
    )
    kind = View(
        cls="android.widget.Spinner",
        kind="text",
        text=page.data["type"],
        text_size=16,
        color="on_surface",
        border="outline",
        radius=8,
        height=48,
        padding=Insets(16, 0, 16, 0),
        resource_id="new_file_dialog__type",
        on_click=lambda: app.open_dialog("types"),
    )
    folder = button("FOLDER", lambda: _create_folder(app, page), resource_id="android:id/button3")
    return dialog(
        "",
        label("Create a new file or folder", 20, padding=Insets(24, 8, 24, 8), resource_id="alertTitle"),
        column(row(name, extension, gap=8, in_tree=False), kind, gap=12, padding=Insets(24, 8, 24, 0), in_tree=False),
        buttons=[folder, spacer(weight=1), *_buttons(app, lambda: _create_file(app, page))],
        width=344,
    )


def _types(app: MarkorApp) -> View:
    def choose(name: str) -> None:
        app.close_dialog()
        app.dialogs[-1].data.update(type=name, extension=TYPES[name])

    choices = menu([(name, partial(choose, name)) for name in TYPES])
    choices.placement = "center"
    return choices


def _path(app: MarkorApp, name: str) -> str:
    return posixpath.join(app.folder, name)


def _create_file(app: MarkorApp, page: Page) -> None:
    name = clean_name(page.data["title"])
    if not name:
        app.phone.show_toast("Enter a name")
        return
    extension = clean_name(page.data["extension"])
    if not _EXTENSION.search(name):
        name += extension
    path = _path(app, name)
    app.close_dialog()
    if app.notes.is_folder(path):
        app.phone.show_toast(f"{name} is a folder")
        return
    if not app.notes.exists(path):
        app.notes.write(path, "", now=app.seconds)
    app.open_note(path)


def _create_folder(app: MarkorApp, page: Page) -> None:
    name = clean_name(page.data["title"])
    if not name:
        app.phone.show_toast("Enter a name")
        return
    app.close_dialog()
    if app.notes.exists(_path(app, name)):
        app.phone.show_toast(NAME_IS_TAKEN)
    else:
        app.notes.make_folder(_path(app, name))


def _rename(app: MarkorApp, page: Page) -> View:
    def accept() -> None:
        path, name = page.args[0], clean_name(page.data["title"])
        if not name:
            app.phone.show_toast("Enter a name")
            return
        if name != posixpath.basename(path) and not app.notes.rename(path, name):
            app.phone.show_toast(NAME_IS_TAKEN)
            return
        app.close_dialog()
        app.selected = []

    field = edit_text(
        "new_name",
        page.data["title"],
        lambda content: page.data.update(title=content),
        hint="Name",
        resource_id="new_name",
        on_submit=accept,
        margin=Insets(24, 8, 24, 0),
    )
    return dialog("Rename", field, buttons=_buttons(app, accept))


def _delete(app: MarkorApp) -> View:
    def accept() -> None:
        app.notes.delete(app.selected)
        app.selected = []
        app.close_dialog()

    names = "\n".join(f"• {posixpath.basename(path)}" for path in app.selected)
    message = label(
        Own(names),
        16,
        resource_id="android:id/message",
        padding=Insets(24, 8, 24, 0),
        color="on_surface_variant",
        max_lines=12,
    )
    return dialog("Confirm Delete", message, buttons=_buttons(app, accept))


def _sort(app: MarkorApp) -> View:
    def choose(order: SortBy) -> None:
        app.sort_by = order
        app.close_dialog()

    rows = [radio_row(order.value, order is app.sort_by, partial(choose, order)) for order in SortBy]
    return dialog("Sort by", *rows)


def _select_all(app: MarkorApp) -> None:
    app.selected = [note.path for note in app.notes.entries(app.folder, sort_by=app.sort_by)]
    app.close_dialog()


def _ask_where(app: MarkorApp, what: str) -> None:
    app.close_dialog()
    app.open_dialog("folders", what, folder=app.folder)


def _folders(app: MarkorApp, page: Page) -> View:
    """Return the choice of a folder to move or copy the selection to."""

    def accept() -> None:
        transfer = app.notes.move if page.args[0] == "move" else app.notes.copy
        left = transfer(app.selected, page.data["folder"])
        app.close_dialog()
        app.selected = []
        if left:
            app.phone.show_toast(NAME_IS_TAKEN)

    inside = [path for path in app.notes.folders() if not any(_is_below(path, chosen) for chosen in app.selected)]
    rows = [
        radio_row(Own(path) if path else "Markor", path == page.data["folder"], partial(page.data.update, folder=path))
        for path in inside
    ]
    title = "Move to" if page.args[0] == "move" else "Copy to"
    return dialog(title, scroll_list(*rows, key="folders", height="wrap"), buttons=_buttons(app, accept))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")
