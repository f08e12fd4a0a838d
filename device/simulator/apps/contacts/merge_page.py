"""The page that suggests contacts to merge: those that have the same name, with a button for each group."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.contacts.contact_merge import duplicates
from device.simulator.apps.contacts.contact_store import Contact
from device.simulator.apps.contacts.list_page import avatar, shown_name
from device.simulator.apps.shared.list_app import empty_page
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, card, column, row, scaffold, scroll_list, toolbar
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.contacts.contacts_app import ContactsApp


def view(app: ContactsApp) -> View:
    """Return the page."""
    groups = duplicates(app.contacts.all())
    everything = button(f"Merge all ({len(groups)})", partial(app.merge, *groups), resource_id="merge_all")
    bar = toolbar("Merge duplicates", on_up=app.pop, actions=[everything] if groups else [])
    cards = [_suggestion(app, group) for group in groups]
    body = scroll_list(*cards, key="suggestions") if cards else empty_page("No duplicates")
    return scaffold(bar=bar, body=body)


def _suggestion(app: ContactsApp, group: list[Contact]) -> View:
    accept = button("Merge", partial(app.merge, group), style="tonal", resource_id="merge_button")
    return card(
        *(_line(app, each) for each in group),
        row(accept, justify="end", in_tree=False),
        gap=8,
        resource_id="merge_card",
    )


def _line(app: ContactsApp, contact: Contact) -> View:
    facts = ", ".join(entry.value for entry in (*contact.phones, *contact.emails)) or contact.company
    words = [label(shown_name(contact), 16, max_lines=1)]
    if facts:
        words.append(label(Own(facts), 13, color="on_surface_variant", max_lines=1))
    return row(
        avatar(app, contact, size=40),
        column(*words, width="fill", weight=1, in_tree=False),
        gap=16,
        padding=Insets(0, 4, 0, 4),
        in_tree=False,
    )
