"""The share sheet: a note handed to WeChat, to the messenger, or to nobody."""

from __future__ import annotations

import pytest

from device.simulator.apps.chat.chat_store import CHAT_DB, ChatStore
from device.simulator.apps.joplin import JoplinApp
from device.simulator.apps.joplin.notebook_store import Note
from device.simulator.apps.markor import MarkorApp
from device.simulator.apps.sms import SmsApp
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand


@pytest.fixture(autouse=True)
def _open_note(phone: SimulatedPhone, hand: Hand) -> None:
    ChatStore(phone.files.path(CHAT_DB)).contacts.save({"username": "wxid_ana", "nickname": "Ana Reyes"})
    notes = JoplinApp(phone).notes
    notes.create_notebook("Home")
    notes.save(Note(notebook=notes.notebooks()[0].id, title="Plan", body="Paint the door"))
    phone.launch(JoplinApp.package)
    hand.tap("Plan")
    hand.tap("Actions")
    hand.tap("Share")


def sent(phone: SimulatedPhone) -> list[tuple[str, str]]:
    return [(each["talker"], each["content"]) for each in ChatStore(phone.files.path(CHAT_DB)).messages.all()]


def test_the_sheet_is_the_systems(phone: SimulatedPhone, hand: Hand) -> None:
    assert phone.foreground() == ("android", "com.android.internal.app.ChooserActivity")
    assert hand.sees("Sharing text", "Plan\n\nPaint the door", "WeChat", "Simple SMS Messenger")
    phone.tap(540, 300)
    assert phone.foreground()[0] == JoplinApp.package
    hand.tap("Actions")
    hand.tap("Share")
    hand.back()

    assert phone.foreground()[0] == JoplinApp.package
    assert sent(phone) == []


@pytest.mark.parametrize("leave", ["input keyevent 3", "am start -n com.android.settings/.Settings"])
def test_another_app_leaves_the_sheet_behind(phone: SimulatedPhone, hand: Hand, leave: str) -> None:
    run_command(phone, leave)

    assert phone.state.overlays == []
    assert phone.foreground()[0] not in ("android", JoplinApp.package)


def test_wechat_asks_to_whom(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("WeChat")
    hand.tap("Ana Reyes")
    hand.tap("Cancel")
    assert sent(phone) == []
    hand.tap("Ana Reyes")
    hand.tap("Send")

    assert phone.toast == "Sent"
    assert sent(phone) == [("wxid_ana", "Plan\n\nPaint the door")]


def test_the_messenger_begins_a_conversation(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Simple SMS Messenger")
    hand.type("5550123", cls="EditText")
    hand.tap("Confirm")
    hand.tap("Send")
    messenger = phone.packages[SmsApp.package]
    assert isinstance(messenger, SmsApp)

    assert [each.newest["body"] for each in messenger.messages.conversations()] == ["Plan\n\nPaint the door"]


def test_markor_shares_what_was_typed(phone: SimulatedPhone, hand: Hand) -> None:
    hand.back()
    phone.files.write("/sdcard/Documents/Markor/note.md", b"old")
    phone.launch(MarkorApp.package)
    hand.tap("note.md")
    hand.type("new", cls="EditText")
    hand.tap("More options")
    hand.tap("Share")

    assert hand.sees("Sharing text", "new")
    assert phone.files.read("/sdcard/Documents/Markor/note.md") == b"new"


def test_an_intent_shares_a_text(phone: SimulatedPhone, hand: Hand) -> None:
    hand.back()
    send = "am start -a android.intent.action.SEND -t text/plain --es android.intent.extra.TEXT 'Hello there'"
    run_command(phone, send)
    assert hand.sees("Sharing text", "Hello there")
    hand.back()
    run_command(phone, f"{send} -p com.tencent.mm")
    assert hand.sees("Select a Chat")
    hand.tap("Ana Reyes")
    hand.tap("Send")
    run_command(phone, f"{send} -p com.android.settings")

    assert sent(phone) == [("wxid_ana", "Hello there")]
