"""Simple SMS Messenger: files and contacts sent with a message, and messages to several people."""

from __future__ import annotations

import pytest

from device.media_file import scene
from device.simulator import texting
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore, Entry
from device.simulator.apps.sms.message_store import MESSAGES_DB, RECEIVED, MessageStore
from device.simulator.apps.sms.multimedia import PARTS
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

NUMBER = "5550142"


@pytest.fixture(autouse=True)
def _open_thread(phone: SimulatedPhone, hand: Hand) -> None:
    people = ContactStore(phone.files.path(CONTACTS_DB))
    for first, number in (("Ana", "5550101"), ("Bo", "5550102")):
        people.save(Contact(first=first, phones=(Entry(value=number, label="Mobile"),)), 0)
    store(phone).add(NUMBER, "Hi", kind=RECEIVED, now=1_697_380_000_000)
    phone.files.write("/sdcard/Pictures/lake.jpg", scene(1))
    phone.files.write("/sdcard/Download/plan.pdf", b"plan")
    phone.launch("com.simplemobiletools.smsmessenger")
    hand.tap(NUMBER)


def store(phone: SimulatedPhone) -> MessageStore:
    return MessageStore(phone.files.path(MESSAGES_DB))


def sql(phone: SimulatedPhone, query: str) -> str:
    return run_command(phone, f'sqlite3 {MESSAGES_DB} "{query}"')[0].decode().strip()


def sent(phone: SimulatedPhone) -> list[str]:
    return sql(phone, "select address, body from sms where type = 2").splitlines()


def attach(hand: Hand, what: str, name: str) -> None:
    hand.tap("Attachment")
    hand.tap(what)
    hand.tap(name)


def test_files_go_with_a_message(phone: SimulatedPhone, hand: Hand) -> None:
    attach(hand, "Choose photo", "lake.jpg")
    attach(hand, "Choose file", "plan.pdf")
    attach(hand, "Contact", "Ana")
    hand.tap("Remove plan.pdf")
    hand.type("Look", into="Type a message…")
    hand.tap("Send")

    assert sql(phone, "select msg_box, m_type, address from pdu join addr on msg_id = pdu._id") == f"2|128|{NUMBER}"
    assert sql(phone, "select ct, cl, text from part order by seq") == (
        "image/jpeg|lake.jpg|\ntext/x-vCard|Ana.vcf|\ntext/plain||Look"
    )
    copies = {path.name.rpartition("_")[2]: path.read_bytes() for path in phone.files.path(PARTS).iterdir()}
    assert copies["lake.jpg"] == phone.files.read("/sdcard/Pictures/lake.jpg")
    assert copies["Ana.vcf"].splitlines()[-2] == b"TEL;CELL:5550101"
    assert hand.order("Hi", "lake.jpg", "Ana.vcf", "Look")
    assert not hand.sees("Remove lake.jpg")
    hand.back()
    assert hand.sees("Look")


def test_a_message_with_a_file_is_deleted_with_its_conversation(phone: SimulatedPhone, hand: Hand) -> None:
    attach(hand, "Choose photo", "lake.jpg")
    hand.tap("Send")
    hand.hold("lake.jpg")
    hand.tap("Delete")
    hand.tap("Yes")
    assert sql(phone, "select count(*) from pdu, addr, part") == "0"
    assert hand.sees("Hi")
    attach(hand, "Choose photo", "lake.jpg")
    hand.tap("Send")
    hand.back()
    assert hand.sees("lake.jpg")
    hand.hold(NUMBER)
    hand.tap("Delete")
    hand.tap("Yes")

    assert sql(phone, "select (select count(*) from pdu), (select count(*) from threads)") == "0|0"


def test_what_is_attached_may_go_before_it_is_sent(phone: SimulatedPhone, hand: Hand) -> None:
    attach(hand, "Choose file", "plan.pdf")
    phone.files.path("/sdcard/Download/plan.pdf").unlink()
    hand.tap("Send")

    assert hand.sees("plan.pdf")
    assert sql(phone, "select count(*) from part") == "1"


def test_a_message_goes_to_several(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Add Person")
    assert phone.commit_text("Bo")
    phone.press_key(4)
    hand.tap("5550102")
    hand.type("5550199", into="Add Contact or Number…")
    hand.tap("Confirm")
    hand.type("nobody", into="Add Contact or Number…")
    hand.tap("Confirm")
    assert phone.toast == "Please enter a phone number"
    assert hand.order(NUMBER, "Bo", "5550199")
    hand.tap("Remove 5550199")
    hand.type("Hello both", into="Type a message…")
    hand.tap("Send")

    assert sent(phone) == [f"{NUMBER}|Hello both", "5550102|Hello both"]
    assert not hand.sees("Bo")


def test_what_another_program_left_out_is_no_error(phone: SimulatedPhone, hand: Hand) -> None:
    sql(
        phone,
        "insert into pdu (msg_box) values (1); insert into pdu (date) values (5); insert into part (mid) values (1)",
    )
    phone.changed()
    hand.back()

    assert hand.sees(NUMBER, "Hi")


def test_a_text_is_lost_where_the_provider_is_damaged(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings")
    texting.receive_later(phone, NUMBER, "now", seconds=1)
    assert phone.state.notifications[0].text == "now"
    phone.clock.pace = "stepped"
    texting.receive_later(phone, NUMBER, "later", seconds=1)
    sql(phone, "drop table threads")
    phone.clock.advance(2)

    assert phone.screenshot().any()
    assert phone.state.coming == []
    assert [each.text for each in phone.state.notifications] == ["now"]
