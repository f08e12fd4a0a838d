"""`wm`: size, density and rotation of the display."""

from __future__ import annotations

from device.simulator.shell.command import Call, CommandError, command
from device.simulator.shell.settings_cmd import put


@command("wm")
def wm(call: Call) -> int:
    """``wm size | density | user-rotation [lock [N] | free]``; size and density can be read only."""
    verb, operands = (call.args[0] if call.args else ""), call.args[1:]
    phone = call.phone
    with phone.lock:
        width, height = phone.display_size[::-1] if phone.rotation % 2 else phone.display_size
        match verb, operands:
            case "size", [] | ["reset"]:
                if not operands:
                    call.print(f"Physical size: {width}x{height}")
            case "density", [] | ["reset"]:
                if not operands:
                    call.print(f"Physical density: {phone.density}")
            case "size" | "density", _:
                raise CommandError(f"Error: the simulated phone's {verb} is fixed when it is started", exit_code=255)
            case "user-rotation" | "set-user-rotation", []:
                free = phone.settings.get("system", "accelerometer_rotation") == "1"
                call.print("free" if free else f"lock {phone.rotation}")
            case "user-rotation" | "set-user-rotation", ["lock", *turns]:
                put(phone, "system", "accelerometer_rotation", "0")
                put(phone, "system", "user_rotation", turns[0] if turns else str(phone.rotation))
            case "user-rotation" | "set-user-rotation", ["free"]:
                put(phone, "system", "accelerometer_rotation", "1")
            case "dismiss-keyguard" | "fixed-to-user-rotation" | "set-fix-to-user-rotation", _:
                pass  # there is no keyguard, and apps don't ask for a rotation of their own
            case _:
                raise CommandError(
                    f"Unknown command: {verb}" if verb else "Window manager (window) commands:", exit_code=255
                )
    return 0
