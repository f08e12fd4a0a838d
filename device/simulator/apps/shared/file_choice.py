"""The page that lets somebody choose a file of shared storage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from device.simulator.app import App
from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.storage import files_below, size_text
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import list_row, scaffold, scroll_list, toolbar


def file_choice(app: App, title: str, types: str, on_choose: Callable[[str], object]) -> View:
    """Return the page.

    Args:
        app: Whose page.
        title: What is chosen.
        types: What the MIME types of the files that are shown begin with; empty for all.
        on_choose: Called with a file's path; the page stays until it closes it.
    """
    rows = [
        list_row(Own(each.name), size_text(each.size), icon="image", on_click=partial(on_choose, each.path))
        for each in files_below(app.phone, types)
    ]
    body = scroll_list(*rows, key="choice", resource_id="dir_list") if rows else empty_page("No items found.")
    return scaffold(bar=toolbar(title, on_up=app.pop), body=body)
