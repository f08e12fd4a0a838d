"""Android key codes: what a pressed key does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator import calls, keyguard, overlays, panels
from device.simulator.volume import MEDIA

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

HOME, BACK, CALL, ENDCALL = 3, 4, 5, 6
DPAD_UP, DPAD_DOWN, DPAD_LEFT, DPAD_RIGHT, DPAD_CENTER = 19, 20, 21, 22, 23
VOLUME_UP, VOLUME_DOWN, POWER, CAMERA = 24, 25, 26, 27
TAB, SPACE, ENTER, DEL = 61, 62, 66, 67
MENU, SEARCH, ESCAPE, FORWARD_DEL = 82, 84, 111, 112
CTRL_LEFT, CTRL_RIGHT, MOVE_HOME, MOVE_END = 113, 114, 122, 123
NUMPAD_ENTER, VOLUME_MUTE, APP_SWITCH = 160, 164, 187
SLEEP, WAKEUP, CUT, COPY, PASTE = 223, 224, 277, 278, 279

_KEY_A, _KEY_Z, _KEY_0, _KEY_9 = 29, 54, 7, 16
_PUNCTUATION = {55: ",", 56: ".", 62: " ", 68: "`", 69: "-", 70: "=", 71: "[", 72: "]", 73: "\\", 74: ";", 75: "'"}
_PUNCTUATION |= {76: "/", 77: "@", 81: "+", 17: "*", 18: "#"}
_FAR = 1 << 30
_VOLUME_KEYS = (VOLUME_UP, VOLUME_DOWN, VOLUME_MUTE)


def character(keycode: int) -> str:
    """Return the character a key types, or an empty string."""
    if _KEY_A <= keycode <= _KEY_Z:
        return chr(ord("a") + keycode - _KEY_A)
    if _KEY_0 <= keycode <= _KEY_9:
        return chr(ord("0") + keycode - _KEY_0)
    return _PUNCTUATION.get(keycode, "")


def press(phone: SimulatedPhone, keycode: int, *, is_long: bool = False) -> bool:
    """Press and release a key, after holding it where `is_long`; say whether anything on the phone knows it."""
    editor = phone.editor
    if phone.state.is_off:
        if keycode == POWER:
            panels.switch_on(phone)
        return keycode == POWER
    if keycode == WAKEUP or (keycode == POWER and not phone.screen_on):
        phone.screen_on = True
        return True
    if keycode == POWER and is_long:
        panels.show_power_menu(phone)
        return True
    if keycode in (POWER, SLEEP):
        phone.screen_on = False
        return True
    if not phone.screen_on:
        return False
    if phone.state.power_menu:
        if keycode in (HOME, BACK, ESCAPE, APP_SWITCH):
            panels.hide_power_menu(phone)
        return True
    if keycode in _VOLUME_KEYS:
        step = {VOLUME_UP: 1, VOLUME_DOWN: -1, VOLUME_MUTE: -MEDIA.high}[keycode]
        MEDIA.put(phone.settings, MEDIA.level(phone.settings) + step)
        panels.show_volume(phone)
        return True
    if keycode in (HOME, APP_SWITCH):
        panels.hide_volume(phone)
    if phone.locked:
        return _press_locked(phone, keycode)
    if keycode == HOME:
        overlays.leave(phone)
        if overlays.top(phone) is None:
            phone.go_home()
    elif keycode in (BACK, ESCAPE):
        phone.go_back()
    elif keycode == ENDCALL and phone.state.call is not None:
        calls.end(phone)
    elif keycode == APP_SWITCH:
        phone.open_overview()
    elif keycode in (ENTER, NUMPAD_ENTER, DPAD_CENTER):
        return editor.enter()
    elif keycode in (DEL, FORWARD_DEL):
        return editor.delete(forward=keycode == FORWARD_DEL)
    elif keycode in (DPAD_LEFT, DPAD_RIGHT):
        return editor.move(-1 if keycode == DPAD_LEFT else 1)
    elif keycode in (MOVE_HOME, MOVE_END):
        return editor.move(-_FAR if keycode == MOVE_HOME else _FAR)
    elif keycode == CUT:
        return editor.cut()
    elif keycode == COPY:
        return editor.copy()
    elif keycode == PASTE:
        return editor.paste()
    elif character(keycode):
        return editor.commit(character(keycode))
    else:
        return keycode in (MENU, SEARCH, CAMERA, TAB, CALL, DPAD_UP, DPAD_DOWN)
    return True


def _press_locked(phone: SimulatedPhone, keycode: int) -> bool:
    """Press a key on the lock screen: digits, DEL and ENTER are the PIN's, and MENU asks for it."""
    if keycode in (BACK, ESCAPE):
        phone.go_back()
    elif keycode == MENU:
        keyguard.unlock(phone)
    elif keycode == DEL:
        return keyguard.erase(phone)
    elif keycode in (ENTER, NUMPAD_ENTER, DPAD_CENTER):
        return keyguard.enter(phone)
    elif keycode in (HOME, APP_SWITCH):
        return True
    else:
        return keyguard.type_pin(phone, character(keycode))
    return True


def press_together(phone: SimulatedPhone, keycodes: tuple[int, ...]) -> bool:
    """Press keys at once, as `input keycombination` does; Ctrl with A, C, V or X edits."""
    letters = [character(code) for code in keycodes if code not in (CTRL_LEFT, CTRL_RIGHT)]
    if len(letters) < len(keycodes) and len(letters) == 1:
        editor = phone.editor
        commands = {"a": editor.select_all, "c": editor.copy, "v": editor.paste, "x": editor.cut}
        command = commands.get(letters[0])
        return command is not None and command()
    known = [press(phone, code) for code in keycodes]
    return all(known)
