"""The list of contacts: favorites on top, then by letter; a search field filters it, a long press selects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.apps.contacts import fast_scroll
from device.simulator.apps.contacts.contact_merge import duplicates
from device.simulator.apps.contacts.contact_store import Contact
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    Click,
    column,
    edit_text,
    fab,
    icon_button,
    image,
    list_row,
    row,
    scaffold,
    scroll_list,
    spacer,
    toolbar,
)
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.contacts.contacts_app import ContactsApp

_AVATARS = ((25, 103, 210), (24, 128, 56), (197, 34, 31), (132, 48, 206), (176, 96, 0), (0, 121, 107))


def view(app: ContactsApp) -> View:
    """Return the list page."""
    contacts = app.contacts.all()
    if app.query.strip():
        found = [contact for contact in contacts if contact.matches(app.query)]
        rows = [_row(app, contact) for contact in found]
        empty = "No contacts found"
    else:
        rows, empty = _sections(app, contacts), "No contacts yet"
    body = (
        scroll_list(*rows, spacer(88), key="contacts", resource_id="android:id/list")
        if rows
        else column(
            image("person", size=96, in_tree=False),
            label(empty, 18, color="on_surface_variant", resource_id="empty_state"),
            height="fill",
            align="center",
            justify="center",
            gap=16,
        )
    )
    create = fab("add", "Create contact", app.edit, resource_id="floating_action_button")
    over: list[View] = []
    if not app.query.strip() and len(contacts) >= fast_scroll.FROM:
        over.append(fast_scroll.letters(app, _letters(contacts), "contacts"))
    if app.selected:
        return scaffold(bar=_selection_bar(app), body=body, over=over)
    return scaffold(bar=_search_bar(app), body=body, over=[*over, create])


def avatar(app: ContactsApp, contact: Contact, *, size: float, on_click: Click | None = None) -> View:
    """Return a disc with a contact's photo, or the first letter of the name."""
    photo = app.extras.photos().get(contact.id)
    if photo is not None:
        return View(
            kind="leaf", width=size, height=size, radius=size / 2, picture=photo, in_tree=False, on_click=on_click
        )
    return label(
        Own(contact.name[:1].upper()),
        size / 2,
        width=size,
        height=size,
        radius=size / 2,
        text_align="center",
        color=(255, 255, 255),
        background=_AVATARS[contact.id % len(_AVATARS)],
        in_tree=False,
        on_click=on_click,
    )


def shown_name(contact: Contact) -> str:
    """Return the name as the app shows it."""
    return Own(contact.name) if contact.name else "(No name)"


def _search_bar(app: ContactsApp) -> View:
    def search(content: str) -> None:
        app.query = content

    field = edit_text(
        "search",
        app.query,
        search,
        hint="Search contacts",
        resource_id="open_search_bar_text_view",
        ime_action="search",
        radius=28,
        drawing="none",
        width="fill",
        weight=1,
    )
    parts = [field]
    if app.query:
        parts.append(icon_button("close", "Clear text", lambda: search("")))
    return row(*parts, height=72, padding=Insets(16, 8, 16, 8), resource_id="open_search_bar")


def _selection_bar(app: ContactsApp) -> View:
    def clear() -> None:
        app.selected = []

    delete = icon_button("delete", "Delete", lambda: app.open_dialog("delete", *app.selected))
    more = icon_button("more", "More options", lambda: app.open_dialog("selection"))
    return toolbar(f"{len(app.selected)} selected", on_up=clear, up="Close", actions=[delete, more])


def _sections(app: ContactsApp, contacts: list[Contact]) -> list[View]:
    rows: list[View] = []
    if not app.selected and (groups := duplicates(contacts)):
        count = f"{len(groups)} suggestion{'' if len(groups) == 1 else 's'}"
        rows.append(list_row("Merge & fix", count, icon="people", on_click=lambda: app.push("merge")))
    starred = [contact for contact in contacts if contact.starred]
    if starred:
        rows.append(_section("Favorites"))
        rows.extend(_row(app, contact) for contact in starred)
    letter = ""
    for contact in contacts:
        if contact.starred:
            continue
        own = _letter(contact)
        if own != letter:
            rows.append(_section(Own(own), key=f"section {own}"))
            letter = own
        rows.append(_row(app, contact))
    return rows


def _letter(contact: Contact) -> str:
    return contact.name[:1].upper() if contact.name[:1].isalpha() else "#"


def _letters(contacts: list[Contact]) -> list[str]:
    return list(dict.fromkeys(_letter(contact) for contact in contacts if not contact.starred))


def _section(title: str, *, key: str = "") -> View:
    return label(title, 14, bold=True, color="primary", width="fill", padding=Insets(24, 12, 24, 4), key=key)


def _row(app: ContactsApp, contact: Contact) -> View:
    marked = contact.id in app.selected
    return row(
        avatar(app, contact, size=40),
        label(
            shown_name(contact), 18, width="fill", weight=1, max_lines=1, resource_id="cliv_name_textview", bold=marked
        ),
        height=64,
        gap=16,
        padding=Insets(24, 0, 24, 0),
        selected=marked,
        background="secondary_container" if marked else None,
        on_click=lambda: _tap(app, contact),
        on_long_click=lambda: _mark(app, contact),
        cls="android.view.ViewGroup",
    )


def _tap(app: ContactsApp, contact: Contact) -> None:
    if app.selected:
        _mark(app, contact)
    else:
        app.push("person", contact.id)


def _mark(app: ContactsApp, contact: Contact) -> None:
    """Select a contact, or take it off the selection."""
    if contact.id in app.selected:
        app.selected.remove(contact.id)
    else:
        app.selected.append(contact.id)
