"""What the emulator's console can do to a phone: calls, messages, power, place, rotation, fingers, snapshots."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from device.simulator import overlays, texting
from device.simulator.state import Place
from device.simulator.system import System

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

_STATUS = {"unknown": 1, "charging": 2, "discharging": 3, "not-charging": 4, "full": 5}
_HELP = "avd event finger geo gsm help network ping power rotate sms quit"


class ConsoleError(Exception):
    """A command can't be carried out, and says why."""


Command = Callable[["SimulatedPhone", list[str], str], Sequence[str]]
"""Takes the phone, the words after the command's name and the whole line; returns the lines to say."""


def _gsm(phone: SimulatedPhone, words: list[str], _line: str) -> Sequence[str]:
    ringing = [each for each in phone.state.overlays if each.kind in overlays.CALLS]
    match words:
        case ["call", number]:
            overlays.ring(phone, number)
        case ["cancel" | "busy", number]:
            _end_call(phone, number, "missed")
        case ["accept", number]:
            _end_call(phone, number, "answer")
        case ["list"]:
            return [f" inbound from  {each.title} : incoming" for each in ringing]
        case _:
            raise ConsoleError("try gsm call|accept|busy|cancel NUMBER, or gsm list")
    return ()


def _end_call(phone: SimulatedPhone, number: str, word: str) -> None:
    for each in phone.state.overlays:
        if each.kind in overlays.CALLS and each.title == number:
            overlays.answer(phone, each, word)
            return
    raise ConsoleError(f"no current call from number '{number}'")


def _sms(phone: SimulatedPhone, words: list[str], line: str) -> Sequence[str]:
    match words:
        case ["send", number, _, *_]:
            text = line.split(None, 3)[3].rstrip("\r\n")
            texting.receive(phone, number, text)
        case _:
            raise ConsoleError("missing argument, try 'sms send <phonenumber> <text message>'")
    return ()


def _power(phone: SimulatedPhone, words: list[str], _line: str) -> Sequence[str]:
    battery = phone.battery
    match words:
        case ["capacity", percent] if percent.isdecimal() and int(percent) <= 100:
            battery.level = int(percent)
        case ["ac", ("on" | "off") as word]:
            battery.plugged, battery.status = ("ac", 2) if word == "on" else ("none", 3)
        case ["status", word] if word in _STATUS:
            battery.status = _STATUS[word]
        case ["display"]:
            names = {number: name for name, number in _STATUS.items()}
            plugged = "on-line" if battery.plugged == "ac" else "off-line"
            return [f"AC: {plugged}", f"status: {names[battery.status]}", "present: true", f"capacity: {battery.level}"]
        case _:
            raise ConsoleError("try power capacity 0-100, ac on|off, status STATUS, or display")
    phone.changed()
    return ()


def _geo(phone: SimulatedPhone, words: list[str], _line: str) -> Sequence[str]:
    match words:
        case ["fix", longitude, latitude, *rest]:
            try:
                numbers = [float(each) for each in (longitude, latitude, *rest[:1])]
            except ValueError as error:
                raise ConsoleError(f"not a number: {error}") from error
            across, up = numbers[0], numbers[1]
            if not (math.isfinite(sum(numbers)) and abs(across) <= 180 and abs(up) <= 90):
                raise ConsoleError("longitude is -180 to 180, latitude -90 to 90")
            phone.state.place = Place(longitude=across, latitude=up, altitude=numbers[2] if len(numbers) > 2 else 0.0)
            phone.changed()
        case _:
            raise ConsoleError("try 'geo fix <longitude> <latitude> [<altitude>]'")
    return ()


def _rotate(phone: SimulatedPhone, _words: list[str], _line: str) -> Sequence[str]:
    phone.rotation = phone.rotation + 1
    return ()


def _finger(phone: SimulatedPhone, words: list[str], _line: str) -> Sequence[str]:
    if len(words) == 3 and words[0] == "touch" and all(word.isdecimal() for word in words[1:]):
        phone.tap(int(words[1]), int(words[2]))
        return ()
    raise ConsoleError("try 'finger touch X Y'")


def _event(phone: SimulatedPhone, words: list[str], line: str) -> Sequence[str]:
    if len(words) > 1 and words[0] == "text":
        phone.commit_text(line.split(None, 2)[2].rstrip("\r\n"))
        return ()
    raise ConsoleError("try 'event text <message>'")


def _avd(phone: SimulatedPhone, words: list[str], _line: str) -> Sequence[str]:
    snapshots = System.of(phone).snapshots
    match words:
        case ["name"]:
            return [f"handroid_{phone.seed}"]
        case ["status"]:
            return ["virtual device is running"]
        case ["snapshot", "list"]:
            return sorted(snapshots)
        case ["snapshot", "save", name]:
            snapshots[name] = phone.snapshot()
        case ["snapshot", "load", name] if name in snapshots:
            phone.restore(snapshots[name])
        case ["snapshot", "load" | "delete", name] if name not in snapshots:
            raise ConsoleError(f"there is no snapshot {name}")
        case ["snapshot", "delete", name]:
            del snapshots[name]
        case _:
            raise ConsoleError("try avd name, status, or snapshot list|save|load|delete NAME")
    return ()


def _network(_phone: SimulatedPhone, words: list[str], _line: str) -> Sequence[str]:
    match words:
        case ["status"]:
            return ["Current network status:", "  download speed:          0 bits/s (0.0 KB/s)"]
        case ["speed" | "delay", _]:
            return ()  # nothing on this phone loads from a network
        case _:
            raise ConsoleError("try network status, speed or delay")


COMMANDS: dict[str, Command] = {
    "avd": _avd,
    "event": _event,
    "finger": _finger,
    "geo": _geo,
    "gsm": _gsm,
    "help": lambda _phone, _words, _line: ("Android console commands:", f"    {_HELP}"),
    "network": _network,
    "ping": lambda _phone, _words, _line: ("I am alive!",),
    "power": _power,
    "rotate": _rotate,
    "sms": _sms,
}
"""The commands by name."""
