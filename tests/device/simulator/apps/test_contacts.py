"""The Contacts app: what taps do to contacts2.db and to the screen."""

from __future__ import annotations

import sqlite3

import pytest

from device.simulator.apps.contacts.contact_store import (
    CONTACTS_DB,
    Contact,
    ContactStore,
    Entry,
    read_contacts,
)
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

PACKAGE = "com.google.android.contacts"
DATA = "SELECT mimetype, data1, data2, data3 FROM view_data ORDER BY _id"


@pytest.fixture(autouse=True)
def _open_contacts(phone: SimulatedPhone) -> None:
    assert phone.launch(PACKAGE)


def contacts(phone: SimulatedPhone) -> list[Contact]:
    """Return the contacts that the database file holds."""
    return read_contacts(phone.files.path(CONTACTS_DB))


def sql(phone: SimulatedPhone, statement: str) -> list[tuple[object, ...]]:
    """Run one statement on the database as an outside program would."""
    with sqlite3.connect(phone.files.path(CONTACTS_DB)) as connection:
        rows = connection.execute(statement).fetchall()
    connection.close()
    phone.changed()
    return rows


def add(
    phone: SimulatedPhone, first: str, last: str = "", number: str = "", *, company: str = "", email: str = ""
) -> Contact:
    """Put a contact on the phone without using the app."""
    phones = (Entry(value=number, label="Mobile"),) if number else ()
    emails = (Entry(value=email, label="Home"),) if email else ()
    contact = Contact(first=first, last=last, company=company, phones=phones, emails=emails)
    saved = ContactStore(phone.files.path(CONTACTS_DB)).save(contact, 0)
    phone.changed()
    return saved


def test_an_empty_list(hand: Hand) -> None:
    assert hand.sees("Search contacts", "No contacts yet", "Create contact")


