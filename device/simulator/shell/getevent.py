"""`getevent` and `sendevent`: the kernel's input devices, which a hand moves and injected touches don't pass."""

from __future__ import annotations

from device.simulator.input_events import TOUCHSCREEN, InputEvents
from device.simulator.shell.command import Call, CommandError, command

POLL_SECONDS = 0.05
_WIDTH = 0xFFFFFFFF


@command("getevent")
def getevent(call: Call) -> int:
    """``getevent [-q] [-p] [DEVICE]``: name the devices, then print events as they come."""
    if set(call.args) - {"-q", "-p", TOUCHSCREEN}:
        raise CommandError(f"getevent: unknown option '{' '.join(call.args)}'")
    if "-q" not in call.args:
        call.print(f'add device 1: {TOUCHSCREEN}\n  name:     "touchscreen"')
    if "-p" in call.args:
        return 0
    prefix = "" if TOUCHSCREEN in call.args else f"{TOUCHSCREEN}: "
    events = InputEvents.of(call.phone)
    seen = events.count
    while True:
        call.wait(POLL_SECONDS)
        for kind, code, value in events.since(seen):
            call.print(f"{prefix}{kind:04x} {code:04x} {value & _WIDTH:08x}")
        seen = events.count


@command("sendevent")
def sendevent(call: Call) -> int:
    """``sendevent DEVICE TYPE CODE VALUE``: do as a hand does, one event at a time, in decimal."""
    match call.args:
        case [device, *numbers] if device == TOUCHSCREEN and len(numbers) == 3:
            try:
                kind, code, value = (int(number) for number in numbers)
            except ValueError as error:
                raise CommandError("use: sendevent DEVICE TYPE CODE VALUE") from error
            InputEvents.of(call.phone).put(kind, code, value)
        case [device, _, _, _]:
            raise CommandError(f"could not open {device}, No such file or directory")
        case _:
            raise CommandError("use: sendevent DEVICE TYPE CODE VALUE")
    return 0
