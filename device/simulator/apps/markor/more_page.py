"""Markor's More tab: what the app is and where it keeps the notes."""

from __future__ import annotations

from device.simulator.apps.markor.note_store import NOTEBOOK
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import header, list_row, scaffold, scroll_list, toolbar


def view(tabs: View) -> View:
    """Return the page over the bar of tabs."""
    rows = [
        header("More"),
        list_row("Notebook", Own(NOTEBOOK), icon="folder"),
        list_row("Markor", "Text editor, version 2.11.1", icon="info"),
        list_row("License", "Apache 2.0", icon="note"),
    ]
    return scaffold(bar=toolbar("More"), body=scroll_list(*rows, key="more"), bottom=tabs)
