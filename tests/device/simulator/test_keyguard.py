"""The lock screen: what locks the phone, and what opens it."""

from __future__ import annotations

import pytest

from device.simulator import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import reach

POWER, WAKEUP, MENU, DEL, ENTER, HOME, BACK = 26, 224, 82, 67, 66, 3, 4


def lock(phone: SimulatedPhone, command: str) -> None:
    assert run_command(phone, command)[1] == 0
    phone.launch("com.android.settings")
    phone.press_key(POWER)
    phone.press_key(WAKEUP)


def is_locked(phone: SimulatedPhone) -> bool:
    return phone.locked


def test_a_new_phone_never_locks(phone: SimulatedPhone) -> None:
    lock(phone, "locksettings get-disabled")
    assert not is_locked(phone)
    assert "Network" in phone.hierarchy()


def test_a_swipe_opens_what_has_no_pin_and_the_app_goes_on(phone: SimulatedPhone) -> None:
    lock(phone, "locksettings set-disabled false")
    assert "Network" not in phone.hierarchy()
    shown = run_command(phone, "dumpsys window")[0].decode()
    assert "NotificationShade}" in shown
    assert "mDreamingLockscreen=true" in shown
    phone.press_key(HOME)
    phone.tap(500, 900)
    assert is_locked(phone)
    phone.swipe(540, 1800, 540, 600)
    assert not is_locked(phone)
    assert "Network" in phone.hierarchy()


def test_a_pin_is_asked_for_and_a_wrong_one_told(phone: SimulatedPhone, hand: Hand) -> None:
    lock(phone, "locksettings set-pin 4711")
    phone.swipe(540, 1800, 540, 600)
    for digit in "4712":
        hand.tap(digit)
    assert "\u2022\u2022\u2022\u2022" in phone.hierarchy()
    assert "4712" not in phone.hierarchy()
    hand.tap("Enter")
    assert is_locked(phone)
    assert "Wrong PIN" in phone.hierarchy()
    for digit in "4711":
        hand.tap(digit)
    hand.tap("Enter")
    assert not is_locked(phone)


def test_a_pin_is_typed_by_keys_too(phone: SimulatedPhone) -> None:
    lock(phone, "locksettings set-pin 4711")
    phone.press_key(MENU)
    assert run_command(phone, "input text 47112; input keyevent 67 66")[1] == 0
    assert not is_locked(phone)


def test_back_leaves_the_pad(phone: SimulatedPhone) -> None:
    lock(phone, "locksettings set-pin 4711")
    run_command(phone, "wm dismiss-keyguard")
    assert "Enter your PIN" in phone.hierarchy()
    phone.press_key(BACK)
    assert "Swipe up to unlock" in phone.hierarchy()


@pytest.mark.parametrize("pin", ["1", "12a4", "12345678901234567", "''"])
def test_what_is_no_pin_is_refused(phone: SimulatedPhone, pin: str) -> None:
    assert run_command(phone, f"locksettings set-pin {pin}")[1] == 255
    assert phone.state.keyguard.kind == "none"


def test_the_old_pin_is_needed_to_change_it(phone: SimulatedPhone) -> None:
    lock(phone, "locksettings set-pin 4711")
    assert run_command(phone, "locksettings clear")[1] == 255
    assert run_command(phone, "locksettings clear --old 4711")[1] == 0
    assert phone.state.keyguard.kind == "swipe"


def test_a_pin_is_chosen_in_settings_and_asked_for_before_it_changes(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings")
    reach(hand, "Security & privacy")
    hand.tap("Screen lock")
    hand.tap("PIN")
    phone.commit_text("12")
    hand.tap("OK")
    assert hand.sees("PIN must be at least 4 digits")
    phone.commit_text("34")
    hand.tap("OK")
    assert phone.state.keyguard.pin == "1234"
    hand.back()
    assert hand.sees("PIN")
    hand.tap("Screen lock")
    phone.commit_text("9999")
    hand.tap("OK")
    assert hand.sees("Wrong PIN")
    phone.select_all()
    phone.commit_text("1234")
    hand.tap("OK")
    hand.tap("Swipe")
    assert phone.state.keyguard.kind == "swipe"
    phone.press_key(POWER)
    phone.press_key(WAKEUP)
    assert is_locked(phone)
