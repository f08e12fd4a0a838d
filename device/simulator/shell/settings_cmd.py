"""`settings`: get, put, delete and list of the settings provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.settings_store import NAMESPACES
from device.simulator.shell.command import Call, CommandError, command

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone


@command("settings")
def settings(call: Call) -> int:
    """``settings [--user N] get|put|delete|list|reset NAMESPACE [KEY] [VALUE]``."""
    return run(call, call.args)


def run(call: Call, args: list[str]) -> int:
    """Carry out a command of the settings provider."""
    rest = list(args)
    while "--user" in rest:
        at = rest.index("--user")
        del rest[at : at + 2]
    verb, operands = (rest[0] if rest else ""), rest[1:]
    if verb not in {"get", "put", "delete", "list", "reset"}:
        raise CommandError(
            f"Invalid command: {verb}" if verb else "Settings provider (settings) commands:", exit_code=255
        )
    if not operands or operands[0] not in NAMESPACES:
        raise CommandError(f"Invalid namespace '{operands[0] if operands else ''}'", exit_code=255)
    namespace, operands = operands[0], operands[1:]
    if verb == "list":
        for key, value in call.phone.settings.list(namespace).items():
            call.print(f"{key}={value}")
        return 0
    needed = {"get": 1, "put": 2, "delete": 1, "reset": 1}[verb]
    if len(operands) < needed:
        raise CommandError("Bad arguments", exit_code=255)
    match verb:
        case "get":
            found = call.phone.settings.get(namespace, operands[0])
            call.print("null" if found is None else found)
        case "put":
            put(call.phone, namespace, operands[0], operands[1])
        case "delete":
            call.print(f"Deleted {int(call.phone.settings.delete(namespace, operands[0]))} rows")
        case _:
            pass  # `reset` restores what an app changed in trial mode; nothing here does
    return 0


def put(phone: SimulatedPhone, namespace: str, key: str, value: str) -> None:
    """Write a setting, and do what the system does when it sees the change."""
    with phone.lock:
        phone.settings.put(namespace, key, value)
        if (namespace, key) == ("secure", "default_input_method") and value in phone.ime.installed:
            phone.ime.current = value
        if (namespace, key) == ("system", "system_locales"):
            phone.properties["persist.sys.locale"] = value.partition(",")[0]
        if namespace == "system" and phone.settings.get("system", "accelerometer_rotation") == "0":
            turns = phone.settings.get("system", "user_rotation") or "0"
            if key == "user_rotation" and turns in {"0", "1", "2", "3"}:
                phone.rotation = int(turns)
        phone.changed()
