"""`ChromeApp`: the first-run screen, the address bar, tabs, and the page in front."""

from __future__ import annotations

import posixpath
import shutil
from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.chrome import games, tabs_page, web
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.apps.shared.storage import free_path, write_dated
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    Click,
    button,
    column,
    edit_text,
    icon_button,
    list_row,
    menu,
    radio_row,
    row,
    scaffold,
    scroll_list,
    spacer,
    stack,
    text,
)
from device.simulator.widgets import dialog as dialog_box
from device.web_page import read_page

DATA = "/data/data/com.android.chrome"
_PREFERENCES = f"{DATA}/shared_prefs/com.android.chrome_preferences.xml"
_WELCOMED = "first_run_flow"
_PAGES = (".html", ".htm", "")
"""Extensions of what is shown; anything else is downloaded."""


class ChromeApp(App):
    """Chrome.

    Attributes:
        tabs: For each tab the addresses that it went through, the present one last; an address is a path on the phone,
            that of a site (`web`), what was typed, or nothing.
        tab: Which tab is in front.
        game: State of the game that the page plays, plain values; see `games`.
        fields: What was typed and chosen on the page, by the numbers of its elements; see `forms`.
    """

    package = "com.android.chrome"
    activity = "com.google.android.apps.chrome.Main"
    label = "Chrome"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="globe", background=(66, 133, 244))
    on_home_screen: ClassVar[bool] = False
    version = "109.0.5414.123"
    shows = ("text/html",)

    tabs: list[list[str]]
    tab: int
    game: dict[str, object]
    fields: dict[str, str]

    def install(self) -> None:
        """Make the file of cookies."""
        web.create(self.phone)

    def uninstall_data(self) -> None:
        """Delete preferences and cookies, so that Chrome says welcome again."""
        shutil.rmtree(self.phone.files.path(DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show an empty tab."""
        super().reset()
        self.tabs, self.tab, self.game, self.fields = [[""]], 0, {}, {}

    @property
    def address(self) -> str:
        """What the tab in front shows."""
        return self.tabs[self.tab][-1]

    def show_file(self, path: str) -> None:
        """Show a page in a tab of its own."""
        if self.address:
            self.new_tab()
        self.visit(path)

    def visit(self, address: str) -> None:
        """Go to an address; what is no page is put into Download."""
        found = web.find(self.phone, address)
        if found.path and posixpath.splitext(found.path)[1].lower() not in _PAGES:
            target = free_path(self.phone, f"{tabs_page.DOWNLOADS}/{posixpath.basename(found.path)}")
            write_dated(self.phone, target, self.phone.files.read(found.path))
            self.phone.show_toast(f"{posixpath.basename(target)} downloaded")
            return
        history = self.tabs[self.tab]
        if history == [""]:
            history.clear()
        history.append(address)
        self._turn()

    def follow(self, link: str) -> None:
        """Go where a link on the page leads."""
        self.visit(web.follow(self.address, link))

    def back(self) -> bool:
        """Close the page over the tab, leave what was typed, then go back to the page before."""
        if super().back():
            return True
        if self.page.data.pop("typed", None) is not None:
            return True
        if len(self.tabs[self.tab]) == 1:
            return False
        self.tabs[self.tab].pop()
        self._turn()
        return True

    def view(self) -> View:
        """Build the welcome, the tabs, the downloads, or the address bar over the page."""
        if not PreferenceFile(self.phone.files.path(_PREFERENCES)).read().get(_WELCOMED):
            return self._welcome()
        match self.page.name:
            case "tabs":
                return tabs_page.tabs(self)
            case "downloads":
                return tabs_page.downloads(self)
        typed = str(self.page.data.get("typed", ""))
        return scaffold(bar=self._bar(), body=self._suggestions(typed) if typed.strip() else self._content())

    def dialog_view(self, dialog: Page) -> View:
        """Build the menu, or what can be chosen in a field of the page."""
        if dialog.name == "menu":
            items = (("New tab", self.new_tab), ("Downloads", partial(self.push, "downloads")), ("Refresh", self._turn))
            return menu([(words, partial(self._after_closing, act)) for words, act in items])
        from device.simulator.apps.chrome.document import parse
        from device.simulator.apps.chrome.forms import Forms

        root = parse(self.html(web.find(self.phone, self.address).path))
        forms, number = Forms(self, root), dialog.args[0]
        element = next((each for each in root.walk() if each.number == number), root)
        chosen = forms.value(element)
        rows = []
        for option in forms.options(element):
            value = option.get("value", option.words)
            choose = partial(self._after_closing, partial(forms.write, element, value))
            rows.append(radio_row(Own(option.words), value == chosen, choose))
        return dialog_box("", scroll_list(*rows, key="options", height=448 if len(rows) > 8 else "wrap"))

    def new_tab(self) -> None:
        """Open an empty tab, and show it."""
        self.tabs.append([""])
        self.select(len(self.tabs) - 1)

    def _after_closing(self, act: Click) -> None:
        self.close_dialog()
        act()

    def select(self, tab: int) -> None:
        """Show another tab."""
        self.tab = tab
        del self.stack[1:]
        self._turn()

    def close_tab(self, tab: int) -> None:
        """Close a tab; in the place of the last one there is an empty one."""
        del self.tabs[tab]
        if not self.tabs:
            self.tabs = [[""]]
        self.tab = min(self.tab - (tab < self.tab), len(self.tabs) - 1)
        self._turn()

    def _turn(self) -> None:
        """Show a page as new."""
        self.game, self.fields = {}, {}
        self.stack[0].scroll.clear()
        self.stack[0].data.clear()
        self.phone.editor.blur()

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
        typed = self.page.data.get("typed", self.address.removeprefix("https://"))

        def submit() -> None:
            self.visit(web.complete(str(self.page.data.pop("typed", self.address))))

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
        home = icon_button("home", "Home", lambda: self.visit(""), resource_id="home_button")
        count = stack(
            text(str(len(self.tabs)), 12, bold=True, in_tree=False),
            cls="android.widget.ImageButton",
            desc="Switch or close tabs",
            resource_id="tab_switcher_button",
            width=24,
            height=24,
            margin=Insets(8, 0, 4, 0),
            radius=6,
            border="on_surface_variant",
            align="center",
            justify="center",
            on_click=partial(self.push, "tabs"),
        )
        more = icon_button(
            "more", "More options", partial(self.open_dialog, "menu"), resource_id="menu_button", width=40
        )
        return row(home, field, count, more, height=64, padding=Insets(4, 0, 4, 0), resource_id="toolbar")

    def _suggestions(self, typed: str) -> View:
        """Return where what is typed may lead: there itself, and to addresses of the open tabs that begin so."""
        address = web.complete(typed)
        known = [each for history in self.tabs for each in history if address and each.startswith(address)]
        rows = [
            list_row(
                Own(each.removeprefix("https://")),
                "" if "://" in each or each.startswith("/") else "Google Search",
                icon="globe" if "://" in each or each.startswith("/") else "search",
                on_click=partial(self.visit, each),
            )
            for each in dict.fromkeys((address, *known))
        ]
        return scroll_list(*rows, key="suggestions", resource_id="omnibox_suggestions_dropdown")

    def _content(self) -> View:
        if not self.address:
            return _page(text("Chrome", 40, width="fill", text_align="center", padding=Insets(0, 160, 0, 0)))
        found = web.find(self.phone, self.address)
        if not found.path:
            headline, code = found.problem
            reload = button("Reload", self._turn, style="outlined", resource_id="reload-button")
            return _page(text(headline, 24), text(code, 14), reload)
        html = self.html(found.path)
        page = read_page(html)
        if page.game is not None:
            return _page(*games.view(self, page.game, page.seed), background="white")
        from device.simulator.apps.chrome.document import parse  # what reads HTML is loaded with the first such page
        from device.simulator.apps.chrome.page_view import PageView

        return PageView(self, parse(html)).build(_page)

    def html(self, path: str) -> str:
        """Return what a file holds; nothing for no path."""
        return self.phone.files.read(path).decode("utf-8", errors="replace") if path else ""


def _page(*content: View, background: str = "surface") -> View:
    """Return a page's WebView."""
    return scroll_list(
        *content,
        key="page",
        cls="android.webkit.WebView",
        resource_id="",
        gap=8,
        padding=Insets(16, 16, 16, 16),
        background=background,
        direction="ltr",
    )
