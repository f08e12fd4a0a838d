"""Contacts: duplicates suggested and merged, and the letters beside a long list."""

from __future__ import annotations

import pytest

from device.media_file import scene
from device.simulator.apps.contacts import ContactsApp
from device.simulator.apps.contacts.contact_extras import ContactExtras
from device.simulator.apps.contacts.contact_merge import merge
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore, Entry
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


@pytest.fixture
def store(phone: SimulatedPhone) -> ContactStore:
    return ContactStore(phone.files.path(CONTACTS_DB))


@pytest.fixture
def extras(phone: SimulatedPhone) -> ContactExtras:
    return ContactExtras(phone.files.path(CONTACTS_DB))


def person(name: str, *numbers: str, email: str = "") -> Contact:
    first, _, last = name.partition(" ")
    phones = tuple(Entry(value=number, label="Mobile") for number in numbers)
    emails = (Entry(value=email, label="Home"),) if email else ()
    return Contact(first=first, last=last, phones=phones, emails=emails)


def known(store: ContactStore) -> list[tuple[str, list[str]]]:
    return [(each.name, [entry.value for entry in (*each.phones, *each.emails)]) for each in store.all()]


def test_chosen_contacts_are_merged(phone: SimulatedPhone, hand: Hand, store: ContactStore) -> None:
    store.save(person("Ana Diaz", "555-0100"), 0)
    starred = store.save(person("Anna Diaz", "5550100", "555-0199", email="a@example.org"), 0)
    store.set_flag(starred.id, "starred", 1)
    store.save(person("Bo Lund", "1"), 0)
    phone.launch(ContactsApp.package)
    hand.hold("Ana Diaz")
    hand.tap("More options")
    assert not hand.sees("Merge")
    hand.back()
    hand.tap("Anna Diaz")
    hand.tap("More options")
    hand.tap("Merge")
    hand.tap("Merge", cls="Button")

    assert phone.toast == "Contacts merged"
    assert known(store) == [("Ana Diaz", ["555-0100", "555-0199", "a@example.org"]), ("Bo Lund", ["1"])]
    assert store.all()[0].starred


def test_duplicates_are_suggested(phone: SimulatedPhone, hand: Hand, store: ContactStore) -> None:
    for name, number in (("Ana Diaz", "1"), ("ana diaz", "2"), ("Bo Lund", "3"), ("Bo Lund", "4"), ("Bo Lunde", "5")):
        store.save(person(name, number), 0)
    phone.launch(ContactsApp.package)
    hand.tap("Merge & fix")
    assert hand.sees("Merge all (2)")
    hand.tap("Merge", cls="Button")
    assert known(store) == [("Ana Diaz", ["1", "2"]), ("Bo Lund", ["3"]), ("Bo Lund", ["4"]), ("Bo Lunde", ["5"])]
    hand.tap("Merge all (1)")
    assert hand.sees("No duplicates")
    hand.back()

    assert not hand.sees("Merge & fix")
    assert len(store.all()) == 3


def test_contacts_that_have_gone_are_left_out(store: ContactStore, extras: ContactExtras) -> None:
    kept = store.save(person("Ana", "1"), 0)

    assert merge(store, extras, [77], 0) is None
    assert merge(store, extras, [77, kept.id], 0) == kept


def test_the_merged_contact_has_photo_and_notes_of_all(store: ContactStore, extras: ContactExtras) -> None:
    first, second = (store.save(person("Ana Diaz", number), 0) for number in "12")
    extras.save(first.id, {"note": "Met in May"})
    extras.save(second.id, {"note": "Met in June", "website": "example.org"})
    extras.set_photo(second.id, scene(1))
    merge(store, extras, [first.id, second.id], 0)

    assert extras.of(first.id) == {"website": "example.org", "note": "Met in May"}
    assert list(extras.photos()) == [first.id]


def test_letters_scroll_a_long_list(phone: SimulatedPhone, hand: Hand, store: ContactStore) -> None:
    for place in range(26):
        store.save(person(f"{chr(ord('A') + place)}na"), 0)
    phone.launch(ContactsApp.package)
    assert not hand.sees("Pna")
    hand.tap("P", resource_id="fast_scroll_letter")
    assert hand.sees("Pna")
    assert not hand.sees("Ona")
    strip = next(each for window in phone.windows() for each in window.root.walk() if each.resource_id == "fast_scroll")
    across, top = strip.visible.center[0], strip.visible.top
    phone.swipe(across, top + 500, across, top + 5)

    assert hand.sees("Ana", "Bna")


def test_a_short_list_has_no_letters(phone: SimulatedPhone, hand: Hand, store: ContactStore) -> None:
    for place in range(19):
        store.save(person(f"A{place}"), 0)
    phone.launch(ContactsApp.package)

    assert [node for node in hand.nodes() if node.get("resource-id", "").endswith("fast_scroll")] == []
