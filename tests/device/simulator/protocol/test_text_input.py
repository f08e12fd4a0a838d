"""Every way that clients type text."""

from __future__ import annotations

import base64

import pytest

from device.simulator.state import ADB_IME, LATIN_IME
from tests.device.simulator.protocol.handset import Handset

TEXTS = ["plain", "two words", "Grüße, 世界 🙂", "quotes \" ' ` $HOME \\ %s", "a;b|c&d"]


@pytest.fixture
def field(handset: Handset) -> Handset:
    """Return a phone whose search field of Contacts has the focus."""
    handset.phone.launch("com.google.android.contacts")
    handset.u2(text="Search contacts").click()
    if handset.phone.focused_field() is None:
        handset.u2(className="android.widget.EditText").click()
    assert handset.phone.focused_field() is not None
    return handset


def content(handset: Handset) -> str:
    view = handset.phone.focused_field()
    assert view is not None, "the field has lost the focus"
    return view.text


@pytest.mark.parametrize("text", TEXTS)
def test_send_keys_goes_through_the_uiautomator_keyboard(field: Handset, text: str) -> None:
    field.u2.send_keys(text)
    assert field.phone.ime.current == ADB_IME
    assert content(field) == text


@pytest.mark.parametrize("text", TEXTS)
def test_send_keys_goes_through_the_clipboard_where_that_keyboard_is_missing(field: Handset, text: str) -> None:
    field.phone.ime.installed = [LATIN_IME]
    field.u2.send_keys(text)
    assert field.phone.ime.current == LATIN_IME
    assert content(field) == text


@pytest.mark.parametrize("text", TEXTS)
def test_set_text_replaces_what_is_there(field: Handset, text: str) -> None:
    field.phone.commit_text("old")
    field.u2(focused=True).set_text(text)
    assert content(field) == text


def test_clearing_empties_the_field(field: Handset) -> None:
    field.phone.commit_text("old")
    field.u2.clear_text()
    assert content(field) == ""
    field.phone.ime.installed = [LATIN_IME]
    field.phone.commit_text("old")
    field.u2.clear_text()
    assert content(field) == ""
    field.phone.commit_text("old")
    field.u2(focused=True).clear_text()
    assert content(field) == ""


def test_hiding_the_keyboard_keeps_the_focus(field: Handset) -> None:
    field.u2.set_input_ime()
    field.u2.hide_keyboard()
    assert not any(window.kind == "ime" for window in field.phone.windows())
    assert content(field) == ""


@pytest.mark.parametrize("text", TEXTS)
def test_open_autoglms_keyboard_types_base64(field: Handset, text: str) -> None:
    field.phone.ime.installed.append("com.android.adbkeyboard/.AdbIME")
    shell = field.adb_device.shell
    shell("ime enable com.android.adbkeyboard/.AdbIME")
    assert "selected" in shell("ime set com.android.adbkeyboard/.AdbIME")
    shell(f"am broadcast -a ADB_INPUT_B64 --es msg {base64.b64encode(text.encode()).decode()}")
    assert content(field) == text
    assert shell("am broadcast -a ADB_CLEAR_TEXT").endswith("Broadcast completed: result=0")
    assert content(field) == ""


def test_a_keyboard_that_is_not_chosen_answers_no_broadcast(field: Handset) -> None:
    out = field.adb_device.shell(["am", "broadcast", "-a", "ADB_KEYBOARD_INPUT_TEXT", "--es", "text", "eA=="])
    assert out.endswith("Broadcast completed: result=0")
    assert content(field) == ""


def test_input_text_types_ascii_with_its_sign_for_blanks(field: Handset) -> None:
    assert field.adb("shell", "input", "text", "two%swords").code == 0
    assert content(field) == "two words"


def test_input_text_fails_on_everything_else_as_on_real_phones(field: Handset) -> None:
    ran = field.adb("shell", "input", "text", "Grüße")
    assert ran.code == 255
    assert b"java.lang.NullPointerException: Attempt to get length of null array" in ran.err
    assert content(field) == ""


def test_keys_edit(field: Handset) -> None:
    field.adb("shell", "input", "text", "abc")
    field.adb("shell", "input", "keyevent", "KEYCODE_DEL")
    assert content(field) == "ab"
    field.adb("shell", "input", "keycombination", "113", "29")
    field.adb("shell", "input", "keyevent", "67")
    assert content(field) == ""
