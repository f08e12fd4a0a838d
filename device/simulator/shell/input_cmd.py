"""`input`: touches, keys and text from the shell."""

from __future__ import annotations

from collections.abc import Callable

from device.simulator import keys
from device.simulator.shell.command import Call, CommandError, command

SOURCES = frozenset(
    {"dpad", "gamepad", "joystick", "keyboard", "mouse", "stylus", "touchnavigation", "touchpad", "touchscreen"}
    | {"trackball", "rotaryencoder"}
)
KEYS = {
    "UNKNOWN": 0,
    "HOME": keys.HOME,
    "BACK": keys.BACK,
    "CALL": keys.CALL,
    "ENDCALL": 6,
    "DPAD_UP": keys.DPAD_UP,
    "DPAD_DOWN": keys.DPAD_DOWN,
    "DPAD_LEFT": keys.DPAD_LEFT,
    "DPAD_RIGHT": keys.DPAD_RIGHT,
    "DPAD_CENTER": keys.DPAD_CENTER,
    "VOLUME_UP": keys.VOLUME_UP,
    "VOLUME_DOWN": keys.VOLUME_DOWN,
    "VOLUME_MUTE": keys.VOLUME_MUTE,
    "POWER": keys.POWER,
    "CAMERA": keys.CAMERA,
    "TAB": keys.TAB,
    "SPACE": keys.SPACE,
    "ENTER": keys.ENTER,
    "DEL": keys.DEL,
    "MENU": keys.MENU,
    "SEARCH": keys.SEARCH,
    "ESCAPE": keys.ESCAPE,
    "FORWARD_DEL": keys.FORWARD_DEL,
    "CTRL_LEFT": keys.CTRL_LEFT,
    "CTRL_RIGHT": keys.CTRL_RIGHT,
    "MOVE_HOME": keys.MOVE_HOME,
    "MOVE_END": keys.MOVE_END,
    "NUMPAD_ENTER": keys.NUMPAD_ENTER,
    "APP_SWITCH": keys.APP_SWITCH,
    "SLEEP": keys.SLEEP,
    "WAKEUP": keys.WAKEUP,
    "CUT": keys.CUT,
    "COPY": keys.COPY,
    "PASTE": keys.PASTE,
}
KEYS |= {chr(ord("A") + place): 29 + place for place in range(26)}
KEYS |= {str(place): 7 + place for place in range(10)}
DEFAULT_SWIPE_MILLISECONDS = 300
DRAG_SECONDS = 1.0
USAGE = "Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]"


def key_code(name: str) -> int:
    """Return the code of a key given by number, by name, or by name with ``KEYCODE_``.

    Raises:
        CommandError: There is no such key.
    """
    plain = name.upper().removeprefix("KEYCODE_")
    if name.isdigit():
        return int(name)
    if plain not in KEYS:
        raise CommandError(f"Error: Unknown keycode: {name}", exit_code=255)
    return KEYS[plain]


@command("input")
def input_command(call: Call) -> int:
    """tap, swipe, draganddrop, text, keyevent, keycombination, press, roll, motionevent, scroll."""
    args = list(call.args)
    if args and args[0] in SOURCES:
        args.pop(0)
    if args[:1] == ["-d"]:
        args = args[2:]
    verb, operands = (args[0] if args else ""), args[1:]
    actions: dict[str, Callable[[Call, list[str]], None]] = {
        "tap": _tap,
        "swipe": _swipe,
        "draganddrop": _drag,
        "text": _text,
        "keyevent": _keys,
        "keycombination": _combination,
        "motionevent": _motion,
        "press": _nothing,
        "roll": _nothing,
        "scroll": _nothing,
    }
    action = actions.get(verb)
    if action is None:
        raise CommandError(f"Error: Unknown command: {verb}\n{USAGE}" if verb else USAGE, exit_code=255)
    try:
        action(call, operands)
    except (ValueError, IndexError) as error:
        raise CommandError(f"Error: Invalid arguments for command: {verb}\n{USAGE}", exit_code=255) from error
    return 0


def _numbers(operands: list[str], count: int) -> list[int]:
    if len(operands) < count:
        raise ValueError(operands)
    return [int(float(value)) for value in operands[:count]]


def _tap(call: Call, operands: list[str]) -> None:
    if len(operands) != 2:
        raise ValueError(operands)
    x, y = _numbers(operands, 2)
    call.phone.tap(x, y)


def _swipe(call: Call, operands: list[str]) -> None:
    if len(operands) not in {4, 5}:
        raise ValueError(operands)
    x1, y1, x2, y2 = _numbers(operands, 4)
    milliseconds = int(operands[4]) if len(operands) > 4 else DEFAULT_SWIPE_MILLISECONDS
    call.phone.swipe(x1, y1, x2, y2, seconds=max(0, milliseconds) / 1000)


def _drag(call: Call, operands: list[str]) -> None:
    x1, y1, x2, y2 = _numbers(operands, 4)
    call.phone.drag(x1, y1, x2, y2, seconds=DRAG_SECONDS)


def _text(call: Call, operands: list[str]) -> None:
    """Type text; ``%s`` is a space. What no key types fails as it does on phones: KeyCharacterMap gives null."""
    text = operands[0].replace("%s", " ")
    if not text.isascii():
        raise CommandError(
            "Exception occurred while executing 'text':\n"
            "java.lang.NullPointerException: Attempt to get length of null array\n"
            "\tat com.android.server.input.InputShellCommand.sendText(InputShellCommand.java:371)",
            exit_code=255,
        )
    call.phone.type_keys(text)


def _keys(call: Call, operands: list[str]) -> None:
    codes = [key_code(name) for name in operands if not name.startswith("--")]
    if not codes:
        raise ValueError(operands)
    for code in codes:
        call.phone.press_key(code, is_long="--longpress" in operands)


def _combination(call: Call, operands: list[str]) -> None:
    names = operands[2:] if operands[:1] == ["-t"] else operands
    codes = [key_code(name) for name in names]
    if len(codes) < 2:
        raise ValueError(operands)
    call.phone.press_keys_together(*codes)


def _motion(call: Call, operands: list[str]) -> None:
    x, y = _numbers(operands[1:], 2)
    phone = call.phone
    touch = {"DOWN": phone.touch_down, "UP": phone.touch_up, "MOVE": phone.touch_move, "CANCEL": phone.touch_up}
    if operands[0].upper() not in touch:
        raise ValueError(operands)
    touch[operands[0].upper()](x, y)


def _nothing(call: Call, operands: list[str]) -> None:
    """Do what a trackball does on a phone that has none."""
