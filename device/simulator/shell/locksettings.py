"""`locksettings`: what the phone is locked with."""

from __future__ import annotations

from device.simulator.shell.command import Call, CommandError, command


@command("locksettings")
def locksettings(call: Call) -> int:
    """``locksettings set-pin [--old PIN] PIN | clear [--old PIN] | verify [--old PIN] | set-disabled true|false``."""
    args = list(call.args)
    phone = call.phone
    keyguard = phone.state.keyguard
    old = ""
    if "--old" in args[:-1]:
        at = args.index("--old")
        old = args[at + 1]
        del args[at : at + 2]
    if keyguard.kind == "pin" and old != keyguard.pin and args[:1] in (["set-pin"], ["clear"], ["verify"]):
        call.print("Old password provided didn't match" if old else "Old password is required")
        return 255
    match args:
        case ["set-pin", pin]:
            try:
                phone.set_lock("pin", pin)
            except ValueError as error:
                raise CommandError(f"Error while executing command: set-pin: {error}", exit_code=255) from error
            call.print(f"Pin set to '{pin}'")
        case ["clear"]:
            phone.set_lock("swipe")
            call.print("Lock credential cleared")
        case ["verify"]:
            call.print("Lock credential verified successfully")
        case ["get-disabled"]:
            call.print(str(keyguard.kind == "none").lower())
        case ["set-disabled", ("true" | "false") as word]:
            phone.set_lock("none" if word == "true" else "swipe")
            call.print(f"Lock screen disabled set to {word}")
        case _:
            raise CommandError("lockSettings service commands: set-pin, clear, verify, get-disabled", exit_code=255)
    return 0
