"""The list of conversations, its search and its selection."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.sms.message_store import Conversation
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, fab, icon_button, row, scaffold, scroll_list, spacer, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.sms.sms_app import SmsApp


def view(app: SmsApp) -> View:
    """Return the page."""
    conversations = app.messages.conversations()
    if app.query:
        wanted = app.query.strip().casefold()
        conversations = [each for each in conversations if _is_found(app, each, wanted)]
    rows = [_row(app, each) for each in conversations]
    body = (
        scroll_list(*rows, spacer(88), key="conversations", resource_id="conversations_list")
        if rows
        else empty_page("No items found." if app.query else "No stored conversations have been found.")
    )
    start = fab("add", "New conversation", lambda: app.push("new", number=""), resource_id="conversations_fab")
    return scaffold(bar=_bar(app), body=body, over=[] if app.selected else [start])


def when_text(app: SmsApp, milliseconds: int) -> str:
    """Return when a message came: the time today, the day before that."""
    moment, now = datetime.fromtimestamp(milliseconds / 1000, UTC), app.phone.clock.local()
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment.day} {moment:%b}" if moment.year == now.year else f"{moment:%d.%m.%y}"


def _bar(app: SmsApp) -> View:
    if app.selected:
        return app.selection_bar(
            icon_button("delete", "Delete", lambda: app.open_dialog("delete_conversations"), resource_id="cab_delete")
        )
    if app.query is not None:
        return app.search_bar()
    return toolbar("Messages", actions=[icon_button("search", "Search", app.begin_search, resource_id="search")])


def _is_found(app: SmsApp, conversation: Conversation, wanted: str) -> bool:
    words = [app.name_of(conversation.address), conversation.address]
    words += [str(message["body"] or "") for message in conversation.messages]
    return any(wanted in word.casefold() for word in words)


def _row(app: SmsApp, conversation: Conversation) -> View:
    newest, unread = conversation.newest, conversation.is_unread
    marked = newest["_id"] in app.selected
    words = column(
        text(Own(app.name_of(conversation.address)), 18, bold=unread, max_lines=1, resource_id="conversation_address"),
        text(
            Own(newest["body"] or ", ".join(name for name, _ in newest.get("files", ()))),
            14,
            bold=unread,
            max_lines=1,
            color="on_surface_variant",
            resource_id="conversation_body_short",
        ),
        width="fill",
        weight=1,
        in_tree=False,
    )
    return row(
        words,
        text(when_text(app, newest["date"]), 13, color="on_surface_variant", resource_id="conversation_date"),
        gap=12,
        padding=Insets(24, 14, 24, 14),
        selected=marked,
        background="secondary_container" if marked else None,
        resource_id="conversation_frame",
        on_click=lambda: app.tap_or_mark(newest["_id"], lambda: app.open_thread(conversation.address)),
        on_long_click=lambda: app.mark(newest["_id"]),
    )
