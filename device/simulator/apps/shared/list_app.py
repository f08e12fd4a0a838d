"""`ListApp`: an app around a list, with a search, a selection by long press, and what BACK leaves first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from device.simulator.app import App
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    Click,
    column,
    dialog,
    edit_text,
    icon_button,
    menu,
    radio_row,
    row,
    scroll_list,
    text,
    toolbar,
)


class ListApp(App):
    """An app whose main page lists records.

    Attributes:
        query: What is searched for; None while nobody searches.
        selected: Keys of the records chosen by long press, in the order they were chosen.
    """

    on_home_screen = False
    is_system = False

    query: str | None
    selected: list[int]

    def reset(self) -> None:
        """Show the list."""
        super().reset()
        self.query, self.selected = None, []

    def back(self) -> bool:
        """Leave the page on top; on the list, the selection, then the search."""
        if len(self.stack) == 1 and self.selected:
            self.selected = []
            return True
        if len(self.stack) == 1 and self.query is not None:
            self.query = None
            return True
        return super().back()

    def begin_search(self) -> None:
        """Show the search field, ready to type."""
        self.query = ""
        self.phone.editor.focus("search")

    def mark(self, key: int) -> None:
        """Select a record, or take it off the selection."""
        if key in self.selected:
            self.selected.remove(key)
        else:
            self.selected.append(key)

    def tap_or_mark(self, key: int, on_tap: Click) -> None:
        """Do what a tap on a record does: select it while others are selected, else `on_tap`."""
        if self.selected:
            self.mark(key)
        else:
            on_tap()

    def search_bar(self, *, hint: str = "Search", resource_id: str = "search_src_text") -> View:
        """Return the bar that takes the place of the toolbar while somebody searches."""

        def search(content: str) -> None:
            self.query = content

        def leave() -> None:
            self.query = None
            self.phone.editor.blur()

        field = edit_text(
            "search",
            self.query or "",
            search,
            hint=hint,
            resource_id=resource_id,
            ime_action="search",
            width="fill",
            weight=1,
        )
        parts = [icon_button("back", "Collapse", leave), field]
        if self.query:
            parts.append(icon_button("close", "Clear query", lambda: search("")))
        return row(*parts, height=64, padding=Insets(4, 0, 8, 0), resource_id="toolbar")

    def selection_bar(self, *actions: View) -> View:
        """Return the bar that takes the place of the toolbar while records are selected."""

        def clear() -> None:
            self.selected = []

        return toolbar(str(len(self.selected)), on_up=clear, up="Close", actions=actions)

    def choices(self, title: str, labels: Sequence[str], chosen: str, on_choose: Callable[[str], object]) -> View:
        """Return a dialog with one choice among labels; it is closed before `on_choose` is called."""

        def choose(label: str) -> None:
            self.close_dialog()
            on_choose(label)

        rows = [radio_row(label, label == chosen, partial(choose, label)) for label in labels]
        # A list longer than the display scrolls.
        height: dict[str, Any] = {"height": 448} if len(rows) > 8 else {"height": "wrap"}
        return dialog(title, scroll_list(*rows, key="choices", resource_id="select_dialog_listview", **height))

    def overflow(self, *items: tuple[str, Click]) -> View:
        """Return the overflow menu's root; it is closed before an item's callback is called."""

        def choose(action: Click) -> None:
            self.close_dialog()
            action()

        return menu([(label, partial(choose, action)) for label, action in items])


def empty_page(message: str, resource_id: str = "empty_view") -> View:
    """Return what an empty list shows."""
    words = text(message, 16, color="on_surface_variant", text_align="center", resource_id=resource_id)
    return column(words, height="fill", align="center", justify="center", padding=Insets(32, 0, 32, 0), in_tree=False)
