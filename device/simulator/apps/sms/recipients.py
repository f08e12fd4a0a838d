"""Further people of a message: a chip for each, and the field that adds one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, edit_text, icon_button, list_row, row, text

if TYPE_CHECKING:
    from device.simulator.apps.sms.sms_app import SmsApp

_MOST_SUGGESTED = 3


def head(app: SmsApp) -> View:
    """Return the chips of all whom the message goes to, the field, and the contacts that go with what is typed."""
    data = app.page.data
    typed = str(data["person"]).strip()

    def change(content: str) -> None:
        data["person"] = content

    def add(number: str) -> None:
        if not any(map(str.isdigit, number)):
            app.phone.show_toast("Please enter a phone number")
        elif number not in (app.page.args[0], *data["more"]):
            data["more"].append(number)
        data["person"] = ""

    field = edit_text(
        "person",
        data["person"],
        change,
        hint="Add Contact or Number…",
        resource_id="add_contact_or_number",
        on_submit=lambda: add(typed),
        width="fill",
        weight=1,
    )
    entry = [field]
    if typed:
        entry.append(icon_button("check", "Confirm", lambda: add(typed), resource_id="confirm_inserted_number"))
    found = [person for person in app.people if typed and person.matches(typed)][:_MOST_SUGGESTED]
    rows = [
        list_row(Own(person.name), Own(entry.value), icon="person", on_click=partial(add, entry.value))
        for person in found
        for entry in person.phones
    ]
    return column(
        row(*_chips(app), gap=8, scroll="horizontal", key="chips", in_tree=False, padding=Insets(16, 4, 16, 4)),
        row(*entry, gap=8, padding=Insets(16, 4, 8, 4), in_tree=False),
        *rows,
        resource_id="thread_add_contacts_holder",
    )


def _chips(app: SmsApp) -> list[View]:
    chips = []
    for number in (app.page.args[0], *app.page.data["more"]):
        name = app.name_of(number)
        parts = [text(Own(name), 14, max_lines=1)]
        if number in app.page.data["more"]:
            remove = partial(app.page.data["more"].remove, number)
            parts.append(icon_button("close", f"Remove {name}", remove, width=32, height=32))
        chips.append(
            row(
                *parts,
                width="wrap",
                height=40,
                radius=20,
                background="secondary_container",
                padding=Insets(16, 0, 4 if len(parts) > 1 else 16, 0),
                resource_id="selected_contact",
            )
        )
    return chips
