"""WeChat: what taps do to its database and to the screen."""

from __future__ import annotations

import pytest

from device.simulator.apps.chat.chat_store import CHAT_DB, PHOTO, ChatStore
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

ROOM = "7@chatroom"
NAMES = {"wxid_ana": "Ana Reyes", "wxid_bo": "Bo Lund", ROOM: "Hiking"}


@pytest.fixture(autouse=True)
def _world(phone: SimulatedPhone) -> None:
    store = ChatStore(phone.files.path(CHAT_DB))
    for user, name in NAMES.items():
        store.contacts.save({"username": user, "nickname": name})
    write(phone, "wxid_ana", "See you at noon", 1000)
    write(phone, "wxid_ana", "lake.jpg", 2000, kind=PHOTO)
    write(phone, ROOM, "wxid_bo:\nBring water", 3000)
    for place, text in enumerate(("Old post", "New post")):
        store.moments.save({"userName": "wxid_bo", "createTime": place, "content": text})
    run_command(phone, f"sqlite3 {CHAT_DB} \"insert into chatroom values (1, '{ROOM}', 'wxid_ana;wxid_bo')\"")
    phone.changed()
    assert phone.launch("com.tencent.mm")


def write(phone: SimulatedPhone, talker: str, content: str, at: int, *, kind: int = 1) -> None:
    values = {"type": kind, "isSend": 0, "createTime": at, "talker": talker, "content": content}
    ChatStore(phone.files.path(CHAT_DB)).messages.save(values)


def stored(phone: SimulatedPhone, query: str) -> str:
    return run_command(phone, f'sqlite3 {CHAT_DB} "{query}"')[0].decode().strip()


def test_conversations_show_their_newest_message_first(hand: Hand) -> None:
    assert hand.order("Hiking", "Bring water", "Ana Reyes", "[Photo]")


def test_what_is_typed_is_sent(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Ana Reyes")
    hand.tap("Send")
    hand.type("好的，明天见", into="Type here")
    hand.tap("Send")
    assert hand.order("See you at noon", "lake.jpg", "好的，明天见")
    assert stored(phone, "select talker, content, isSend from message where isSend") == "wxid_ana|好的，明天见|1"


def test_a_group_tells_who_wrote_and_who_is_in_it(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Hiking")
    assert hand.sees("Bo Lund", "Bring water")
    hand.tap("Chat Info")
    assert hand.sees("Chat Info (2)", "Members", "Ana Reyes", "Bo Lund")
    hand.tap("Mute Notifications")
    assert stored(phone, "select nickname from rcontact where not chatroomnotify") == "Hiking"
    hand.back()
    hand.back()
    assert hand.sees("Muted")


def test_a_photo_is_passed_on_once_it_is_confirmed(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Ana Reyes")
    hand.hold("lake.jpg")
    hand.tap("Forward")
    hand.tap("Bo Lund")
    hand.tap("Cancel")
    assert stored(phone, "select count(*) from message where isSend") == "0"
    hand.tap("Bo Lund")
    hand.tap("Send")
    assert stored(phone, "select type, talker, content from message where isSend") == "3|wxid_bo|lake.jpg"
    assert hand.sees("See you at noon")


def test_a_message_is_copied_or_deleted(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Hiking")
    hand.hold("Bring water")
    hand.tap("Copy")
    assert phone.clipboard == "Bring water"
    hand.hold("Bring water")
    hand.tap("Delete")
    hand.tap("Delete")
    assert stored(phone, f"select count(*) from message where talker = '{ROOM}'") == "0"


def test_moments_come_newest_first_and_are_liked(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Discover")
    hand.tap("Moments")
    assert hand.order("New post", "Old post")
    hand.tap("New post")
    hand.tap("Like")
    assert stored(phone, "select content from SnsInfo where likeFlag") == "New post"
    hand.tap("Unlike")
    assert stored(phone, "select count(*) from SnsInfo where likeFlag") == "0"


def test_people_and_messages_are_found(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Search")
    hand.type("noon", into="Search")
    hand.tap("See you at noon")
    assert hand.sees("Ana Reyes", "Type here")
    hand.back()
    hand.tap("Contacts")
    hand.tap("Bo Lund")
    assert hand.sees("WeChat ID: wxid_bo")
    hand.tap("Messages")
    assert hand.sees("Bo Lund", "Type here")


@pytest.mark.parametrize(("amount", "people", "each"), [("100", "3", "33.33 each"), ("9", "0", ""), ("x", "2", "")])
def test_a_mini_program_has_a_frame_of_its_own(hand: Hand, amount: str, people: str, each: str) -> None:
    hand.tap("Discover")
    hand.tap("Mini Programs")
    hand.tap("Split the bill")
    hand.type(amount, into="Amount")
    hand.type(people, into="People")
    hand.tap("Split")
    assert any(word.endswith(" each") for word in hand.words()) == bool(each)
    assert not each or hand.sees(each)
    hand.tap("Close")
    assert hand.sees("Mini Programs", "Tools")
