"""`handroid devices`: which phones are connected, and whether they can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.table import Table

from tasks.console import print_json, print_table, stderr
from tasks.doctor import advice
from tasks.verbs import options

if TYPE_CHECKING:
    from device.discovery import ConnectedPhone


@click.command()
@options.as_json
def devices(as_json: bool) -> int:
    """List the connected phones."""
    from device.adb_server import ensure_server
    from device.discovery import list_phones

    ensure_server()
    phones = list_phones()
    if as_json:
        print_json({"devices": [_to_json(phone) for phone in phones]})
        return 0
    if not phones:
        stderr().print("No phone is connected. Connect one with USB debugging on, or start one: handroid sim")
        return 0
    table = Table("serial", "model", "state", "what to do")
    for phone in phones:
        table.add_row(phone.serial, phone.model or "-", phone.state, advice(phone))
    print_table(table)
    return 0


def _to_json(phone: ConnectedPhone) -> dict[str, object]:
    return {
        "serial": phone.serial,
        "model": phone.model,
        "state": phone.state,
        "ready": phone.state == "device",
        "advice": advice(phone),
    }
