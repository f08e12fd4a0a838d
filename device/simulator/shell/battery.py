"""`dumpsys battery`: the battery service's report, and values that are set by hand (BatteryService.java)."""

from __future__ import annotations

import copy

from device.simulator.heat import temperatures
from device.simulator.shell.command import Call, CommandError
from device.simulator.state import Battery

PLUGS = {"AC": "ac", "USB": "usb", "Wireless": "wireless"}


def battery(call: Call, args: list[str]) -> int:
    """Print the report, or set values: ``set NAME VALUE``, ``unplug``, ``reset``, each with ``-f`` or without."""
    if args and args[0] != "-a":
        _set(call, [part for part in args if part != "-f"])
        call.phone.changed()
        return 0
    battery = call.phone.battery
    call.print("Current Battery Service state:")
    if battery.hardware is not None:
        call.print("  (UPDATES STOPPED -- use 'reset' to restart)")
    for name, plug in PLUGS.items():
        call.print(f"  {name} powered: {'true' if battery.plugged == plug else 'false'}")
    call.print("  Dock powered: false\n  Max charging current: 500000\n  Max charging voltage: 5000000")
    call.print(f"  Charge counter: {battery.level * 32700}\n  status: {battery.status}\n  health: 2\n  present: true")
    call.print(f"  level: {battery.level}\n  scale: 100\n  voltage: {battery.voltage}")
    call.print(f"  temperature: {round(temperatures(call.phone).battery * 10)}\n  technology: Li-ion")
    return 0


def _set(call: Call, args: list[str]) -> None:
    state = call.phone.state
    if args == ["reset"]:
        state.battery = state.battery.hardware or state.battery
        return
    changed = copy.copy(state.battery)
    changed.hardware = state.battery.hardware or state.battery
    _change(changed, args)
    state.battery = changed


def _change(battery: Battery, args: list[str]) -> None:
    match args:
        case ["unplug"]:
            battery.plugged, battery.status = "none", 3
        case ["set", ("level" | "status" | "temp" | "temperature") as name, number] if number.lstrip("-").isdigit():
            if name == "level":
                battery.level = int(number)
            elif name == "status":
                battery.status = int(number)
            else:
                battery.temperature = int(number)
        case ["set", ("ac" | "usb" | "wireless") as plug, ("0" | "1") as value]:
            battery.plugged = "none" if value == "0" else plug
            battery.status = 3 if value == "0" else 2
        case _:
            raise CommandError(f"Unknown set option: {' '.join(args)}", exit_code=255)
