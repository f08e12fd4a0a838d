"""The notification shade: answers typed into it, and the buttons below the quick tiles."""

from __future__ import annotations

from device.simulator import SimulatedPhone, keys
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand


def shell(phone: SimulatedPhone, command: str) -> str:
    output, code = run_command(phone, command)
    assert code == 0
    return output.decode()


def test_an_answer_goes_to_whom_the_message_is_from(phone: SimulatedPhone, hand: Hand) -> None:
    shell(phone, "simulator message 5550100 'Are you there?'; simulator message 5550101 'And you?'")
    phone.open_shade("notifications")
    hand.tap("Reply", index=1)
    assert phone.commit_text("On my way")
    hand.tap("Send")
    rows = shell(phone, "content query --uri content://sms --projection address:body:type:read").splitlines()
    assert [row.partition(" address=")[2] for row in rows] == [
        "5550100, body=Are you there?, type=1, read=1",
        "5550101, body=And you?, type=1, read=0",
        "5550100, body=On my way, type=2, read=1",
    ]
    assert [note.reply_to for note in phone.state.notifications] == ["5550101"]


def test_back_closes_the_keyboard_first_and_an_empty_answer_is_not_sent(phone: SimulatedPhone, hand: Hand) -> None:
    shell(phone, "simulator message 5550100 Hello")
    phone.open_shade("notifications")
    hand.tap("Reply")
    hand.tap("Send")
    assert "type=2" not in shell(phone, "content query --uri content://sms")
    phone.press_key(keys.BACK)
    assert "notification_panel" in phone.hierarchy()
    phone.press_key(keys.BACK)
    assert "notification_panel" not in phone.hierarchy()
    assert not phone.commit_text("lost")


def test_the_keyboard_leaves_the_answer_to_be_seen(phone: SimulatedPhone, hand: Hand) -> None:
    for number in range(6):
        shell(phone, f"simulator message 555010{number} Hello")
    phone.open_shade("notifications")
    hand.tap("Reply", index=4)
    keyboard = next(window for window in phone.windows() if window.kind == "ime")
    field = phone.focused_field()
    assert field is not None
    assert field.visible == field.frame
    assert field.frame.bottom <= keyboard.bounds.top


def test_other_notifications_offer_no_answer(phone: SimulatedPhone, hand: Hand) -> None:
    shell(phone, "simulator notify org.tasks Reminder 'Water the plants'")
    phone.open_shade("notifications")
    assert "Water the plants" in phone.hierarchy()
    assert "Reply" not in phone.hierarchy()
    assert run_command(phone, "simulator notify no.such.app A B")[1] == 255


def test_the_quick_settings_lead_to_the_settings_and_the_power_menu(phone: SimulatedPhone, hand: Hand) -> None:
    phone.open_shade("quick_settings")
    hand.tap("Power menu")
    assert phone.state.power_menu
    phone.press_key(keys.BACK)
    hand.tap(resource_id="settings_button_container")
    assert phone.foreground()[0] == "com.android.settings"


def test_the_shade_opens_at_its_top(phone: SimulatedPhone, hand: Hand) -> None:
    for number in range(8):
        shell(phone, f"simulator message 555010{number} Hello")
    phone.open_shade("notifications")
    phone.swipe(540, 1800, 540, 600)
    assert "Internet" not in phone.hierarchy()
    phone.close_shade()
    phone.open_shade("notifications")
    assert hand.find("Internet") is not None


def test_holding_a_tile_opens_its_page_in_settings(phone: SimulatedPhone, hand: Hand) -> None:
    for tile, row in (("Internet", "Wi-Fi"), ("Bluetooth", "Use Bluetooth"), ("Battery Saver", "Battery percentage")):
        phone.open_shade("quick_settings")
        hand.hold(tile)
        assert hand.sees(row)
