"""Contacts: photos, and the fields that few contacts have."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import numpy as np
import pytest

from device.media_file import scene
from device.simulator.apps.contacts import ContactsApp
from device.simulator.apps.contacts.contact_extras import ContactExtras
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand


@pytest.fixture
def ana(phone: SimulatedPhone) -> Contact:
    return ContactStore(phone.files.path(CONTACTS_DB)).save(Contact(first="Ana"), 0)


@pytest.fixture
def extras(phone: SimulatedPhone) -> ContactExtras:
    return ContactExtras(phone.files.path(CONTACTS_DB))


def tap_photo(phone: SimulatedPhone) -> None:
    """Touch the disc on a person's page, of which the hierarchy does not tell."""
    phone.tap(540, 420)


def test_a_photo_is_chosen_and_removed(phone: SimulatedPhone, hand: Hand, ana: Contact, extras: ContactExtras) -> None:
    phone.files.write("/sdcard/Pictures/lake.jpg", scene(1))
    phone.files.write("/sdcard/Pictures/broken.png", b"no picture")
    phone.launch(ContactsApp.package)
    hand.tap("Ana")
    letter = phone.screenshot()
    tap_photo(phone)
    assert not hand.sees("Remove photo")
    hand.tap("Choose photo")
    hand.tap("broken.png")
    assert phone.toast == "Can't use this picture"
    tap_photo(phone)
    hand.tap("Choose photo")
    hand.tap("lake.jpg")
    assert list(extras.photos()) == [ana.id]
    with closing(sqlite3.connect(phone.files.path(CONTACTS_DB))) as database:
        assert database.execute("SELECT photo_id = d._id FROM contacts, data d WHERE data15 NOT NULL").fetchone() == (
            1,
        )
    assert not np.array_equal(phone.screenshot(), letter)
    tap_photo(phone)
    hand.tap("Remove photo")

    assert extras.photos() == {}
    assert np.array_equal(phone.screenshot(), letter)


def test_the_editor_changes_a_photo_that_is_there(
    phone: SimulatedPhone, hand: Hand, ana: Contact, extras: ContactExtras
) -> None:
    phone.files.write("/sdcard/Pictures/lake.jpg", scene(2))
    phone.launch(ContactsApp.package)
    hand.tap("Ana")
    hand.tap("Edit contact")
    assert not hand.sees("Change photo")
    extras.set_photo(ana.id, scene(1))
    phone.changed()
    before = extras.photos()[ana.id]
    hand.type("Anna", into="Ana")
    hand.tap("Change photo")
    hand.tap("Choose photo")
    hand.tap("lake.jpg")
    assert extras.photos()[ana.id] != before
    hand.tap("Save")

    assert hand.sees("Anna")


def test_the_page_is_told_the_same_with_and_without_a_photo(
    phone: SimulatedPhone, hand: Hand, ana: Contact, extras: ContactExtras
) -> None:
    phone.launch(ContactsApp.package)
    hand.tap("Ana")
    before = hand.words()
    extras.set_photo(ana.id, scene(1))
    phone.changed()

    assert hand.words() == before


def test_further_fields_are_shown_and_edited_where_there_are_some(
    phone: SimulatedPhone, hand: Hand, ana: Contact, extras: ContactExtras
) -> None:
    phone.launch(ContactsApp.package)
    hand.tap("Ana")
    hand.tap("Edit contact")
    assert not hand.sees("Notes")
    hand.back()
    extras.save(ana.id, {"postal": "1 Elm Lane", "note": "Met in May"})
    phone.changed()
    assert hand.order("1 Elm Lane", "Address", "Met in May", "Notes")
    hand.tap("Edit contact")
    phone.swipe(540, 1800, 540, 600)
    hand.type("example.org", into="Website")
    hand.type("", into="1 Elm Lane")
    hand.tap("Save")

    assert extras.of(ana.id) == {"website": "example.org", "note": "Met in May"}


def test_an_intent_brings_notes(phone: SimulatedPhone, hand: Hand, extras: ContactExtras) -> None:
    action = "am start -a android.intent.action.INSERT -t vnd.android.cursor.dir/contact"
    run_command(phone, f"{action} -e name 'Bo Lund' -e notes 'Plays chess' -e postal '2 Oak Street'")
    hand.tap("Save")
    (saved,) = ContactStore(phone.files.path(CONTACTS_DB)).all()

    assert extras.of(saved.id) == {"postal": "2 Oak Street", "note": "Plays chess"}
    assert hand.sees("Bo Lund", "Plays chess")
