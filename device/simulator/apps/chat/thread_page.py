"""An open conversation, what is set for it, and whom a message is passed on to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.chat.chat_store import PHOTO, RED_PACKET, VOICE, digest, is_group, sender_and_text
from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.table import Record
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    edit_text,
    header,
    icon_button,
    image,
    list_row,
    row,
    scaffold,
    scroll_list,
    spacer,
    switch_row,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.chat.chat_app import ChatApp

_ICONS = {PHOTO: "image", VOICE: "mic", RED_PACKET: "mail"}


def view(app: ChatApp) -> View:
    """Return the messages, the newest at the end, over the field to type into."""
    talker = app.page.args[0]
    more = icon_button("more_horiz", "Chat Info", lambda: app.push("info", talker), resource_id="chat_info")
    bubbles = [_bubble(app, message) for message in app.store.with_talker(talker)]
    body = scroll_list(*bubbles, spacer(8), key="messages", resource_id="messages") if bubbles else empty_page("")
    return scaffold(
        bar=toolbar(Own(app.store.name_of(talker)), on_up=app.pop, actions=[more]), body=body, bottom=_entry(app)
    )


def _bubble(app: ChatApp, message: Record) -> View:
    mine = bool(message["isSend"])
    sender, words = sender_and_text(message)
    icon = _ICONS.get(message["type"], "")
    shown = text(Own(words), 16, resource_id="content")
    inside = row(image(icon, in_tree=False), shown, gap=8, width="wrap", in_tree=False) if icon else shown
    name = (
        [text(Own(app.store.name_of(sender)), 12, color="on_surface_variant", resource_id="sender")] if sender else []
    )
    bubble = column(
        inside,
        width="wrap",
        radius=8,
        background="primary_container" if mine else "surface_container_high",
        padding=Insets(16, 10, 16, 10),
        desc="" if message["type"] not in _ICONS else digest(message),
        on_long_click=lambda: app.open_dialog("message", message["msgId"]),
        resource_id="bubble",
    )
    return column(*name, bubble, align="end" if mine else "start", padding=Insets(16, 4, 16, 4), in_tree=False)


def _entry(app: ChatApp) -> View:
    data = app.page.data

    def change(content: str) -> None:
        data["draft"] = content

    field = edit_text(
        "draft",
        data["draft"],
        change,
        hint="Type here",
        resource_id="draft",
        ime_action="done",
        on_submit=app.send,
        width="fill",
        weight=1,
    )
    send = button("Send", app.send, style="filled", resource_id="send", enabled=bool(str(data["draft"]).strip()))
    return row(field, send, gap=8, padding=Insets(16, 8, 8, 8), resource_id="entry")


def info(app: ChatApp) -> View:
    """Return who is in a conversation, and whether it makes itself heard."""
    talker = app.page.args[0]
    names = app.store.members(talker) if is_group(talker) else [talker]
    contact = app.store.contact(talker)
    notifies = contact is None or bool(contact["chatroomnotify"])

    def mute() -> None:
        if contact is not None:
            app.store.contacts.save({"chatroomnotify": int(not notifies)}, contact["_id"])

    title = f"Chat Info ({len(names)})" if is_group(talker) else "Chat Info"
    people = [
        list_row(Own(app.store.name_of(name)), icon="person", on_click=partial(app.push, "profile", name))
        for name in names
    ]
    return scaffold(
        bar=toolbar(title, on_up=app.pop),
        body=scroll_list(switch_row("Mute Notifications", not notifies, mute), header("Members"), *people, key="info"),
    )


def recipients(app: ChatApp) -> View:
    """Return whom a message can be passed on to."""
    number = app.page.args[0]
    people = sorted(app.store.contacts.all(), key=lambda each: str(each["nickname"]).casefold())
    rows = [
        list_row(
            Own(each["nickname"]),
            icon="people" if is_group(each["username"]) else "person",
            on_click=partial(app.open_dialog, "send_to", number, each["username"]),
        )
        for each in people
    ]
    return scaffold(bar=toolbar("Select a Chat", on_up=app.pop, up="Close"), body=scroll_list(*rows, key="recipients"))
