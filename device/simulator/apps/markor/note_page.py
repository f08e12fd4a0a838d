"""Markor's editor: the text of one note, its view mode, and saving."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from device.simulator import overlays
from device.simulator.app import Page
from device.simulator.apps.markor.files_page import size_text
from device.simulator.apps.markor.note_store import NOTEBOOK
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, dialog, edit_text, icon_button, menu, scaffold, toolbar
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.markor.markor_app import MarkorApp

_LINES_ON_SCREEN, _LETTERS_PER_LINE = 16, 40


def view(app: MarkorApp) -> View:
    """Return the editor of the note the page was opened with."""
    data = _data(app.page)
    is_editing = data["mode"] == "edit"
    actions = [
        icon_button("save", "Save", lambda: _save_and_tell(app), resource_id="action_save"),
        icon_button(
            "file" if is_editing else "edit",
            "View mode" if is_editing else "Edit mode",
            lambda: data.update(mode="view" if is_editing else "edit"),
            resource_id="action_preview" if is_editing else "action_edit",
        ),
        icon_button("more", "More options", lambda: app.open_dialog("note_more")),
    ]
    body = _editor(app) if is_editing else _preview(data["text"])
    # A field can't scroll, so a long note is as high as its text and scrolls in the page.
    lines = sum(1 + len(line) // _LETTERS_PER_LINE for line in data["text"].split("\n"))
    if lines > _LINES_ON_SCREEN:
        body = column(
            body,
            cls="android.widget.ScrollView",
            key="note",
            scroll="vertical",
            height="fill",
            resource_id="document__fragment__edit__content_editor__permission_wrapper",
        )
        body.children[0].height = "wrap"
    return scaffold(bar=toolbar(Own(_name(app)), on_up=lambda: _leave(app), actions=actions), body=body)


def save(app: MarkorApp) -> None:
    """Write the note where its text was changed."""
    data = _data(app.page)
    if app.page.args and data["text"] != data["saved"]:
        app.notes.write(app.page.args[0], data["text"], now=app.seconds)
        data["saved"] = data["text"]


def dialog_view(app: MarkorApp, page: Page) -> View:
    """Return the note's menu or what is told about its file."""
    if page.name == "note_more":
        return menu(
            [("Share", lambda: _share(app)), ("Reload", lambda: _reload(app)), ("Info", lambda: _show_info(app))]
        )
    text = _data(app.page)["text"]
    facts = "\n".join(
        (
            f"File name: {_name(app)}",
            f"Location: {posixpath.join(NOTEBOOK, posixpath.dirname(app.page.args[0]))}",
            f"Size: {size_text(len(text.encode()))}",
            f"Words: {len(text.split())}",
            f"Lines: {text.count(chr(10)) + 1}",
        )
    )
    message = label(facts, 16, resource_id="android:id/message", padding=Insets(24, 8, 24, 0))
    return dialog("Info", message, buttons=[button("OK", app.close_dialog, resource_id="android:id/button1")])


def _data(page: Page) -> dict[str, str]:
    """Return what is being edited; an empty text where another program started the editor."""
    if "text" not in page.data:
        page.data.update(text="", saved="", mode="edit")
    return page.data


def _name(app: MarkorApp) -> str:
    return posixpath.basename(app.page.args[0]) if app.page.args else ""


def _editor(app: MarkorApp) -> View:
    data = _data(app.page)
    return edit_text(
        "note_text",
        data["text"],
        lambda content: data.update(text=content),
        resource_id="document__fragment__edit__highlighting_editor",
        ime_action="newline",
        height="fill",
        background=None,
        radius=0,
        drawing="none",
        padding=Insets(16, 16, 16, 16),
    )


def _preview(text: str) -> View:
    return label(
        Own(text), 16, resource_id="document__fragment_view_webview", width="fill", padding=Insets(16, 16, 16, 16)
    )


def _leave(app: MarkorApp) -> None:
    save(app)
    app.pop()


def _save_and_tell(app: MarkorApp) -> None:
    save(app)
    app.phone.show_toast("Saved")


def _share(app: MarkorApp) -> None:
    save(app)
    app.close_dialog()
    overlays.share(app.phone, _data(app.page)["text"])


def _reload(app: MarkorApp) -> None:
    data = _data(app.page)
    data["text"] = data["saved"] = app.notes.read(app.page.args[0])
    app.close_dialog()


def _show_info(app: MarkorApp) -> None:
    app.close_dialog()
    app.open_dialog("info")
