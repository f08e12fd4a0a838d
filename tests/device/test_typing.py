"""Typing tries one way after another, reads back, and leaves the keyboard and the clipboard as they were."""

from __future__ import annotations

import base64
import shlex
from typing import Any

import pytest

from device.errors import PhoneEnvironmentError, ShellError, TypingError
from device.typing_text import KEYBOARDS, type_text

USERS = "com.vendor/.Keyboard"


class Field:
    """A phone with one focused field, on which chosen ways of typing fail."""

    def __init__(self, *, broken: tuple[str, ...] = (), keyboards: tuple[str, ...] = (), hidden: str = "") -> None:
        self.text, self.clipboard, self.keyboard = "old", "the user's", USERS
        self.broken, self.keyboards, self.hidden = broken, keyboards, hidden
        self.focused = True
        self.used: list[str] = []

    def rpc(self, method: str, *params: Any) -> Any:
        self.used.append(method)
        if method in self.broken:
            raise PhoneEnvironmentError(f"{method} failed")
        match method, params:
            case "exist", _:
                return self.focused
            case "objInfo", _:
                return {"text": self.hidden * len(self.text) if self.hidden else self.text}
            case "setText", (_, text):
                self.text = text
                return True
            case ("clearTextField", _) | ("clearInputText", _):
                self.text = ""
            case "getClipboard", _:
                return self.clipboard
            case "setClipboard", (_, text):
                self.clipboard = text
            case "pasteClipboard", _:
                self.text += self.clipboard
            case _:
                raise AssertionError(method)
        return None

    def shell(self, command: str) -> str:
        self.used.append(command)
        words = shlex.split(command)
        if any(command.startswith(start) for start in self.broken):
            raise ShellError(command=command, exit_code=1, output="no")
        match words:
            case ["ime", "list", *_]:
                return "\n".join((USERS, *self.keyboards))
            case ["settings", "get", "secure", "default_input_method"]:
                return f"{self.keyboard}\n"
            case ["ime", "set", name]:
                self.keyboard = name
            case ["am", "broadcast", "-a", action, "--es", _, encoded] if self.keyboard != USERS:
                assert "B64" in action or "INPUT" in action
                self.text += base64.b64decode(encoded).decode()
            case ["am", "broadcast", "-a", action] if self.keyboard != USERS:
                assert "CLEAR" in action
                self.text = ""
            case ["input", "text", text]:
                self.text += text.replace("%s", " ")
        return ""


def test_setting_the_text_comes_first() -> None:
    phone = Field()
    type_text(phone, "Ünï 你好")
    assert phone.text == "Ünï 你好"
    assert phone.clipboard == "the user's"
    assert "pasteClipboard" not in phone.used


def test_pasting_comes_next_and_the_clipboard_is_restored() -> None:
    phone = Field(broken=("setText",))
    type_text(phone, "你好")
    assert (phone.text, phone.clipboard) == ("你好", "the user's")


@pytest.mark.parametrize("keyboard", [known.id for known in KEYBOARDS])
def test_an_installed_keyboard_for_automation_comes_third_and_the_users_comes_back(keyboard: str) -> None:
    phone = Field(broken=("setText", "setClipboard"), keyboards=(keyboard,))
    type_text(phone, "你好")
    assert (phone.text, phone.keyboard) == ("你好", USERS)


def test_the_users_keyboard_comes_back_even_when_typing_fails() -> None:
    phone = Field(broken=("setText", "setClipboard", "am broadcast"), keyboards=(KEYBOARDS[0].id,))
    with pytest.raises(TypingError):
        type_text(phone, "你好")
    assert phone.keyboard == USERS


@pytest.mark.parametrize("text", ["two words", "50%sure", "%s%s", 'it\'s "so" $x', "a  b"])
def test_ascii_is_typed_by_the_shell_at_last(text: str) -> None:
    phone = Field(broken=("setText", "setClipboard"))
    type_text(phone, text)
    assert phone.text == text


def test_what_the_field_reads_is_told_when_nothing_helped() -> None:
    phone = Field(broken=("setText", "setClipboard", "input text"))
    with pytest.raises(TypingError, match="after '你好' was typed"):
        type_text(phone, "你好")


def test_no_field_with_the_focus_is_said_before_anything_is_tried() -> None:
    phone = Field()
    phone.focused = False
    with pytest.raises(TypingError, match="tap the field first"):
        type_text(phone, "x")
    assert phone.text == "old"


def test_a_password_cannot_be_read_back() -> None:
    phone = Field(hidden="•")
    type_text(phone, "secret")
    assert phone.text == "secret"


def test_a_field_that_writes_in_its_own_way_is_believed() -> None:
    phone = Field()
    shown = {"text": "(555) 010-0199"}
    phone.rpc = lambda method, *_: shown if method == "objInfo" else True  # type: ignore[method-assign]
    type_text(phone, "5550100199")
    with pytest.raises(TypingError, match="reads '\\(555\\) 010-0199' after '5550100198'"):
        type_text(phone, "5550100198")
