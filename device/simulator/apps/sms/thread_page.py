"""One conversation: its messages, and the field for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.table import Record
from device.simulator.apps.sms import attachments, recipients
from device.simulator.apps.sms.list_page import when_text
from device.simulator.apps.sms.message_store import SENT
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, edit_text, icon_button, row, scaffold, scroll_list, spacer, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.sms.sms_app import SmsApp


def view(app: SmsApp) -> View:
    """Return the conversation that the page was opened with, the newest message at its end."""
    address = app.page.args[0]
    conversation = app.messages.conversation(address)
    bubbles = [_bubble(app, message) for message in (conversation.messages if conversation else ())]
    body = (
        scroll_list(*bubbles, spacer(8), key="messages", resource_id="thread_messages_list")
        if bubbles
        else empty_page("")
    )
    bar = _bar(app, address)
    if app.page.data["adding"] or app.page.data["more"]:
        bar = column(bar, recipients.head(app), in_tree=False)
    return scaffold(bar=bar, body=body, bottom=_entry(app))


def _bar(app: SmsApp, address: str) -> View:
    if app.selected:
        delete = icon_button("delete", "Delete", lambda: app.open_dialog("delete_messages"), resource_id="cab_delete")
        copy = icon_button(
            "copy", "Copy to clipboard", lambda: _copy(app, address), resource_id="cab_copy_to_clipboard"
        )
        return app.selection_bar(*([copy] if len(app.selected) == 1 else []), delete)
    more = icon_button("more", "More options", lambda: app.open_dialog("thread"))
    add = icon_button("people", "Add Person", app.add_person, resource_id="add_person")
    return toolbar(Own(app.name_of(address)), on_up=app.pop, actions=[add, more])


def _copy(app: SmsApp, address: str) -> None:
    conversation = app.messages.conversation(address)
    chosen = app.selected[0]
    app.selected = []
    for message in conversation.messages if conversation else ():
        if message["_id"] == chosen:
            app.phone.clipboard = str(message["body"] or "")
            app.phone.show_toast("Value copied to clipboard")


def _bubble(app: SmsApp, message: Record) -> View:
    mine = message["type"] == SENT
    marked = message["_id"] in app.selected
    words = [text(Own(message["body"]), 16, resource_id="thread_message_body", color="on_surface")]
    parts = (
        *attachments.shown(message.get("files", []), app.content),
        *(words if message["body"] else []),
        text(when_text(app, message["date"]), 11, resource_id="thread_date_time", color="on_surface_variant"),
    )
    bubble = column(
        *parts,
        width="wrap",
        radius=16,
        selected=marked,
        background="tertiary_container" if marked else "primary_container" if mine else "surface_container_high",
        padding=Insets(16, 8, 16, 8),
        on_click=(lambda: app.mark(message["_id"])) if app.selected else None,
        on_long_click=lambda: app.mark(message["_id"]),
        resource_id="thread_message_holder",
    )
    return column(bubble, align="end" if mine else "start", padding=Insets(16, 4, 16, 4), in_tree=False)


def _entry(app: SmsApp) -> View:
    data = app.page.data

    def change(content: str) -> None:
        data["draft"] = content

    field = edit_text(
        "message",
        data["draft"],
        change,
        hint="Type a message…",
        resource_id="thread_type_message",
        ime_action="done",
        width="fill",
        weight=1,
    )
    is_ready = bool(data["draft"].strip() or data["attached"])
    send = icon_button("forward", "Send", app.send, resource_id="thread_send_message", enabled=is_ready)
    attach = icon_button("add", "Attachment", lambda: app.open_dialog("attach"), resource_id="thread_add_attachment")
    line = row(attach, field, send, gap=8, padding=Insets(8, 8, 8, 8), resource_id="message_holder")
    return column(attachments.strip(app, data["attached"]), line, in_tree=False) if data["attached"] else line
