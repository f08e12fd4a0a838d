"""What goes with a message: the sheet that offers it, the list it is chosen from, and the row over the field."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.contacts.contact_store import Contact
from device.simulator.apps.shared.file_choice import file_choice
from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.storage import MEDIA_TYPES
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    column,
    icon_button,
    image,
    list_row,
    row,
    scaffold,
    scroll_list,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.sms.sms_app import SmsApp

CACHE = "/data/data/com.simplemobiletools.smsmessenger/cache"
_CHOICES = (("Choose photo", "image"), ("Choose video", "video"), ("Choose file", "file"), ("Contact", "person"))
_TYPES = {"Choose photo": "image/", "Choose video": "video/", "Choose file": ""}


def sheet(app: SmsApp) -> View:
    """Return the sheet of what can be attached."""

    def choose(what: str) -> None:
        app.close_dialog()
        app.push("attach", what)

    tiles = [
        column(
            image(icon, size=24, width=56, height=56, radius=28, background="secondary_container", in_tree=False),
            text(name, 12, width="fill", text_align="center", max_lines=2),
            weight=1,
            gap=8,
            align="center",
            on_click=partial(choose, name),
            resource_id="attachment_choice",
        )
        for name, icon in _CHOICES
    ]
    return column(
        row(*tiles, align="start", in_tree=False),
        background="surface_container_high",
        radius=28,
        padding=Insets(16, 24, 16, 24),
        placement="bottom",
        resource_id="attachment_picker_holder",
    )


def picker(app: SmsApp) -> View:
    """Return the list of what the page was opened for."""
    what = app.page.args[0]
    if what != "Contact":
        return file_choice(app, what, _TYPES[what], app.attach)
    rows = [list_row(Own(each.name), icon="person", on_click=partial(_take, app, each)) for each in app.people]
    body = scroll_list(*rows, key="attachments") if rows else empty_page("No items found.")
    return scaffold(bar=toolbar(what, on_up=app.pop), body=body)


def strip(app: SmsApp, paths: list[str]) -> View:
    """Return the row of what is attached so far, each with a button that takes it off."""
    parts = [
        row(
            text(Own(path.rpartition("/")[2]), 14, max_lines=1, width="wrap"),
            icon_button("close", f"Remove {path.rpartition('/')[2]}", partial(paths.remove, path), width=32, height=32),
            width="wrap",
            height=40,
            radius=20,
            background="surface_container_high",
            padding=Insets(16, 0, 4, 0),
            resource_id="attachment",
        )
        for path in paths
    ]
    return row(*parts, gap=8, scroll="horizontal", key="attached", padding=Insets(16, 4, 16, 0), in_tree=False)


def shown(files: list[tuple[str, str]], read: Callable[[str], bytes]) -> list[View]:
    """Return what a message's files look like in its bubble: pictures, names of others."""
    views = []
    for name, path in files:
        kind = media_type(name)
        if kind.startswith("image/"):
            views.append(View(kind="leaf", width=200, height=150, picture=read(path), desc=Own(name), cls=_IMAGE))
        else:
            line = text(Own(name), 14, max_lines=1, width="wrap")
            views.append(row(image("file", size=20, in_tree=False), line, gap=8, width="wrap", in_tree=False))
    return views


_IMAGE = "android.widget.ImageView"


def media_type(name: str) -> str:
    """Return the MIME type that a name's extension stands for."""
    extension = f".{name.rpartition('.')[2].lower()}"
    return "text/x-vCard" if extension == ".vcf" else MEDIA_TYPES.get(extension, "application/octet-stream")


def card(contact: Contact) -> str:
    """Return a contact as a vCard, version 2.1."""
    lines = ["BEGIN:VCARD", "VERSION:2.1", f"N:{contact.last};{contact.first};;;", f"FN:{contact.name}"]
    lines += [f"TEL;CELL:{entry.value}" for entry in contact.phones]
    lines += [f"EMAIL;HOME:{entry.value}" for entry in contact.emails]
    return "\r\n".join([*lines, "END:VCARD", ""])


def _take(app: SmsApp, contact: Contact) -> None:
    name = "".join(letter for letter in contact.name if letter not in '/\\:*?"<>|\0') or "contact"
    path = f"{CACHE}/{name}.vcf"
    app.phone.files.write(path, card(contact).encode())
    app.attach(path)
