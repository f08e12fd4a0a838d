"""The floating toolbar over text: what it offers, what that does, where it lies, and when it goes."""

from __future__ import annotations

import pytest

from device.simulator import InProcessPhone, text_toolbar
from device.simulator.phone import SimulatedPhone
from device.simulator.view import Rect, View
from device.simulator.windows import Window
from perception import perceive
from tests.device.simulator.apps.hand import Hand

SETTINGS = "com.android.settings"
LABELS = ("Cut", "Copy", "Paste", "Select all")


@pytest.fixture
def name_field(phone: SimulatedPhone, hand: Hand) -> SimulatedPhone:
    """Return a phone whose "Device name" dialog is open; its field reads "Pixel 6"."""
    phone.launch(SETTINGS, ".Settings$MyDeviceInfoActivity")
    hand.tap("Device name")
    return phone


def field_of(phone: SimulatedPhone) -> View:
    field = phone.focused_field()
    assert field is not None
    return field


def hold_start(phone: SimulatedPhone) -> None:
    """Hold the first word."""
    frame = field_of(phone).frame
    phone.long_press(frame.left + frame.width // 8, frame.center[1])


def toolbar(phone: SimulatedPhone) -> Window | None:
    return next((window for window in phone.windows() if window.kind == "popup"), None)


def offered(hand: Hand) -> list[str]:
    words = hand.words()
    return [label for label in LABELS if words.count(label) == 2]  # of the button and of its text


def test_a_long_press_selects_a_word_and_offers_what_can_be_done(name_field: SimulatedPhone, hand: Hand) -> None:
    hold_start(name_field)

    assert field_of(name_field).selection == (0, 5)
    assert offered(hand) == ["Cut", "Copy", "Select all"]


def test_pasting_is_offered_once_there_is_something(name_field: SimulatedPhone, hand: Hand) -> None:
    name_field.clipboard = "Phone"
    hold_start(name_field)
    assert offered(hand) == ["Cut", "Copy", "Paste", "Select all"]

    hand.tap("Paste")

    assert field_of(name_field).text == "Phone 6"
    assert toolbar(name_field) is None


def test_selecting_all_leaves_the_toolbar_open(name_field: SimulatedPhone, hand: Hand) -> None:
    hold_start(name_field)
    hand.tap("Select all")

    assert field_of(name_field).selection == (0, 7)
    assert offered(hand) == ["Cut", "Copy"]


def test_copying_keeps_the_text_and_ends_the_selection(name_field: SimulatedPhone, hand: Hand) -> None:
    hold_start(name_field)
    hand.tap("Copy")

    assert (name_field.clipboard, field_of(name_field).text) == ("Pixel", "Pixel 6")
    assert field_of(name_field).selection == (5, 5)
    assert toolbar(name_field) is None


def test_cutting_takes_the_text_away(name_field: SimulatedPhone, hand: Hand) -> None:
    hold_start(name_field)
    hand.tap("Cut")

    assert (name_field.clipboard, field_of(name_field).text) == ("Pixel", " 6")
    assert toolbar(name_field) is None


def test_an_empty_field_offers_to_paste_alone(name_field: SimulatedPhone, hand: Hand) -> None:
    name_field.set_field_text(field_of(name_field), "")
    hold_start(name_field)
    assert toolbar(name_field) is None

    name_field.clipboard = "Phone"
    hold_start(name_field)

    assert offered(hand) == ["Paste"]


def test_back_closes_the_toolbar_before_the_keyboard(name_field: SimulatedPhone, hand: Hand) -> None:
    hold_start(name_field)
    hand.back()
    assert toolbar(name_field) is None
    assert name_field.state.keyboard_shown

    hand.back()
    assert not name_field.state.keyboard_shown


@pytest.mark.parametrize("act", ["type", "tap"])
def test_typing_and_touching_the_field_close_the_toolbar(name_field: SimulatedPhone, act: str) -> None:
    hold_start(name_field)
    if act == "type":
        name_field.commit_text("x")
    else:
        name_field.tap(*field_of(name_field).frame.center)

    assert toolbar(name_field) is None


def test_the_toolbar_lies_above_the_text_and_inside_the_display(name_field: SimulatedPhone) -> None:
    hold_start(name_field)
    window, field = toolbar(name_field), field_of(name_field)
    assert window is not None

    assert window.bounds.bottom <= field.frame.center[1]
    assert window.bounds.intersect(Rect(0, 0, *name_field.display_size)) == window.bounds


def test_without_room_above_the_toolbar_lies_below_the_text(name_field: SimulatedPhone) -> None:
    hold_start(name_field)
    field, window, metrics = field_of(name_field), toolbar(name_field), name_field.metrics()
    assert window is not None
    room = Rect(0, field.frame.top, *name_field.display_size)

    bounds = text_toolbar.bounds(window.root, field, room=room, metrics=metrics)

    assert bounds is not None
    assert bounds.top >= text_toolbar.selection_box(field, metrics).bottom


def test_a_password_is_never_copied(phone: SimulatedPhone) -> None:
    phone.clipboard = "guess"
    secret = View(text="secret", password=True, on_change=lambda _: None, selection=(0, 6))

    assert [label for label, _ in text_toolbar.items(phone, secret)] == ["Paste"]


def test_the_toolbar_is_in_the_phones_language(name_field: SimulatedPhone, hand: Hand) -> None:
    name_field.language = "zh"
    hold_start(name_field)

    assert hand.sees("剪切", "复制", "全选")


def test_the_toolbar_is_saved_with_the_phone(name_field: SimulatedPhone) -> None:
    hold_start(name_field)
    saved = name_field.snapshot()
    name_field.press_key(4)
    name_field.restore(saved)

    assert toolbar(name_field) is not None


def test_perception_sees_the_toolbar_and_what_is_around_it(name_field: SimulatedPhone) -> None:
    hold_start(name_field)

    texts = {element.text for element in perceive(InProcessPhone(name_field).capture()).elements}

    assert {"Cut", "Copy", "Select all", "Cancel", "OK"} <= texts
