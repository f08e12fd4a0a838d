"""A person's page: name, numbers and addresses, and what can be done with the contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.apps.contacts.contact_extras import FIELDS, ICONS
from device.simulator.apps.contacts.contact_store import Contact
from device.simulator.apps.contacts.list_page import avatar, shown_name
from device.simulator.apps.shared.file_choice import file_choice
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, dialog, header, icon_button, list_row, scaffold, scroll_list, toolbar
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.contacts.contacts_app import ContactsApp


def view(app: ContactsApp) -> View:
    """Return the page of the contact the page was opened with."""
    contact = app.contacts.get(app.page.args[0]) if app.page.args else None
    if contact is None:
        gone = label("This contact doesn't exist anymore.", 16, padding=Insets(24, 24, 24, 24))
        return scaffold(bar=toolbar("", on_up=app.pop), body=gone)
    return scaffold(
        bar=toolbar("", on_up=app.pop, actions=_actions(app, contact)),
        body=scroll_list(_head(app, contact), *_info(app, contact), key="person", resource_id="contact_info"),
    )


def _actions(app: ContactsApp, contact: Contact) -> list[View]:
    star = icon_button(
        "star" if contact.starred else "star_outline",
        "Remove from favorites" if contact.starred else "Add to favorites",
        lambda: _flip_star(app, contact),
        resource_id="menu_star",
    )
    edit = icon_button("edit", "Edit contact", lambda: app.edit(contact.id), resource_id="menu_edit")
    return [edit, star, icon_button("more", "More options", lambda: app.open_dialog("more"))]


def _flip_star(app: ContactsApp, contact: Contact) -> None:
    app.contacts.set_flag(contact.id, "starred", int(not contact.starred))
    app.phone.show_toast("Removed from favorites" if contact.starred else "Added to favorites")


def _head(app: ContactsApp, contact: Contact) -> View:
    name = shown_name(contact)
    picture = avatar(app, contact, size=120, on_click=lambda: app.open_dialog("photo"))
    parts = [picture, label(name, 28, resource_id="large_title", text_align="center")]
    if contact.company and contact.company != name:
        parts.append(label(Own(contact.company), 16, color="on_surface_variant", resource_id="organization_name"))
    return column(*parts, align="center", gap=12, padding=Insets(24, 16, 24, 24), in_tree=False)


def _info(app: ContactsApp, contact: Contact) -> list[View]:
    rows = [header("Contact info")]
    rows.extend(list_row(Own(entry.value), entry.label, icon="call") for entry in contact.phones)
    if not contact.phones:
        rows.append(list_row("Add phone number", icon="call", on_click=lambda: app.edit(contact.id)))
    rows.extend(list_row(Own(entry.value), entry.label, icon="mail") for entry in contact.emails)
    if not contact.emails:
        rows.append(list_row("Add email", icon="mail", on_click=lambda: app.edit(contact.id)))
    extras = app.extras.of(contact.id)
    rows.extend(list_row(Own(value), FIELDS[name], icon=ICONS[name]) for name, value in extras.items())
    return rows


def photo_menu(app: ContactsApp) -> View:
    """Return what can be done about the photo of the contact of the page in front."""
    number = app.page.args[0]

    def choose() -> None:
        app.close_dialog()
        app.push("photo", number)

    def remove() -> None:
        app.close_dialog()
        app.extras.set_photo(number, b"")

    rows = [list_row("Choose photo", icon="image", on_click=choose)]
    if number in app.extras.photos():
        rows.append(list_row("Remove photo", icon="delete", on_click=remove))
    return dialog("Contact photo", *rows)


def photo_choice(app: ContactsApp) -> View:
    """Return the pictures that a contact's photo can be chosen from."""
    number = app.page.args[0]

    def choose(path: str) -> None:
        app.pop()
        if not app.extras.set_photo(number, app.phone.files.read(path)):
            app.phone.show_toast("Can't use this picture")

    return file_choice(app, "Choose photo", "image/", choose)
