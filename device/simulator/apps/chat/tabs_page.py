"""The four tabs of WeChat: conversations, contacts, what can be discovered, and oneself; and a contact's page."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.chat.chat_store import Conversation, digest, is_group
from device.simulator.apps.shared.list_app import empty_page
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    edit_text,
    icon_button,
    image,
    list_row,
    row,
    scaffold,
    scroll_list,
    tab_bar,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.chat.chat_app import ChatApp

_TABS = (("Chats", "mail"), ("Contacts", "people"), ("Discover", "public"), ("Me", "person"))


def view(app: ChatApp) -> View:
    """Return the chosen tab, or what a search finds."""
    if app.query is not None:
        return scaffold(bar=_search_bar(app), body=_found(app))
    name = "WeChat" if app.tab == 0 else _TABS[app.tab][0]
    bar = toolbar(name, actions=[icon_button("search", "Search", partial(_begin_search, app), resource_id="search")])
    bodies = (_chats, _contacts, _discover, _me)
    return scaffold(bar=bar, body=bodies[app.tab](app), bottom=tab_bar(_TABS, app.tab, partial(_select, app)))


def _select(app: ChatApp, tab: int) -> None:
    app.tab = tab
    app.page.scroll.clear()


def _begin_search(app: ChatApp) -> None:
    app.query = ""
    app.phone.editor.focus("query")


def _chats(app: ChatApp) -> View:
    rows = [_chat_row(app, each) for each in app.store.conversations()]
    return scroll_list(*rows, key="chats", resource_id="chats") if rows else empty_page("No chats yet")


def _chat_row(app: ChatApp, conversation: Conversation) -> View:
    talker, newest = conversation.talker, conversation.newest
    contact = app.store.contact(talker)
    silent = contact is not None and not contact["chatroomnotify"]
    moment = datetime.fromtimestamp(newest["createTime"] / 1000, UTC)
    when = text(f"{moment:%H:%M}", 12, color="on_surface_variant", resource_id="time")
    mark = [image("notifications", size=16, desc="Muted", resource_id="mute")] if silent else []
    return list_row(
        Own(app.store.name_of(talker)),
        digest(newest) if newest["type"] != 1 else Own(digest(newest)),
        icon="people" if is_group(talker) else "person",
        trailing=column(when, *mark, width="wrap", align="end", gap=4),
        on_click=lambda: app.open_chat(talker),
    )


def _contacts(app: ChatApp) -> View:
    people = sorted(app.store.contacts.all(), key=lambda each: str(each["nickname"]).casefold())
    rows = [
        list_row(
            Own(each["nickname"]),
            icon="people" if is_group(each["username"]) else "person",
            on_click=partial(app.push, "profile", each["username"]),
        )
        for each in people
    ]
    return scroll_list(*rows, key="contacts", resource_id="contacts") if rows else empty_page("No contacts yet")


def profile(app: ChatApp) -> View:
    """Return a contact's page."""
    username = app.page.args[0]
    name = Own(app.store.name_of(username))
    return scaffold(
        bar=toolbar("", on_up=app.pop),
        body=scroll_list(
            list_row(name, Own(f"WeChat ID: {username}"), icon="person"),
            row(
                button("Messages", lambda: app.open_chat(username), style="tonal", resource_id="messages"),
                justify="center",
                padding=Insets(0, 24, 0, 0),
            ),
            key="profile",
        ),
    )


def _discover(app: ChatApp) -> View:
    return scroll_list(
        list_row("Moments", icon="image", on_click=partial(app.push, "moments")),
        list_row("Mini Programs", icon="apps", on_click=partial(app.push, "programs")),
        key="discover",
    )


def _me(app: ChatApp) -> View:
    return scroll_list(
        list_row("My account", app.phone.settings.get("global", "device_name") or "", icon="person"), key="me"
    )


def _search_bar(app: ChatApp) -> View:
    def change(content: str) -> None:
        app.query = content

    def leave() -> None:
        app.query = None
        app.phone.editor.blur()

    field = edit_text(
        "query",
        app.query or "",
        change,
        hint="Search",
        resource_id="query",
        ime_action="search",
        width="fill",
        weight=1,
    )
    return row(field, button("Cancel", leave, resource_id="cancel"), height=64, padding=Insets(16, 0, 8, 0))


def _found(app: ChatApp) -> View:
    wanted = (app.query or "").strip().casefold()
    people = [each for each in app.store.contacts.all() if wanted and wanted in str(each["nickname"]).casefold()]
    messages = [
        each
        for each in app.store.messages.all(order="createTime DESC")
        if wanted and wanted in str(each["content"]).casefold()
    ]
    rows = [
        *(
            list_row(Own(each["nickname"]), icon="person", on_click=partial(app.open_chat, each["username"]))
            for each in people
        ),
        *(
            list_row(
                Own(app.store.name_of(each["talker"])),
                Own(digest(each)),
                icon="mail",
                on_click=partial(app.open_chat, each["talker"]),
            )
            for each in messages
        ),
    ]
    return scroll_list(*rows, key="found", resource_id="found") if rows else empty_page("No results")
