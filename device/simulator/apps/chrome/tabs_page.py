"""Chrome's lists of tabs and of downloads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.chrome import web
from device.simulator.apps.shared.storage import entries, size_text
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import icon_button, list_row, scaffold, scroll_list, text, toolbar
from device.web_page import read_page

if TYPE_CHECKING:
    from device.simulator.apps.chrome.chrome_app import ChromeApp

DOWNLOADS = f"{PRIMARY}/Download"


def tabs(app: ChromeApp) -> View:
    """Return the tabs, in the order in which they were opened."""
    rows = []
    for place, history in enumerate(app.tabs):
        address = history[-1]
        name = _title(app, address)
        words = f"Close {name} tab" if address else "Close tab"
        rows.append(
            list_row(
                Own(name) if address else name,
                Own(address.removeprefix("https://")),
                icon="globe",
                on_click=partial(app.select, place),
                trailing=icon_button("close", words, partial(app.close_tab, place), resource_id="action_button"),
                selected=place == app.tab,
            )
        )
    add = icon_button("add", "New tab", app.new_tab, resource_id="new_tab_button")
    return scaffold(bar=toolbar("Tabs", on_up=app.pop, actions=[add]), body=scroll_list(*rows, key="tabs"))


def _title(app: ChromeApp, address: str) -> str:
    """Return what a tab is called."""
    found = web.find(app.phone, address) if address else web.Found()
    title = read_page(app.html(found.path)).title if found.path else ""
    return title or address.removeprefix("https://") or "New tab"


def downloads(app: ChromeApp) -> View:
    """Return what lies in Download."""
    files = [entry for entry in entries(app.phone, DOWNLOADS) if not entry.is_folder]
    rows = [list_row(Own(entry.name), size_text(entry.size), icon="file") for entry in files]
    rows = rows or [text("Files that you download appear here", 16, padding=Insets(24, 24, 24, 24))]
    return scaffold(bar=toolbar("Downloads", on_up=app.pop), body=scroll_list(*rows, key="downloads"))
