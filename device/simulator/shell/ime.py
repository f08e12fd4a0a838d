"""`ime`: which keyboards there are, and which is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.shell.command import Call, CommandError, command

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone


@command("ime")
def ime(call: Call) -> int:
    """``ime list [-s] [-a] | enable ID | disable ID | set ID | reset``."""
    phone = call.phone
    verb, operands = (call.args[0] if call.args else ""), [part for part in call.args[1:] if not part.startswith("-")]
    name = operands[0] if operands else ""
    with phone.lock:
        match verb:
            case "list":
                known = phone.ime.installed if "-a" in call.args else phone.ime.enabled
                for each in known:
                    if "-s" in call.args:
                        call.print(each)
                    else:
                        call.print(
                            f"{each}:\n  mId={each} mSettingsActivityName=null mSupportsSwitchingToNextInputMethod=true"
                        )
                return 0
            case "enable" | "disable" | "set" if name not in phone.ime.installed:
                word = {"enable": "enabled", "disable": "disabled", "set": "selected"}[verb]
                raise CommandError(f"Unknown input method {name} cannot be {word} for user #0", exit_code=255)
            case "enable":
                word = "already" if name in phone.ime.enabled else "now"
                if word == "now":
                    phone.ime.enabled.append(name)
                call.print(f"Input method {name}: {word} enabled for user #0")
            case "disable":
                if name in phone.ime.enabled:
                    phone.ime.enabled.remove(name)
                    if phone.ime.current == name:
                        choose(phone, next(iter(phone.ime.enabled), phone.ime.installed[0]))
                call.print(f"Input method {name}: now disabled for user #0")
            case "set":
                if name not in phone.ime.enabled:
                    message = f"Unknown input method {name} cannot be selected for user #0"
                    raise CommandError(message, exit_code=255)
                choose(phone, name)
                call.print(f"Input method {name} selected for user #0")
            case "reset":
                first = phone.ime.installed[0]
                phone.ime.enabled = [first]
                choose(phone, first)
                call.print(f"Reset current and enabled IMEs for user #0\n  Newly selected IME: {first}")
            case _:
                raise CommandError("ime <command>: list, enable, disable, set, reset", exit_code=255)
        phone.changed()
    return 0


def choose(phone: SimulatedPhone, name: str) -> None:
    """Make a keyboard the current one, and write the setting that tells it."""
    phone.ime.current = name
    phone.settings.put("secure", "default_input_method", name)