def test_creating_a_contact_writes_real_rows(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("Zoë", into="First name")
    hand.type("Müller", into="Last name")
    hand.type("Acme", into="Company")
    hand.type("+49 30 123456", into="Phone")
    hand.tap("Mobile")
    hand.tap("Work")
    hand.type("zoe@example.org", into="Email")
    hand.tap("Save")

    assert phone.toast == "Zoë Müller saved"
    assert hand.sees("Zoë Müller", "Acme", "+49 30 123456", "Work", "zoe@example.org", "Home", "Edit contact")
    assert sql(phone, "SELECT display_name, display_name_alt, sort_key, deleted, starred FROM raw_contacts") == [
        ("Zoë Müller", "Müller, Zoë", "Zoë Müller", 0, 0)
    ]
    assert sql(phone, DATA) == [
        ("vnd.android.cursor.item/name", "Zoë Müller", "Zoë", "Müller"),
        ("vnd.android.cursor.item/organization", "Acme", "1", None),
        ("vnd.android.cursor.item/phone_v2", "+49 30 123456", "3", None),
        ("vnd.android.cursor.item/email_v2", "zoe@example.org", "1", None),
    ]
    assert sql(phone, "SELECT has_phone_number, starred FROM contacts") == [(1, 0)]


def test_a_draft_shows_what_was_entered_and_saves_nothing(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("Ana", into="First name")
    hand.type("555-0101", into="Phone")
    nodes = hand.nodes()
    place = next(index for index, node in enumerate(nodes) if node.get("text") == "555-0101")
    assert nodes[place].get("hint") == "Phone"
    assert nodes[place + 1].get("text") == "Mobile"
    assert contacts(phone) == []


def test_leaving_the_editor_asks_only_when_something_was_typed(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Create contact")
    hand.tap("Close")
    assert hand.sees("No contacts yet")
    hand.tap("Create contact")
    hand.type("Ana", into="First name")
    hand.back()
    assert hand.sees("Discard your changes?")
    hand.tap("Cancel")
    assert hand.sees("Ana", "Save")
    hand.tap("Close")
    hand.tap("Discard")
    assert hand.sees("No contacts yet")
    assert contacts(phone) == []


def test_a_contact_needs_something_to_be_saved(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Create contact")
    hand.tap("Save")
    assert phone.toast == "Add info to save as a contact"
    assert contacts(phone) == []


def test_a_contact_without_a_name_goes_by_its_number(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Create contact")
    hand.type("555-0102", into="Phone")
    hand.tap("Save")
    hand.back()
    assert hand.sees("555-0102")
    assert [contact.name for contact in contacts(phone)] == ["555-0102"]
    hand.tap("555-0102")
    hand.tap("Edit contact")
    assert hand.sees("First name", "555-0102")


def test_two_numbers_and_two_contacts_of_one_name(phone: SimulatedPhone, hand: Hand) -> None:
    for number in ("1", "2"):
        hand.tap("Create contact")
        hand.type("Li", into="First name")
        hand.type(f"555-010{number}", into="Phone")
        hand.tap("Add phone")
        hand.type(f"555-020{number}", into="Phone")
        hand.tap("Save")
        hand.back()
    assert [[entry.value for entry in contact.phones] for contact in contacts(phone)] == [
        ["555-0101", "555-0201"],
        ["555-0102", "555-0202"],
    ]
    assert hand.words().count("Li") == 2


def test_editing_changes_the_row_and_keeps_what_the_app_does_not_know(phone: SimulatedPhone, hand: Hand) -> None:
    saved = add(phone, "Ben", "Ode", "555-0103")
    sql(
        phone,
        "INSERT INTO data (raw_contact_id, mimetype_id, data1)"
        f" VALUES ({saved.id}, (SELECT _id FROM mimetypes WHERE mimetype LIKE '%nickname'), 'Benny')",
    )
    hand.tap("Ben Ode")
    hand.tap("Edit contact")
    hand.type("555-9999", into="555-0103")
    hand.tap("Save")
    assert hand.sees("Ben Ode", "555-9999", "Edit contact")
    assert [contact.phones[0].value for contact in contacts(phone)] == ["555-9999"]
    assert sql(phone, "SELECT data1 FROM view_data WHERE mimetype LIKE '%nickname'") == [("Benny",)]
    assert contacts(phone)[0].id == saved.id


def test_favorites_come_first(phone: SimulatedPhone, hand: Hand) -> None:
    for first in ("anna", "Bob", "Zed"):
        add(phone, first)
    assert hand.order("A", "anna", "B", "Bob", "Z", "Zed")
    hand.tap("Zed")
    hand.tap("Add to favorites")
    assert hand.sees("Remove from favorites")
    assert sql(phone, "SELECT starred FROM raw_contacts WHERE display_name = 'Zed'") == [(1,)]
    assert sql(phone, "SELECT SUM(starred) FROM contacts") == [(1,)]
    hand.tap("Navigate up")
    assert hand.order("Favorites", "Zed", "A", "anna", "B", "Bob")
    hand.tap("Zed")
    hand.tap("Remove from favorites")
    assert not any(contact.starred for contact in contacts(phone))


def test_searching(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Anna", "Berg", "555-0104")
    add(phone, "Bob", "Anders", company="Mill")
    add(phone, "Hanna", "Cole", email="cole@mill.example")
    for query, found in (
        ("an", {"Anna Berg", "Bob Anders"}),
        ("0104", {"Anna Berg"}),
        ("MILL", {"Bob Anders", "Hanna Cole"}),
        ("anna b", {"Anna Berg"}),
    ):
        hand.type(query, cls="EditText")
        assert {"Anna Berg", "Bob Anders", "Hanna Cole"} & set(hand.words()) == found
    hand.type("nobody", cls="EditText")
    assert hand.sees("No contacts found")
    hand.tap("Clear text")
    assert hand.sees("Anna Berg", "Hanna Cole")


def test_deleting_asks_first_and_leaves_no_row(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Anna", "Berg", "555-0104")
    add(phone, "Anna", "Bergman", "555-0105")
    hand.tap("Anna Berg")
    hand.tap("More options")
    hand.tap("Delete")
    assert hand.sees("Delete this contact?")
    hand.tap("Cancel")
    assert len(contacts(phone)) == 2
    hand.tap("More options")
    hand.tap("Delete")
    hand.tap("Delete")
    assert phone.toast == "Anna Berg deleted"
    assert [contact.name for contact in contacts(phone)] == ["Anna Bergman"]
    assert sql(phone, "SELECT COUNT(*) FROM data") == [(2,)]
    assert sql(phone, "SELECT COUNT(*) FROM contacts") == [(1,)]
    assert hand.sees("Anna Bergman", "Create contact")


def test_routing_to_voicemail(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Anna")
    hand.tap("Anna")
    hand.tap("More options")
    hand.tap("Route to voicemail")
    assert sql(phone, "SELECT send_to_voicemail FROM raw_contacts") == [(1,)]
    assert sql(phone, "SELECT send_to_voicemail FROM contacts") == [(1,)]
    hand.tap("More options")
    hand.tap("Unroute from voicemail")
    assert not contacts(phone)[0].to_voicemail


def test_deleting_several(phone: SimulatedPhone, hand: Hand) -> None:
    for first in ("Ann", "Bob", "Cy"):
        add(phone, first)
    hand.hold("Ann")
    hand.tap("Cy")
    assert hand.sees("2 selected")
    hand.tap("Delete")
    assert hand.sees("Delete 2 contacts?")
    hand.tap("Delete", cls="Button")
    assert [contact.name for contact in contacts(phone)] == ["Bob"]
    assert hand.sees("Search contacts")


def test_rows_of_another_program_show_at_once(phone: SimulatedPhone, hand: Hand) -> None:
    sql(phone, "INSERT INTO raw_contacts (_id, display_name, starred) VALUES (7, 'Out Sider', 1)")
    assert hand.order("Favorites", "Out Sider")
    sql(phone, "INSERT INTO data (raw_contact_id, mimetype_id, data1, data2) VALUES (7, 5, '555-0107', 0)")
    hand.tap("Out Sider")
    assert hand.sees("555-0107", "Other")
    sql(phone, "DELETE FROM raw_contacts")
    assert hand.sees("This contact doesn't exist anymore.")
    hand.back()
    assert hand.sees("No contacts yet")
    assert sql(phone, "SELECT COUNT(*) FROM data") == [(0,)]


def test_only_clearing_the_provider_removes_contacts(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Ann")
    phone.clear(PACKAGE)
    assert len(contacts(phone)) == 1
    phone.clear("com.android.providers.contacts")
    assert contacts(phone) == []
    phone.launch(PACKAGE)
    assert hand.sees("No contacts yet")


def test_a_snapshot_brings_back_editor_and_rows(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Ann")
    hand.tap("Create contact")
    hand.type("Half", into="First name")
    before = phone.snapshot()
    hand.tap("Save")
    phone.restore(before)
    assert hand.sees("Half", "Save")
    assert [contact.name for contact in contacts(phone)] == ["Ann"]


def test_the_provider_is_in_no_launcher(phone: SimulatedPhone, hand: Hand) -> None:
    phone.go_home()
    assert hand.sees("Contacts", "Clock", "Markor")
    assert "Contacts Storage" not in hand.words()
