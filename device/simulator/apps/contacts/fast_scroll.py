"""The letters at the edge of a long list: a touch, or a finger moved over them, scrolls to a letter's contacts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.contacts.contacts_app import ContactsApp

FROM = 20
"""How many contacts make a list long enough for it: about two displays full."""


def letters(app: ContactsApp, shown: Sequence[str], key: str) -> View:
    """Return the column of letters.

    Args:
        app: The app.
        shown: The letters that have a section, in the list's order.
        key: The list's key.
    """

    def drag(_start: tuple[float, float], end: tuple[float, float]) -> None:
        place = min(len(shown) - 1, max(0, int(end[1] * len(shown))))
        scroll_to(app, key, shown[place])

    marks = [
        label(
            Own(letter),
            11,
            width="fill",
            weight=1,
            text_align="center",
            color="primary",
            bold=True,
            desc=Own(letter),
            on_click=partial(scroll_to, app, key, letter),
            resource_id="fast_scroll_letter",
        )
        for letter in shown
    ]
    strip = column(*marks, width=28, height="fill", on_stroke=drag, resource_id="fast_scroll")
    return column(strip, width="fill", height="fill", align="end", padding=Insets(0, 8, 0, 96), in_tree=False)


def scroll_to(app: ContactsApp, key: str, letter: str) -> None:
    """Scroll the list so that a letter's section is at its top."""
    views = [view for window in app.phone.windows() for view in window.root.walk()]
    listed = next(view for view in views if view.key == key)
    section = next((view for view in listed.children if view.key == f"section {letter}"), None)
    if section is not None:
        app.phone.scroll_by(listed, section.frame.top - listed.frame.top)
