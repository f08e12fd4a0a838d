"""Text entry: cursor, selection, clipboard, keyboard, IME actions."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.simulator import keys
from device.simulator.phone import SimulatedPhone
from device.simulator.state import ADB_IME
from device.simulator.view import View
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import view

SETTINGS = "com.android.settings"


def field_of(phone: SimulatedPhone) -> View:
    """Return the focused field, which must be there."""
    field = phone.focused_field()
    assert field is not None
    return field


@pytest.fixture
def name_field(phone: SimulatedPhone, hand: Hand) -> SimulatedPhone:
    """Return a phone whose "Device name" dialog is open; its field reads "Pixel 6"."""
    phone.launch(SETTINGS, ".Settings$MyDeviceInfoActivity")
    hand.tap("Device name")
    return phone


def test_committed_text_goes_to_the_cursor(name_field: SimulatedPhone) -> None:
    assert name_field.commit_text(" von Jürgen 手机")
    assert field_of(name_field).text == "Pixel 6 von Jürgen 手机"
    name_field.press_key(keys.MOVE_HOME)
    name_field.commit_text("\U0001f600 ")
    assert field_of(name_field).text == "\U0001f600 Pixel 6 von Jürgen 手机"


def test_committed_text_replaces_the_selection(name_field: SimulatedPhone) -> None:
    assert name_field.select_all()
    name_field.commit_text("Phone")
    assert field_of(name_field).text == "Phone"
    assert field_of(name_field).selection == (5, 5)


def test_deleting_takes_the_selection_or_one_character(name_field: SimulatedPhone) -> None:
    name_field.press_key(keys.DEL)
    assert field_of(name_field).text == "Pixel "
    name_field.press_key(keys.MOVE_HOME)
    name_field.press_key(keys.FORWARD_DEL)
    assert field_of(name_field).text == "ixel "
    name_field.select_all()
    name_field.press_key(keys.DEL)
    assert field_of(name_field).text == ""
    name_field.press_key(keys.DEL)
    assert field_of(name_field).text == ""


def test_clipboard_by_key_combinations(name_field: SimulatedPhone) -> None:
    control, a, c, v, x = keys.CTRL_LEFT, 29, 31, 50, 52
    assert name_field.press_keys_together(control, a)
    assert name_field.press_keys_together(control, c)
    assert name_field.clipboard == "Pixel 6"
    name_field.press_key(keys.MOVE_END)
    assert name_field.press_keys_together(control, v)
    assert field_of(name_field).text == "Pixel 6Pixel 6"
    name_field.select_all()
    assert name_field.press_keys_together(control, x)
    assert field_of(name_field).text == ""


def test_a_tap_puts_the_cursor_where_it_lands(name_field: SimulatedPhone) -> None:
    field = field_of(name_field)
    name_field.tap(field.frame.left + 45, field.frame.center[1])
    assert field_of(name_field).selection == (0, 0)
    name_field.tap(field.frame.right - 5, field.frame.center[1])
    assert field_of(name_field).selection == (7, 7)


def test_a_text_longer_than_its_field_shows_what_is_around_the_cursor(name_field: SimulatedPhone) -> None:
    name_field.commit_text(" and a name that is a good deal longer than the field in which it stands")
    for _ in range(40):
        name_field.press_key(keys.DPAD_LEFT)
    before, field = name_field.screenshot().copy(), field_of(name_field)
    assert name_field.commit_text("ember ")
    assert (name_field.screenshot() != before).any()
    name_field.tap(*field.frame.center)
    assert abs(field_of(name_field).selection[0] - len(field.text) + 40 - len("ember ")) <= 1


def test_a_long_press_or_double_tap_selects_a_word(name_field: SimulatedPhone) -> None:
    field = field_of(name_field)
    x, y = field.frame.left + 70, field.frame.center[1]
    name_field.long_press(x, y)
    assert field_of(name_field).selection == (0, 5)
    name_field.press_key(keys.MOVE_END)
    name_field.double_tap(x, y)
    assert field_of(name_field).selection == (0, 5)


def test_keys_of_the_keyboard_type(name_field: SimulatedPhone, hand: Hand) -> None:
    name_field.select_all()
    for key in ("Shift", "H", "i", "Space", "Symbol keyboard", "7", "Letter keyboard", "x", "Delete"):
        hand.tap(key)
    assert field_of(name_field).text == "Hi 7"
    hand.tap("Done")
    assert name_field.settings.get("global", "device_name") == "Hi 7"


def test_uiautomator2_keyboard_is_a_bar_without_keys(name_field: SimulatedPhone) -> None:
    name_field.ime.current = ADB_IME
    name_field.changed()
    window = next(window for window in name_field.windows() if window.kind == "ime")
    assert window.package == "com.github.uiautomator"
    assert not any(v.is_clickable for v in window.root.walk())


def test_without_focus_nothing_is_typed(phone: SimulatedPhone) -> None:
    assert not phone.commit_text("x")
    assert not phone.press_key(keys.DEL)
    assert not phone.select_all()
    assert not phone.paste()
    assert phone.focused_field() is None


def test_key_events_type_ascii_only(name_field: SimulatedPhone) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        name_field.type_keys("手机")
    assert name_field.type_keys("!")
    assert field_of(name_field).text == "Pixel 6!"


def test_leaving_a_screen_takes_the_focus(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    hand.tap("Search settings")
    phone.commit_text("night")
    hand.tap("Night Light")
    assert phone.focused_field() is None
    assert not any(window.kind == "ime" for window in phone.windows())


def test_a_field_keeps_its_cursor_when_its_text_shrinks_behind_its_back(name_field: SimulatedPhone) -> None:
    name_field.app.dialogs[-1].data["text"] = "ab"
    name_field.changed()
    assert field_of(name_field).selection == (2, 2)


def test_set_text_replaces_without_the_keyboard(name_field: SimulatedPhone) -> None:
    name_field.press_key(keys.BACK)
    name_field.set_field_text(view(name_field, "Pixel 6"), "Nine")
    assert field_of(name_field).text == "Nine"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("commit"), st.text(st.characters(categories=("L", "N", "Zs")), max_size=6)),
            st.tuples(st.just("key"), st.sampled_from([keys.DEL, keys.FORWARD_DEL, keys.DPAD_LEFT, keys.DPAD_RIGHT])),
            st.tuples(st.just("select"), st.just(0)),
        ),
        max_size=12,
    )
)
def test_edits_do_what_a_plain_model_of_a_field_does(
    name_field: SimulatedPhone, edits: list[tuple[str, str | int]]
) -> None:
    name_field.select_all()
    name_field.commit_text("")
    text, start, end = "", 0, 0
    for kind, what in edits:
        if kind == "commit":
            name_field.commit_text(str(what))
            text, start = text[:start] + str(what) + text[end:], start + len(str(what))
            end = start
        elif kind == "select":
            name_field.select_all()
            start, end = 0, len(text)
        else:
            name_field.press_key(int(what))
            if what == keys.DPAD_LEFT:
                start = end = max(0, start - 1)
            elif what == keys.DPAD_RIGHT:
                start = end = min(len(text), end + 1)
            else:
                if start == end:
                    start, end = (max(0, start - 1), end) if what == keys.DEL else (start, min(len(text), end + 1))
                text, end = text[:start] + text[end:], start
    assert (field_of(name_field).text, field_of(name_field).selection) == (text, (start, end))
