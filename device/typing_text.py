"""Type any text into the focused field, and read it back to know that it arrived."""

from __future__ import annotations

import base64
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from device.errors import PhoneActionError, PhoneEnvironmentError, TypingError

# android.view.accessibility: uiautomator2's selector bits, see tools/methods.json of uiautomator2's server.
_FOCUSED = 0x20000
_CLASS_MATCHES = 0x20
_FIELD: dict[str, Any] = {
    "mask": _FOCUSED | _CLASS_MATCHES,
    "childOrSibling": [],
    "childOrSiblingSelector": [],
    "focused": True,
    "classNameMatches": r".*(EditText|AutoCompleteTextView|TextField)",
}
_HIDDEN = re.compile(r"[•*·●⦁]+")
_HALVES = re.compile(r"(?<=%)(?=s)")
_INPUT_TEXT = re.compile(r"[\x20-\x7e]*")


class TypingPhone(Protocol):
    """What typing needs of a phone."""

    def rpc(self, method: str, *params: Any) -> Any:
        """Call a method of uiautomator2's server."""
        ...

    def shell(self, command: str) -> str:
        """Run a shell command; raises `ShellError` where it fails."""
        ...


@dataclass(frozen=True, kw_only=True)
class Keyboard:
    """A keyboard app that types what a broadcast tells it."""

    id: str
    clear: str
    type: str
    extra: str


KEYBOARDS = (
    Keyboard(
        id="com.github.uiautomator/.AdbKeyboard",
        clear="ADB_KEYBOARD_CLEAR_TEXT",
        type="ADB_KEYBOARD_INPUT_TEXT",
        extra="text",
    ),
    Keyboard(id="com.android.adbkeyboard/.AdbIME", clear="ADB_CLEAR_TEXT", type="ADB_INPUT_B64", extra="msg"),
)
"""Keyboards for automation that may be installed already; none is ever installed."""


def type_text(phone: TypingPhone, text: str) -> None:
    """Replace the content of the focused field by `text`.

    The ways are tried in order until the field reads `text`: setting the field's text, pasting from the clipboard, a
    keyboard for automation that is already installed, and for ASCII the shell's ``input text``. What a password field
    reads is hidden, so there the first way that is accepted counts.

    Raises:
        TypingError: No text field has the focus, or it reads something else afterwards.
    """
    if _field(phone) is None:
        raise TypingError("no text field has the focus: tap the field first")
    read = ""
    for way in (_set_text, _paste, _by_keyboard, _by_input_text):
        try:
            tried = way(phone, text)
        except (PhoneActionError, PhoneEnvironmentError):
            if _field(phone) is None:
                raise TypingError("the text field lost the focus while text was typed: tap it again") from None
            continue
        if not tried:
            continue
        found = _read(phone)
        if found is None or _same(found, text):
            return
        read = found
    raise TypingError(f"the field reads {_short(read)!r} after {_short(text)!r} was typed: it may not accept that text")


def _field(phone: TypingPhone) -> dict[str, Any] | None:
    """Return what the phone tells about the focused field; None where no field has the focus."""
    # Asked for the properties of a field that is not there, the server waits ten seconds for it to come.
    if not phone.rpc("exist", _FIELD):
        return None
    try:
        info = phone.rpc("objInfo", _FIELD)
    except PhoneActionError:
        return None
    return info if isinstance(info, dict) else None


def _read(phone: TypingPhone) -> str | None:
    """Return what the focused field reads; None where it hides that, or is gone as after a search by itself."""
    info = _field(phone)
    if info is None:
        return None
    text = info.get("text") or ""
    return None if _HIDDEN.fullmatch(text) else str(text)


def _same(found: str, text: str) -> bool:
    """Return whether a field took `text`; it may have put in spaces, dashes and capitals of its own."""
    if found == text:
        return True
    if not text:
        # An empty field reads its hint; anything that was typed is gone either way.
        return True
    return bool(_core(text)) and _core(found) == _core(text)


def _core(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum() or ord(sign) > 0x2000).casefold()


def _set_text(phone: TypingPhone, text: str) -> bool:
    if not text:
        phone.rpc("clearTextField", _FIELD)
        return True
    return bool(phone.rpc("setText", _FIELD, text))


def _paste(phone: TypingPhone, text: str) -> bool:
    if not text:
        return False
    before = phone.rpc("getClipboard")
    try:
        phone.rpc("setClipboard", None, text)
        if phone.rpc("getClipboard") != text:
            return False  # Android 10 and newer let only the app in front read it, so nothing could be pasted
        phone.rpc("clearInputText")
        phone.rpc("pasteClipboard")
    finally:
        if isinstance(before, str):
            phone.rpc("setClipboard", None, before)
    return True


def _by_keyboard(phone: TypingPhone, text: str) -> bool:
    installed = phone.shell("ime list -s -a").split()
    keyboard = next((known for known in KEYBOARDS if known.id in installed), None)
    if keyboard is None:
        return False
    with_keyboard(phone, keyboard.id, lambda: _broadcast(phone, keyboard, text))
    return True


def with_keyboard(phone: TypingPhone, wanted: str, act: Callable[[], None]) -> None:
    """Run `act` while `wanted` is the phone's keyboard, and bring the user's keyboard back whatever happens."""
    before = phone.shell("settings get secure default_input_method").strip()
    if before == wanted:
        act()
        return
    phone.shell(f"ime enable {shlex.quote(wanted)}")
    try:
        phone.shell(f"ime set {shlex.quote(wanted)}")
        act()
    finally:
        if before and before != "null":
            phone.shell(f"ime set {shlex.quote(before)}")


def _broadcast(phone: TypingPhone, keyboard: Keyboard, text: str) -> None:
    encoded = base64.b64encode(text.encode()).decode()
    phone.shell(f"am broadcast -a {keyboard.clear}")
    phone.shell(f"am broadcast -a {keyboard.type} --es {keyboard.extra} {shlex.quote(encoded)}")


def _by_input_text(phone: TypingPhone, text: str) -> bool:
    if not text or not _INPUT_TEXT.fullmatch(text):
        return False
    phone.rpc("clearInputText")
    # `input text` reads "%s" as a space, so a written one is sent in two halves.
    for part in _HALVES.split(text):
        phone.shell(f"input text {shlex.quote(part.replace(' ', '%s'))}")
    return True


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
