"""`ChromeApp`: the first-run screen, the address bar, and a page; there is no network on the phone."""

from __future__ import annotations

import shutil
from typing import ClassVar

from device.simulator.app import App, AppIcon
from device.simulator.apps.chrome import games
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, edit_text, icon_button, row, scaffold, scroll_list, spacer, text
from device.web_page import read_page

DATA = "/data/data/com.android.chrome"
_PREFERENCES = f"{DATA}/shared_prefs/com.android.chrome_preferences.xml"
_WELCOMED = "first_run_flow"


class ChromeApp(App):
    """Chrome with one tab.

    Attributes:
        address: What is shown: a path on the phone, what was typed, or nothing.
        game: State of the game that the page plays, plain values; see `games`.
    """

    package = "com.android.chrome"
    activity = "com.google.android.apps.chrome.Main"
    label = "Chrome"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="globe", background=(66, 133, 244))
    on_home_screen: ClassVar[bool] = False
    version = "109.0.5414.123"
    shows = ("text/html",)

    address: str
    game: dict[str, object]

    def uninstall_data(self) -> None:
        """Delete the preferences, so that Chrome says welcome again."""
        shutil.rmtree(self.phone.files.path(DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show an empty tab."""
        super().reset()
        self.address, self.game = "", {}

    def show_file(self, path: str) -> None:
        """Show a page."""
        self.address, self.game = path, {}
        self.page.scroll.clear()

    def view(self) -> View:
        """Build the welcome, or the address bar over the page."""
        if not PreferenceFile(self.phone.files.path(_PREFERENCES)).read().get(_WELCOMED):
            return self._welcome()
        return scaffold(bar=self._bar(), body=self._content())

    def _welcome(self) -> View:
        def accept() -> None:
            PreferenceFile(self.phone.files.path(_PREFERENCES)).edit({_WELCOMED: True})

        return column(
            spacer(weight=1),
            text("Welcome to Chrome", 28, width="fill", text_align="center", resource_id="title"),
            text("Sign in to get your bookmarks on all your devices", 16, width="fill", text_align="center"),
            spacer(weight=1),
            button("Use without an account", accept, style="filled", resource_id="signin_fre_dismiss_button"),
            height="fill",
            align="center",
            gap=16,
            background="surface",
            padding=Insets(24, 24, 24, 48),
        )

    def _bar(self) -> View:
        typed = self.page.data.get("typed", self.address)

        def submit() -> None:
            self.show_file(str(self.page.data.pop("typed", self.address)).removeprefix("file://"))
            self.phone.editor.blur()

        field = edit_text(
            "url_bar",
            str(typed),
            lambda content: self.page.data.update(typed=content),
            hint="Search or type URL",
            resource_id="url_bar",
            ime_action="search",
            on_submit=submit,
            width="fill",
            weight=1,
            radius=28,
        )
        home = icon_button("home", "Home", lambda: self.show_file(""), resource_id="home_button")
        return row(home, field, height=64, padding=Insets(4, 0, 12, 0), resource_id="toolbar")

    def _content(self) -> View:
        target = self.phone.files.path(self.address or "/")
        if not self.address:
            return _page(text("Chrome", 40, width="fill", text_align="center", padding=Insets(0, 160, 0, 0)))
        if not self.address.startswith("/"):
            return _page(text("No internet", 24), text("ERR_INTERNET_DISCONNECTED", 14))
        if not target.is_file():
            return _page(text("Your file couldn't be accessed", 24), text("ERR_FILE_NOT_FOUND", 14))
        html = target.read_bytes().decode("utf-8", errors="replace")
        page = read_page(html)
        if page.game is not None:
            return _page(*games.view(self, page.game, page.seed))
        from device.simulator.apps.chrome.reading import lines  # what reads HTML is loaded with the first such page

        return _page(*(text(Own(line), 16, width="fill") for line in lines(html)))


def _page(*content: View) -> View:
    """Return a page's WebView."""
    return scroll_list(
        *content,
        key="page",
        cls="android.webkit.WebView",
        resource_id="",
        gap=8,
        padding=Insets(16, 16, 16, 16),
        background="white",
    )
