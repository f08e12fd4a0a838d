"""Files' drawer of roots, its menus, and what it asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.app import Page
from device.simulator.apps.files.files_page import RECENT, title_of
from device.simulator.apps.shared.opening import open_with, openers
from device.simulator.apps.shared.questions import ask_for_name, name_dialog, question
from device.simulator.apps.shared.storage import DEVICE_NAME, delete, entries
from device.simulator.files import PRIMARY
from device.simulator.view import Insets, View
from device.simulator.widgets import button, dialog, list_row, menu, radio_row, text

if TYPE_CHECKING:
    from device.simulator.apps.files.files_app import FilesApp, Order

_ROOTS = (
    (RECENT, "clock", RECENT),
    ("Images", "image", f"{PRIMARY}/Pictures"),
    ("Videos", "video", f"{PRIMARY}/Movies"),
    ("Audio", "music", f"{PRIMARY}/Music"),
    ("Documents", "file", f"{PRIMARY}/Documents"),
    ("Downloads", "storage", f"{PRIMARY}/Download"),
    (DEVICE_NAME, "phone_device", PRIMARY),
)
_FORBIDDEN = frozenset('/\\:*?"<>|\0\n')


def view(app: FilesApp, page: Page) -> View:
    """Return the dialog or menu on top of the list."""
    match page.name:
        case "roots":
            return _roots(app)
        case "options":
            return menu(
                [
                    ("New folder", partial(_ask_for_name, app, "")),
                    ("Sort by...", partial(_replace_dialog, app, "sort")),
                    ("Select all", partial(_select_all, app)),
                ]
            )
        case "selection":
            return _selection_menu(app)
        case "sort":
            return _sort(app)
        case "delete":
            return _delete(app)
        case "information":
            return _information(app)
        case "open_with":
            return _open_with(app, *page.args)
    path = page.args[0]
    title = "Rename" if path else "New folder"
    return name_dialog(app, page, title, partial(_rename_or_create, app, path), resource_id="android:id/text1")


def _roots(app: FilesApp) -> View:
    def go_to(folder: str) -> None:
        app.close_dialog()
        app.go_to(folder)

    rows = [list_row(name, icon=icon, on_click=partial(go_to, folder)) for name, icon, folder in _ROOTS]
    return dialog("Files", *rows)


def _replace_dialog(app: FilesApp, name: str) -> None:
    app.close_dialog()
    app.open_dialog(name)


def _selection_menu(app: FilesApp) -> View:
    def ask_where(manner: str) -> None:
        app.close_dialog()
        app.ask_where("move" if manner == "move" else "copy")

    items: list[tuple[str, Callable[[], object]]] = [
        ("Select all", partial(_select_all, app)),
        ("Copy to...", partial(ask_where, "copy")),
        ("Move to...", partial(ask_where, "move")),
    ]
    if len(app.selected) == 1:
        items.append(("Rename", partial(_ask_for_name, app, app.selected[0])))
        items.append(("Get info", partial(_replace_dialog, app, "information")))
    return menu(items)


def _select_all(app: FilesApp) -> None:
    app.close_dialog()
    app.selected = [entry.path for entry in entries(app.phone, app.folder)]


def _sort(app: FilesApp) -> View:
    def choose(order: Order) -> None:
        app.order = order
        app.close_dialog()

    orders: tuple[tuple[str, Order], ...] = (
        ("File name (A to Z)", "name"),
        ("Modified (newest first)", "modified"),
        ("Size (largest first)", "size"),
    )
    return dialog("Sort by", *(radio_row(words, app.order == order, partial(choose, order)) for words, order in orders))


def _delete(app: FilesApp) -> View:
    def accept() -> None:
        delete(app.phone, app.selected)
        app.selected = []

    one = len(app.selected) == 1
    named = f'"{app.selected[0].rpartition("/")[2]}"' if one else f"{len(app.selected)} items"
    return question(app, "", f"Delete {named}?", "OK", accept)


def _information(app: FilesApp) -> View:
    path = app.selected[0]
    entry = next((each for each in entries(app.phone, path.rpartition("/")[0]) if each.path == path), None)
    facts = f"{path}\n{entry.kind}, {entry.size} bytes" if entry else path
    message = text(facts, 16, padding=Insets(24, 8, 24, 0), resource_id="android:id/message")
    return dialog(title_of(path), message, buttons=[button("OK", app.close_dialog, resource_id="android:id/button1")])


def _open_with(app: FilesApp, path: str, media_type: str) -> View:
    """Return the question which app opens a file; the phone has one for each type."""
    opener = openers(app.phone, media_type)[0]

    def once() -> None:
        app.close_dialog()
        open_with(app.phone, opener, path)

    def always() -> None:
        app.preferences.edit({media_type: opener.package})
        once()

    choices = [
        button("Just once", once, resource_id="android:id/button_once"),
        button("Always", always, resource_id="android:id/button_always"),
    ]
    return dialog(f"Open with {opener.label}", buttons=choices)


def _ask_for_name(app: FilesApp, path: str) -> None:
    app.close_dialog()
    ask_for_name(app, "name", path, name=path.rpartition("/")[2])


def _rename_or_create(app: FilesApp, path: str, name: str) -> None:
    folder = path.rpartition("/")[0] or app.folder
    target = app.phone.files.path(f"{folder}/{name}")
    if name.startswith(".") or _FORBIDDEN & set(name) or target.exists():
        app.phone.show_toast("Failed to rename document" if path else "Failed to create folder")
    elif path:
        app.phone.files.path(path).rename(target)
    else:
        target.mkdir(parents=True)
    app.selected = []
