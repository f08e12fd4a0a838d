"""Phone's blocked numbers: added, removed, and kept away; and a call that shows at the top of the display."""

from __future__ import annotations

import pytest

from device.simulator import InProcessPhone
from device.simulator.apps.dialer import DialerApp
from device.simulator.block_list import BLOCKED_DB, BlockList
from device.simulator.calls import CallKind, CallLog
from device.simulator.console_commands import COMMANDS
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


@pytest.fixture
def shell(phone: SimulatedPhone) -> InProcessPhone:
    return InProcessPhone(phone)


def blocked(phone: SimulatedPhone) -> list[str]:
    return [row["original_number"] for row in BlockList(phone).all()]


def test_a_number_is_blocked_and_let_through(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(DialerApp.package)
    for label in ("More options", "Settings", "Blocked numbers", "Add a number"):
        hand.tap(label)
    hand.type("nobody", cls="EditText")
    hand.tap("Block")
    assert phone.toast == "Please enter a phone number"
    for _ in range(2):
        hand.tap("Add a number")
        hand.type("555-0123", cls="EditText")
        hand.tap("Block")
    assert blocked(phone) == ["555-0123"]
    assert BlockList(phone).find("(555) 0123") is not None
    hand.tap("Unblock 555-0123")
    hand.tap("Unblock", cls="Button")

    assert phone.toast == "555-0123 unblocked"
    assert blocked(phone) == []


def test_the_log_blocks_who_called(phone: SimulatedPhone, hand: Hand) -> None:
    CallLog(phone).add("77", CallKind.MISSED, at=phone.clock.now() - 60)
    phone.launch(DialerApp.package)
    hand.tap("77")
    hand.tap("Block")
    hand.tap("Block", cls="Button")
    assert blocked(phone) == ["77"]
    hand.tap("77")

    assert hand.sees("Unblock")


def test_calls_and_texts_of_a_blocked_number_stay_away(
    phone: SimulatedPhone, hand: Hand, shell: InProcessPhone
) -> None:
    BlockList(phone).add("5550123")
    shell.shell("simulator ring 555-0123")
    COMMANDS["sms"](phone, ["send", "5550123", "Hello"], "sms send 5550123 Hello")
    assert not hand.sees("Answer")
    assert phone.state.notifications == []
    assert shell.shell("content query --uri content://sms") == "No result found.\n"
    assert [(call.number, call.kind) for call in CallLog(phone).all()] == [("555-0123", CallKind.BLOCKED)]
    phone.launch(DialerApp.package)

    assert hand.sees("Blocked • Oct 15, 15:34")


def test_clearing_the_provider_lets_all_through(phone: SimulatedPhone, shell: InProcessPhone) -> None:
    BlockList(phone).add("1")
    shell.shell("pm clear com.google.android.dialer")
    assert shell.shell(f"sqlite3 {BLOCKED_DB} 'select original_number from blocked'") == "1\n"
    shell.shell("pm clear com.android.providers.blockednumber")

    assert blocked(phone) == []


def test_a_call_at_the_top_leaves_the_app_in_use(phone: SimulatedPhone, hand: Hand, shell: InProcessPhone) -> None:
    shell.shell("am start -n com.android.settings/.Settings; simulator ring 5550123 banner")
    assert hand.find("5550123").get("package") == "com.android.systemui"
    assert hand.sees("Display")
    assert "mCallState=1" in shell.shell("dumpsys telephony.registry")
    hand.tap("Display")
    hand.tap("Decline")
    shell.shell("simulator ring 5550124 banner")
    hand.tap("Answer")

    assert phone.foreground()[0] == DialerApp.package
    assert hand.sees("5550124", "End call")
    assert [(call.number, call.kind) for call in CallLog(phone).all()] == [("5550123", CallKind.REJECTED)]


def test_a_call_takes_the_display_of_a_locked_phone(phone: SimulatedPhone, hand: Hand, shell: InProcessPhone) -> None:
    phone.screen_on = False
    shell.shell("simulator ring 5550123 banner")

    assert [overlay.kind for overlay in phone.state.overlays] == ["call"]
