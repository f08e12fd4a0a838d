"""Contacts that are one person: which look like it, and making one of several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from device.simulator.apps.contacts.contact_extras import ContactExtras
from device.simulator.apps.contacts.contact_store import Contact, ContactStore, Entry


def duplicates(contacts: Sequence[Contact]) -> list[list[Contact]]:
    """Return the groups of contacts that have the same name, case aside, in the order of the list."""
    groups: dict[str, list[Contact]] = {}
    for contact in contacts:
        if contact.name:
            groups.setdefault(contact.name.casefold(), []).append(contact)
    return [group for group in groups.values() if len(group) > 1]


def merge(store: ContactStore, extras: ContactExtras, contact_ids: Sequence[int], now: int) -> Contact | None:
    """Make one contact of several: the first keeps its name and gets what only the others have; they go.

    Args:
        store: The phone's contacts.
        extras: What few of them have.
        contact_ids: Row ids; those that have gone are left out.
        now: Wall-clock time in milliseconds.

    Returns:
        The contact; None where none of them is there.
    """
    found = [contact for number in contact_ids if (contact := store.get(number)) is not None]
    if not found:
        return None
    kept, *others = found
    merged = store.save(
        replace(
            kept,
            company=next((contact.company for contact in found if contact.company), ""),
            phones=_together(entry for contact in found for entry in contact.phones),
            emails=_together(entry for contact in found for entry in contact.emails),
        ),
        now,
    )
    if any(contact.starred for contact in found) and not kept.starred:
        store.set_flag(kept.id, "starred", 1)
    values: dict[str, str] = {}
    for contact in found:
        values = {**extras.of(contact.id), **values}
    if values:
        extras.save(kept.id, values)
    photos = extras.photos()
    photo = next((photos[contact.id] for contact in found if contact.id in photos), None)
    if photo is not None and kept.id not in photos:
        extras.set_photo(kept.id, photo)
    for contact in others:
        store.delete(contact.id)
    return merged


def _together(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries without those whose number or address was there before, however it is written."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        digits = "".join(filter(str.isdigit, entry.value))
        seen.setdefault(entry.value.casefold() if "@" in entry.value or not digits else digits, entry)
    return tuple(seen.values())
