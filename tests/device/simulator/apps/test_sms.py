"""Simple SMS Messenger: what taps do to mmssms.db and to the screen, and what `content` tells of it."""

from __future__ import annotations

import pytest

from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore, Entry
from device.simulator.apps.sms.message_store import MESSAGES_DB, RECEIVED, SENT, MessageStore
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

NOW = 1697384040000


@pytest.fixture(autouse=True)
def _open_messenger(phone: SimulatedPhone) -> None:
    assert phone.launch("com.simplemobiletools.smsmessenger")


def receive(phone: SimulatedPhone, number: str, body: str, *, minutes_ago: int = 0, kind: int = RECEIVED) -> None:
    MessageStore(phone.files.path(MESSAGES_DB)).add(number, body, kind=kind, now=NOW - 60_000 * minutes_ago)
    phone.changed()


def know(phone: SimulatedPhone, first: str, number: str) -> None:
    contact = Contact(first=first, phones=(Entry(value=number, label="Mobile"),))
    ContactStore(phone.files.path(CONTACTS_DB)).save(contact, 0)
    phone.changed()


def shell(phone: SimulatedPhone, command: str) -> str:
    output, _ = run_command(phone, command)
    return output.decode()


def sent(phone: SimulatedPhone) -> str:
    return shell(phone, "content query --uri content://sms/sent --projection address:body:type").strip()


def test_a_message_to_a_new_number(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("New conversation")
    hand.type("555-0142", into="Add Contact or Number…")
    hand.tap("Confirm")
    hand.type("See you, Ana = 5", into="Type a message…")
    hand.tap("Send")

    assert sent(phone) == "Row: 0 address=555-0142, body=See you, Ana = 5, type=2"
    assert hand.sees("See you, Ana = 5", "Type a message…")
    hand.back()
    assert hand.sees("555-0142", "See you, Ana = 5", "15:34")
    assert shell(phone, f"sqlite3 {MESSAGES_DB} 'select message_count, snippet from threads'") == "1|See you, Ana = 5\n"


def test_nothing_is_sent_without_words(phone: SimulatedPhone, hand: Hand) -> None:
    receive(phone, "5550142", "Hi")
    hand.tap("5550142")
    hand.tap("Send")
    assert sent(phone) == "No result found."


def test_a_number_and_its_spelling_are_one_conversation_under_the_contacts_name(
    phone: SimulatedPhone, hand: Hand
) -> None:
    know(phone, "Zoe", "(555) 0142")
    receive(phone, "5550142", "One", minutes_ago=9)
    receive(phone, "555-0142", "Two", minutes_ago=1)
    receive(phone, "5550199", "Other", minutes_ago=5)
    assert hand.order("Zoe", "5550199")
    assert not hand.sees("One")
    hand.tap("Zoe")
    assert hand.order("One", "Two")
    assert "read=1" in shell(phone, "content query --uri content://sms/inbox --where \"body='Two'\"")
    assert "read=0" in shell(phone, "content query --uri content://sms/inbox --where \"body='Other'\"")


def test_a_contact_is_chosen_by_name(phone: SimulatedPhone, hand: Hand) -> None:
    know(phone, "Zoe", "5550142")
    know(phone, "Zora", "5550143")
    hand.tap("New conversation")
    hand.type("zor", into="Add Contact or Number…")
    assert not hand.sees("Zoe")
    hand.tap("Zora")
    hand.type("Hi", into="Type a message…")
    hand.tap("Send")
    assert sent(phone) == "Row: 0 address=5550143, body=Hi, type=2"


def test_conversations_are_deleted_together(phone: SimulatedPhone, hand: Hand) -> None:
    for number in ("5550101", "5550102", "5550103"):
        receive(phone, number, f"From {number}")
    hand.hold("5550101")
    hand.tap("5550103")
    hand.tap("Delete")
    assert hand.sees("Are you sure you want to delete 2 conversations?")
    hand.tap("Yes")
    assert [each.address for each in MessageStore(phone.files.path(MESSAGES_DB)).conversations()] == ["5550102"]
    assert shell(phone, f"sqlite3 {MESSAGES_DB} 'select count(*) from threads'") == "1\n"


def test_a_message_is_copied_and_pasted(phone: SimulatedPhone, hand: Hand) -> None:
    receive(phone, "5550101", "12 Mill Street")
    hand.tap("5550101")
    hand.hold("12 Mill Street")
    hand.tap("Copy to clipboard")
    assert phone.clipboard == "12 Mill Street"
    hand.hold("Type a message…")
    hand.tap("Paste")
    hand.tap("Send")
    assert sent(phone) == "Row: 0 address=5550101, body=12 Mill Street, type=2"


def test_a_message_is_deleted_and_the_rest_stays(phone: SimulatedPhone, hand: Hand) -> None:
    receive(phone, "5550101", "One", minutes_ago=2)
    receive(phone, "5550101", "Two", kind=SENT)
    hand.tap("5550101")
    hand.hold("Two")
    hand.tap("Delete")
    hand.tap("No")
    hand.tap("Delete")
    hand.tap("Yes")
    assert sent(phone) == "No result found."
    assert hand.sees("One")


def test_searching_looks_into_all_messages(phone: SimulatedPhone, hand: Hand) -> None:
    receive(phone, "5550101", "Your code is 9131", minutes_ago=8)
    receive(phone, "5550101", "Bye", minutes_ago=2)
    receive(phone, "5550102", "Hello")
    hand.tap("Search")
    hand.type("9131", cls="EditText")
    assert hand.sees("5550101")
    assert not hand.sees("5550102")


def test_messages_of_other_programs_by_content(phone: SimulatedPhone, hand: Hand) -> None:
    insert = "content insert --uri content://sms/inbox --bind address:s:5550107 --bind body:s:Hello --bind read:i:0"
    assert shell(phone, insert) == ""
    assert hand.sees("5550107", "Hello")
    assert "type=1" in shell(phone, "content query --uri content://sms")
    assert shell(phone, "content delete --uri content://sms") == ""
    assert shell(phone, "content query --uri content://sms") == "No result found.\n"
    assert "Unknown URI" in shell(phone, "content query --uri content://sms/nowhere")
    assert "Error" in shell(phone, "content query --uri content://sms --where 'attach'")


def test_only_clearing_the_provider_removes_messages(phone: SimulatedPhone, hand: Hand) -> None:
    receive(phone, "5550101", "One")
    phone.clear("com.simplemobiletools.smsmessenger")
    assert len(MessageStore(phone.files.path(MESSAGES_DB)).conversations()) == 1
    phone.clear("com.android.providers.telephony")
    assert MessageStore(phone.files.path(MESSAGES_DB)).conversations() == []
