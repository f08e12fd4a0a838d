"""`wm`: size, density and rotation of the display."""

from __future__ import annotations

import re

from device.simulator import keyguard
from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.settings_cmd import put

LEAST_SIDE, MOST_SIDE = 200, 4096
"""Android refuses sizes under 200 pixels; nothing larger is sold."""
LEAST_DENSITY, MOST_DENSITY = 72, 960


@command("wm")
def wm(call: Call) -> int:
    """``wm size [WxH|reset] | density [N|reset] | user-rotation [lock [N] | free]``."""
    verb, operands = (call.args[0] if call.args else ""), call.args[1:]
    phone = call.phone
    with phone.lock:
        match verb, operands:
            case "size", []:
                call.print(f"Physical size: {phone.panel.width}x{phone.panel.height}")
                if chosen := phone.state.display.size:
                    call.print(f"Override size: {chosen[0]}x{chosen[1]}")
            case "density", []:
                call.print(f"Physical density: {phone.panel.density}")
                if phone.state.display.density is not None:
                    call.print(f"Override density: {phone.state.display.density}")
            case "size", [wanted]:
                phone.state.display.size = None if wanted == "reset" else _size(wanted)
                phone.changed()
            case "density", [wanted]:
                phone.state.display.density = None if wanted == "reset" else _density(wanted)
                phone.changed()
            case "user-rotation" | "set-user-rotation", []:
                free = phone.settings.get("system", "accelerometer_rotation") == "1"
                call.print("free" if free else f"lock {phone.rotation}")
            case "user-rotation" | "set-user-rotation", ["lock", *turns]:
                put(phone, "system", "accelerometer_rotation", "0")
                put(phone, "system", "user_rotation", turns[0] if turns else str(phone.rotation))
            case "user-rotation" | "set-user-rotation", ["free"]:
                put(phone, "system", "accelerometer_rotation", "1")
            case "dismiss-keyguard", _:
                if phone.locked:
                    keyguard.unlock(phone)
            case "fixed-to-user-rotation" | "set-fix-to-user-rotation", _:
                pass  # apps don't ask for a rotation of their own
            case _:
                raise CommandError(
                    f"Unknown command: {verb}" if verb else "Window manager (window) commands:", exit_code=255
                )
    return 0


def _size(wanted: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,5})x(\d{1,5})", wanted)
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in size):
        raise CommandError(f"Error: bad size {wanted}", exit_code=255)
    return size


def _density(wanted: str) -> int:
    if not (wanted.isascii() and wanted.isdigit() and LEAST_DENSITY <= int(wanted) <= MOST_DENSITY):
        raise CommandError(f"Error: density must be {LEAST_DENSITY} to {MOST_DENSITY}", exit_code=255)
    return int(wanted)
