"""Taobao's code by text message: arriving after a while, taken once, wrong or too late; and late texts at large."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.simulator import texting
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.apps.shop import login_page
from device.simulator.apps.sms.message_store import MESSAGES_DB, MessageStore
from device.simulator.clock import Clock
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

TAOBAO = "com.taobao.taobao"


@pytest.fixture
def stepped() -> Iterator[SimulatedPhone]:
    with SimulatedPhone(clock=Clock(pace="stepped", step=0.25)) as phone:
        yield phone


def log_out(phone: SimulatedPhone) -> None:
    values: dict[str, bool | str] = {login_page.LOGGED_OUT: True, login_page.MOBILE: "5550123"}
    PreferenceFile(phone.files.path(login_page.PREFERENCES)).edit(values)
    phone.launch(TAOBAO)


def texts(phone: SimulatedPhone) -> list[str]:
    found = MessageStore(phone.files.path(MESSAGES_DB)).conversations()
    return [str(message["body"]) for each in found for message in each.messages]


def test_a_new_phone_is_logged_in(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(TAOBAO)

    assert not hand.sees("Log in")


def test_the_code_of_the_message_logs_in(stepped: SimulatedPhone) -> None:
    hand = Hand(stepped)
    log_out(stepped)
    assert hand.sees("A code is sent by text message to 5550123.")
    hand.tap("Get code")
    assert hand.sees("Get again in 60 s")
    assert texts(stepped) == []
    for _ in range(4):
        hand.tap("Verification code")
    (message,) = texts(stepped)
    assert [each.title for each in stepped.state.overlays] == [login_page.SENDER]
    hand.type(message[9:15], cls="EditText")
    hand.tap("Log in")

    assert stepped.toast == "Logged in"
    assert not hand.sees("Log in")
    saved = PreferenceFile(stepped.files.path(login_page.PREFERENCES)).read()
    assert dict(saved) == {login_page.MOBILE: "5550123"}


def test_a_wrong_and_a_late_code_are_refused(phone: SimulatedPhone, hand: Hand) -> None:
    log_out(phone)
    hand.tap("Log in", cls="Button")
    assert phone.toast == "Wrong verification code"
    hand.tap("Get code")
    (message,) = texts(phone)
    hand.type(message[9:14], cls="EditText")
    hand.tap("Log in", cls="Button")
    assert phone.toast == "Wrong verification code"
    hand.type(message[9:15], cls="EditText")
    phone.clock.advance(login_page.VALID_SECONDS)
    hand.tap("Log in", cls="Button")
    assert phone.toast == "The code has expired"
    hand.tap("Get code")

    assert len(set(texts(phone))) == 2


def test_clearing_the_shop_forgets_who_was_logged_out(phone: SimulatedPhone, hand: Hand) -> None:
    log_out(phone)
    phone.clear(TAOBAO)
    phone.launch(TAOBAO)

    assert not hand.sees("Log in")


def test_a_text_on_its_way_is_part_of_a_snapshot(stepped: SimulatedPhone) -> None:
    texting.receive_later(stepped, "5550123", "Hello", seconds=5)
    before = stepped.snapshot()
    stepped.clock.advance(5)
    stepped.look()
    assert texts(stepped) == ["Hello"]
    stepped.restore(before)
    stepped.look()
    assert texts(stepped) == []
    stepped.clock.advance(5)
    stepped.look()

    assert texts(stepped) == ["Hello"]
