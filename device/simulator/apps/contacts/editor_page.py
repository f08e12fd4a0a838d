"""The editor of a contact: fields, label menus, saving and discarding."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from device.simulator.app import Page
from device.simulator.apps.contacts.contact_extras import FIELDS, ICONS
from device.simulator.apps.contacts.contact_store import EMAIL_LABELS, PHONE_LABELS, Contact, Entry
from device.simulator.apps.contacts.list_page import avatar
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, edit_text, image, menu, row, scaffold, scroll_list, spacer, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.contacts.contacts_app import ContactsApp

_LABELS = {"phones": PHONE_LABELS, "emails": EMAIL_LABELS}
_WORDS = {"phones": "phone", "emails": "email"}


def form(contact: Contact | None, values: Mapping[str, str], extras: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the editor's data for a contact, or for a new one that starts with some values.

    Args:
        contact: Who is edited; None for a new contact.
        values: What a new contact starts with: first, last, company, phone, email.
        extras: What few contacts have, by the names of `contact_extras.FIELDS`. Their fields are shown where one of
            them is filled.

    Returns:
        The fields' contents; ``phones`` and ``emails`` are lists of [value, label] with an empty one to type into,
        ``extras`` is empty where those fields aren't shown,
        ``initial`` a copy of it all that tells whether something was changed.
    """
    start = contact or Contact()
    fields: dict[str, Any] = {
        "first": start.first or values.get("first", ""),
        "last": start.last or values.get("last", ""),
        "company": start.company or values.get("company", ""),
        "phones": [[entry.value, entry.label] for entry in start.phones] or [[values.get("phone", ""), "Mobile"]],
        "emails": [[entry.value, entry.label] for entry in start.emails] or [[values.get("email", ""), "Home"]],
        "extras": {name: (extras or {}).get(name, "") for name in FIELDS} if any((extras or {}).values()) else {},
    }
    if contact is not None and not (contact.first or contact.last or contact.company) and contact.stored_name:
        shown = {entry.value for entry in (*contact.phones, *contact.emails)}
        fields["first"] = "" if contact.stored_name in shown else contact.stored_name
    empty = form(None, {}) if contact is None and any(values.values()) else {"initial": copy.deepcopy(fields)}
    return {**fields, "initial": empty["initial"]}


def view(app: ContactsApp) -> View:
    """Return the editor."""
    data = _data(app.page)
    is_new = not (app.page.args and app.page.args[0])
    bar = toolbar(
        "Create contact" if is_new else "Edit contact",
        on_up=lambda: close(app),
        up="Close",
        actions=[
            button("Save", lambda: _save(app), style="filled", resource_id="toolbar_button"),
            spacer(12),
        ],
    )
    fields = [
        *_photo(app),
        _field(data, "first", "First name", icon="person"),
        _field(data, "last", "Last name"),
        _field(data, "company", "Company", icon="business"),
        *_entries(app, data, "phones", "Phone", "call"),
        *_entries(app, data, "emails", "Email", "mail"),
        *(_field(data["extras"], name, FIELDS[name], icon=ICONS[name]) for name in data["extras"]),
    ]
    return scaffold(bar=bar, body=scroll_list(*fields, spacer(24), key="editor", resource_id="contact_editor_fragment"))


def _photo(app: ContactsApp) -> list[View]:
    """Return the photo with what changes it; nothing for a contact without one, whose page can give it one."""
    contact = app.contacts.get(app.page.args[0]) if app.page.args else None
    if contact is None or contact.id not in app.extras.photos():
        return []
    change = button("Change photo", lambda: app.open_dialog("photo"), resource_id="change_photo")
    return [column(avatar(app, contact, size=96), change, align="center", gap=8, padding=Insets(0, 8, 0, 8))]


def close(app: ContactsApp) -> None:
    """Leave the editor; ask first where something was typed."""
    data = _data(app.page)
    if {name: data[name] for name in data["initial"]} == data["initial"]:
        app.pop()
    else:
        app.open_dialog("discard")


def label_menu(app: ContactsApp, dialog: Page) -> View:
    """Return the choice of labels for one number or address; the dialog's arguments say which."""
    kind, place = dialog.args

    def choose(name: str) -> None:
        _data(app.page)[kind][place][1] = name
        app.close_dialog()

    choices = menu([(name, partial(choose, name)) for name in _LABELS[kind]])
    choices.placement = "center"
    return choices


def _data(page: Page) -> dict[str, Any]:
    """Return the editor's data; fresh ones where another program started the editor."""
    if "initial" not in page.data:
        page.data.update(form(None, {}))
    return page.data


def _line(icon: str, *parts: View) -> View:
    mark = image(icon, in_tree=False) if icon else spacer(24)
    return row(mark, *parts, gap=16, padding=Insets(16, 6, 16, 6), in_tree=False)


def _field(data: dict[str, Any], name: str, hint: str, *, icon: str = "") -> View:
    def change(content: str) -> None:
        data[name] = content

    field = edit_text(name, data[name], change, hint=hint, ime_action="next", width="fill", weight=1)
    return _line(icon, field)


def _entries(app: ContactsApp, data: dict[str, Any], kind: str, hint: str, icon: str) -> list[View]:
    """Return the fields of all numbers or addresses, each with its label, and a button for one more."""
    rows: list[View] = []
    for place, (value, chosen) in enumerate(data[kind]):

        def change(content: str, place: int = place) -> None:
            data[kind][place][0] = content

        key = f"{_WORDS[kind]}_{place}"
        field = edit_text(key, value, change, hint=hint, ime_action="next", width="fill", weight=1)
        choice = View(
            cls="android.widget.Spinner",
            kind="text",
            text=chosen,
            desc="",
            hint="Label",
            text_size=16,
            color="on_surface",
            border="outline",
            radius=8,
            width=104,
            height=56,
            padding=Insets(12, 0, 12, 0),
            max_lines=1,
            on_click=partial(app.open_dialog, "labels", kind, place),
        )
        rows.append(_line("" if place else icon, field, choice))
    if data[kind][-1][0].strip():
        more = button(f"Add {_WORDS[kind]}", lambda: data[kind].append(["", next(iter(_LABELS[kind]))]))
        rows.append(_line("", more))
    return rows


def _save(app: ContactsApp) -> None:
    page, data = app.page, _data(app.page)
    number = page.args[0] if page.args else 0
    old = app.contacts.get(number)
    contact = Contact(
        id=number if old else 0,
        first=data["first"].strip(),
        last=data["last"].strip(),
        company=data["company"].strip(),
        phones=_filled(data["phones"]),
        emails=_filled(data["emails"]),
        starred=bool(old and old.starred),
    )
    if not contact.name:
        app.phone.show_toast("Add info to save as a contact")
        return
    saved = app.contacts.save(contact, int(app.phone.clock.now() * 1000))
    if data["extras"]:
        app.extras.save(saved.id, {name: value.strip() for name, value in data["extras"].items()})
    app.stack.pop()
    if app.page.name != "person":
        app.push("person", saved.id)
    app.phone.show_toast(f"{saved.name} saved")


def _filled(entries: list[list[str]]) -> tuple[Entry, ...]:
    return tuple(Entry(value=value.strip(), label=label) for value, label in entries if value.strip())
