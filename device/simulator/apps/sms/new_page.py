"""The page that begins a conversation: a number is typed, or a contact chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import edit_text, icon_button, list_row, row, scaffold, scroll_list, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.sms.sms_app import SmsApp


def view(app: SmsApp) -> View:
    """Return the page; contacts that go with what is typed stand below the field."""
    data = app.page.data
    typed = str(data.setdefault("number", "")).strip()

    def change(content: str) -> None:
        data["number"] = content

    def confirm() -> None:
        if any(map(str.isdigit, data["number"])):
            app.open_thread(data["number"].strip())
        else:
            app.phone.show_toast("Please enter a phone number")

    field = edit_text(
        "number",
        data["number"],
        change,
        hint="Add Contact or Number…",
        resource_id="new_conversation_address",
        on_submit=confirm,
        width="fill",
        weight=1,
    )
    parts = [field]
    if typed:
        parts.append(icon_button("check", "Confirm", confirm, resource_id="new_conversation_confirm"))
    found = [person for person in app.people if not typed or person.matches(typed)]
    rows = [
        list_row(Own(person.name), Own(entry.value), icon="person", on_click=partial(app.open_thread, entry.value))
        for person in found
        for entry in person.phones
    ]
    entry = row(*parts, padding=Insets(16, 8, 8, 8), gap=8, in_tree=False)
    return scaffold(
        bar=toolbar("New conversation", on_up=app.pop),
        body=scroll_list(entry, *rows, key="people", resource_id="contacts_list"),
    )
