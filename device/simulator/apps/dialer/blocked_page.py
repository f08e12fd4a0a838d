"""The dialer's settings and the list of blocked numbers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.shared.questions import ask_for_name, question
from device.simulator.block_list import BlockList
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import icon_button, list_row, scaffold, scroll_list, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.dialer.dialer_app import DialerApp


def settings(app: DialerApp) -> View:
    """Return the dialer's settings."""
    rows = [list_row("Blocked numbers", icon="do_not_disturb", on_click=partial(app.push, "blocked"))]
    return scaffold(bar=toolbar("Settings", on_up=app.pop), body=scroll_list(*rows, key="settings"))


def view(app: DialerApp) -> View:
    """Return the blocked numbers, each with what lets it through again."""
    words = text(
        "You won't receive calls or texts from blocked numbers.",
        14,
        color="on_surface_variant",
        width="fill",
        padding=Insets(24, 16, 24, 8),
    )
    rows = [
        list_row(
            Own(row["original_number"]),
            icon="person",
            trailing=icon_button(
                "close",
                f"Unblock {row['original_number']}",
                partial(app.open_dialog, "unblock", str(row["original_number"])),
                resource_id="unblock",
            ),
        )
        for row in BlockList(app.phone).all()
    ]
    add = list_row("Add a number", icon="add", on_click=partial(ask_for_name, app, "add_blocked"))
    return scaffold(
        bar=toolbar("Blocked numbers", on_up=app.pop), body=scroll_list(words, add, *rows, key="blocked_numbers")
    )


def block_question(app: DialerApp, number: str) -> View:
    """Return what is asked before a number is blocked."""
    words = "You will no longer receive calls or texts from this number."
    return question(app, f"Block {number}?", words, "Block", partial(block, app, number))


def unblock_question(app: DialerApp, number: str) -> View:
    """Return what is asked before a number is let through."""
    return question(app, f"Unblock {number}?", "", "Unblock", partial(_unblock, app, number))


def block(app: DialerApp, number: str) -> None:
    """Block a number."""
    if not any(map(str.isdigit, number)):
        app.phone.show_toast("Please enter a phone number")
        return
    BlockList(app.phone).add(number)
    app.phone.show_toast(f"{number} blocked")


def _unblock(app: DialerApp, number: str) -> None:
    BlockList(app.phone).remove(number)
    app.phone.show_toast(f"{number} unblocked")
