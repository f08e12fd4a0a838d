"""Phone: calls made, taken, missed and ended, the log, and what the shell tells of it."""

from __future__ import annotations

import pytest

from device.simulator import InProcessPhone, overlays
from device.simulator.apps.contacts.contact_store import CONTACTS_DB, Contact, ContactStore, Entry
from device.simulator.apps.dialer import DialerApp
from device.simulator.calls import CallKind, CallLog
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

IN_CALL = (DialerApp.package, "com.android.incallui.InCallActivity")


@pytest.fixture
def shell(phone: SimulatedPhone) -> InProcessPhone:
    return InProcessPhone(phone)


def logged(phone: SimulatedPhone) -> list[tuple[str, CallKind, int]]:
    return [(call.number, call.kind, call.seconds) for call in CallLog(phone).all()]


def state(shell: InProcessPhone) -> str:
    return shell.shell("dumpsys telephony.registry").partition("mCallState=")[2][:1]


def test_dialling(phone: SimulatedPhone, hand: Hand, shell: InProcessPhone) -> None:
    phone.launch(DialerApp.package)
    hand.tap("key pad")
    for key in "5501":
        hand.tap(key, cls="Button")
    hand.tap("backspace")
    hand.tap("dial")
    phone.clock.advance(65)

    assert phone.foreground() == IN_CALL
    assert hand.sees("550", "01:05", "Hold")
    assert state(shell) == "2"
    hand.tap("End call")
    assert state(shell) == "0"
    assert logged(phone) == [("550", CallKind.OUTGOING, 65)]


def test_a_contact_is_called_and_shown_by_name(phone: SimulatedPhone, hand: Hand) -> None:
    contact = Contact(first="Ana", last="Diaz", phones=(Entry(value="555-0100", label="Mobile"),))
    ContactStore(phone.files.path(CONTACTS_DB)).save(contact, 0)
    phone.launch(DialerApp.package)
    hand.tap("Contacts", cls="FrameLayout")
    hand.tap("Ana Diaz")
    hand.tap("Hold")

    assert hand.sees("Ana Diaz", "555-0100", "On hold")


def test_taking_a_call(phone: SimulatedPhone, hand: Hand, shell: InProcessPhone) -> None:
    shell.shell("simulator ring 5550123")
    assert state(shell) == "1"
    hand.tap("Answer")
    phone.clock.advance(3)
    assert phone.foreground() == IN_CALL
    phone.press_key(6)

    assert logged(phone) == [("5550123", CallKind.INCOMING, 3)]


def test_calls_that_are_not_taken(phone: SimulatedPhone, hand: Hand) -> None:
    overlays.show(phone, "call", about=phone.app.package, title="1")
    hand.tap("Decline")
    missed = overlays.show(phone, "call", about=phone.app.package, title="2")
    overlays.answer(phone, missed, "missed")

    assert {(number, kind) for number, kind, _ in logged(phone)} == {("1", CallKind.REJECTED), ("2", CallKind.MISSED)}
    assert [(each.title, each.text) for each in phone.state.notifications] == [("Missed call", "2")]


def test_calling_back_and_deleting(phone: SimulatedPhone, hand: Hand) -> None:
    CallLog(phone).add("77", CallKind.MISSED, at=phone.clock.now() - 60)
    phone.launch(DialerApp.package)
    assert hand.sees("77", "Missed • Oct 15, 15:33")
    hand.tap("Call 77")
    hand.tap("End call")
    hand.tap("77", index=1)
    hand.tap("Delete")
    hand.tap("Delete", cls="Button")

    assert logged(phone) == [("77", CallKind.OUTGOING, 0)]


def test_the_shells_intents_and_provider(phone: SimulatedPhone, hand: Hand, shell: InProcessPhone) -> None:
    shell.shell("am start -a android.intent.action.DIAL -d tel:123")
    assert hand.sees("123", "dial")
    shell.shell("am start -a android.intent.action.CALL -d tel:456")
    assert hand.sees("456", "End call")
    shell.shell("input keyevent 6")

    found = shell.shell("content query --uri content://call_log/calls --projection number:type --where number=456")
    assert found == "Row: 0 number=456, type=2\n"
    shell.shell("content delete --uri content://call_log/calls")
    assert logged(phone) == []


def test_a_call_goes_on_while_another_app_is_used(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(DialerApp.package)
    hand.tap("key pad")
    hand.tap("5", cls="Button")
    hand.tap("dial")
    phone.go_home()
    phone.launch(DialerApp.package, ".extensions.GoogleDialtactsActivity")
    hand.back()
    hand.tap("Ongoing call")

    assert hand.sees("End call", "5")
