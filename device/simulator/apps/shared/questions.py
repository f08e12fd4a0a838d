"""The dialogs that most apps open: a question, a field for a name, the choice of a folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from device.simulator.app import App, Page
from device.simulator.apps.shared.storage import DEVICE_NAME, entries
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import Click, button, dialog, edit_text, list_row, scroll_list, text

NAME_FIELD = "name"
"""Key of the field in `name_dialog`."""


def answers(app: App, answer: str, on_answer: Click, *, cancel: str = "Cancel") -> list[View]:
    """Return a dialog's two buttons: one that closes it, and one that answers it."""
    return [
        button(cancel, app.close_dialog, resource_id="android:id/button2"),
        button(answer, on_answer, resource_id="android:id/button1"),
    ]


def question(app: App, title: str, message: str, answer: str, on_answer: Click, *, cancel: str = "Cancel") -> View:
    """Return a dialog that asks; it is closed before `on_answer` is called."""

    def accept() -> None:
        app.close_dialog()
        on_answer()

    words = text(message, 16, padding=Insets(24, 8, 24, 0), resource_id="android:id/message", max_lines=12)
    return dialog(title, *([words] if message else []), buttons=answers(app, answer, accept, cancel=cancel))


def ask_for_name(app: App, dialog_name: str, *args: object, name: str = "") -> None:
    """Open a dialog that `name_dialog` builds, with the cursor in its field.

    Args:
        app: Whose dialog.
        dialog_name: Its name.
        args: What it is about.
        name: What the field begins with.
    """
    app.open_dialog(dialog_name, *args, text=name)
    app.phone.editor.focus(NAME_FIELD)


def name_dialog(
    app: App,
    page: Page,
    title: str,
    on_name: Callable[[str], object],
    *,
    answer: str = "OK",
    cancel: str = "Cancel",
    hint: str = "Name",
    resource_id: str = "android:id/edit",
) -> View:
    """Return the dialog that `ask_for_name` opened; without a name it stays.

    Args:
        app: Whose dialog.
        page: The open dialog.
        title: What is asked for.
        on_name: Called with the name, without white space around it, after the dialog is closed.
        answer: The button that accepts.
        cancel: The button that does not.
        hint: The field's hint.
        resource_id: The field's resource name.
    """

    def accept() -> None:
        name = page.data["text"].strip()
        if not name:
            app.phone.show_toast("Enter a name")
            return
        app.close_dialog()
        on_name(name)

    field = edit_text(
        NAME_FIELD,
        page.data["text"],
        lambda content: page.data.update(text=content),
        hint=hint,
        resource_id=resource_id,
        on_submit=accept,
        margin=Insets(24, 8, 24, 0),
    )
    return dialog(title, field, buttons=answers(app, answer, accept, cancel=cancel))


def folder_dialog(app: App, page: Page, title: str, on_folder: Callable[[str], object], *, answer: str = "OK") -> View:
    """Return a dialog that lets the user choose a folder; the one that is shown is in ``page.data["folder"]``.

    Args:
        app: Whose dialog.
        page: The open dialog.
        title: What the folder is for.
        on_folder: Called with its path after the dialog is closed.
        answer: The button that accepts.
    """
    folder = page.data["folder"]

    def enter(path: str) -> None:
        page.data["folder"] = path
        page.scroll.clear()

    def accept() -> None:
        app.close_dialog()
        on_folder(folder)

    rows = [
        list_row(Own(each.name), icon="folder", on_click=partial(enter, each.path))
        for each in entries(app.phone, folder)
        if each.is_folder
    ]
    if folder != PRIMARY:
        rows.insert(
            0, list_row("..", "Parent folder", icon="folder", on_click=partial(enter, folder.rpartition("/")[0]))
        )
    trail = folder.removeprefix(PRIMARY).replace("/", " > ")
    return dialog(
        title,
        text(Own(DEVICE_NAME + trail), 14, padding=Insets(24, 0, 24, 8), color="primary", resource_id="breadcrumbs"),
        scroll_list(*rows, key="folders", height=360),
        buttons=answers(app, answer, accept),
    )
