"""`simulator`: what no real phone has: snapshots, what changed, faults and their outcomes, time, the lock."""

from __future__ import annotations

import json

import msgspec

from device.simulator import overlays
from device.simulator.apps.sms.sms_app import SmsApp
from device.simulator.difference import difference
from device.simulator.errors import FaultFileError
from device.simulator.faults.engine import Faults, attach
from device.simulator.faults.plan import parse_plan
from device.simulator.interference import Interference
from device.simulator.shell.command import Call, CommandError, command
from device.simulator.snapshot import Snapshot
from device.simulator.state import WifiNetwork

USAGE = """Usage: simulator snapshot NAME | restore NAME | diff NAME [NAME] | snapshots
       simulator faults JSON | faults clear | outcomes
       simulator clock +SECONDS | language en|zh
       simulator ring NUMBER [banner] | message NUMBER TEXT | notify PACKAGE TITLE TEXT
       simulator wifi JSON"""


@command("simulator")
def simulator(call: Call) -> int:
    """Control the simulation from a script; everything that is printed is JSON."""
    phone, system = call.phone, call.system
    match call.args:
        case ["snapshot", name]:
            system.snapshots[name] = phone.snapshot()
        case ["restore", name]:
            phone.restore(_snapshot(call, name))
        case ["diff", first, *second] if len(second) <= 1:
            before, after = _snapshot(call, first), _snapshot(call, second[0]) if second else phone.snapshot()
            changes = [msgspec.to_builtins(change) for change in difference(before, after)]
            call.print(json.dumps(changes, ensure_ascii=False, default=str))
        case ["snapshots"]:
            call.print(json.dumps(sorted(system.snapshots)))
        case ["faults", "clear"]:
            with phone.lock:
                phone.interference = Interference()
                phone.changed()
        case ["faults", text]:
            _plan(call, text)
        case ["outcomes"]:
            faults = phone.interference
            rows = faults.outcomes() if isinstance(faults, Faults) else []
            call.print(json.dumps(msgspec.to_builtins(rows)))
        case ["clock", amount] if amount.startswith("+") and amount[1:].isascii() and amount[1:].isdigit():
            phone.clock.advance(min(int(amount[1:]), 10**9))
            phone.changed()
        case ["ring", number]:
            overlays.ring(phone, number)
        case ["ring", number, "banner"]:
            overlays.ring(phone, number, banner=True)
        case ["message", number, text]:
            SmsApp(phone).receive(number, text)
        case ["notify", package, title, text] if package in phone.packages:
            phone.notify(package, title, text)
        case ["wifi", text]:
            _networks(call, text)
        case ["language", ("en" | "zh") as language]:
            phone.language = "zh" if language == "zh" else "en"
        case _:
            raise CommandError(USAGE, exit_code=255)
    return 0


def _snapshot(call: Call, name: str) -> Snapshot:
    saved = call.system.snapshots.get(name)
    if saved is None:
        raise CommandError(f"simulator: there is no snapshot {name}")
    return saved


def _networks(call: Call, text: str) -> None:
    """Put other networks in range, beside those that are saved."""
    try:
        found = msgspec.json.decode(text, type=list[WifiNetwork])
    except msgspec.MsgspecError as error:
        raise CommandError(f"simulator: {error}") from error
    with call.phone.lock:
        state = call.phone.state.wifi
        known = {network.ssid for network in state.saved}
        state.in_range = [network for network in state.in_range if network.ssid in known] + found
        call.phone.changed()


def _plan(call: Call, text: str) -> None:
    try:
        plan = parse_plan(json.loads(text))
    except (ValueError, RecursionError, FaultFileError) as error:
        raise CommandError(f"simulator: {error}") from error
    before = call.phone.interference
    faults = attach(call.phone, plan)
    faults.servers = before.servers if isinstance(before, Faults) else []
