"""Whom a text that another app shares goes to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.chat.chat_store import is_group
from device.simulator.apps.shared.questions import question
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import list_row, scaffold, scroll_list, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.chat.chat_app import ChatApp


def view(app: ChatApp) -> View:
    """Return all that the text of the page in front can be sent to."""
    people = sorted(app.store.contacts.all(), key=lambda each: str(each["nickname"]).casefold())
    rows = [
        list_row(
            Own(each["nickname"]),
            icon="people" if is_group(each["username"]) else "person",
            on_click=partial(app.open_dialog, "share_to", each["username"]),
        )
        for each in people
    ]
    return scaffold(
        bar=toolbar("Select a Chat", on_up=app.pop, up="Close"),
        body=scroll_list(*rows, key="share", resource_id="share"),
    )


def ask(app: ChatApp, talker: str) -> View:
    """Return the question before the text is sent."""
    name = Own(app.store.name_of(talker))
    return question(app, name, "Send to this chat?", "Send", partial(_send, app, talker))


def _send(app: ChatApp, talker: str) -> None:
    app.store.send(talker, app.page.args[0], now=app.now)
    app.phone.show_toast("Sent")
    app.pop()
