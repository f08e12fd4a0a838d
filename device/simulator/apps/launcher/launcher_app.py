"""`Launcher`: what its screens share, the drawer of all apps, and the overview of recent apps."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from device.simulator.app import App, Page
from device.simulator.apps.launcher import home_page
from device.simulator.apps.launcher.favorites import COLUMNS, LAUNCHER_DB, Favorites
from device.simulator.apps.launcher.icons import app_icon, grid
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, edit_text, row, scroll_list, stack, text


class Launcher(App):
    """Home screen with icons; swipe up for all apps."""

    package: ClassVar[str] = "com.google.android.apps.nexuslauncher"
    activity: ClassVar[str] = ".NexusLauncherActivity"
    label: ClassVar[str] = "Pixel Launcher"

    def uninstall_data(self) -> None:
        """Forget how the home screen was arranged."""
        remove_database(self.phone.files.path(LAUNCHER_DB))

    def opened(self) -> None:
        """Make the database with a new phone's home screen where there is none: all apps are known by now."""
        self.favorites.create()

    @property
    def favorites(self) -> Favorites:
        """What lies where on the home screen."""
        apps = [app for app in self.phone.packages.values() if app.icon is not None and app.on_home_screen]
        # Icons lie where they were put, whatever they are called in another language.
        placed = sorted(apps, key=lambda app: app.label.lower())
        defaults = [(app.label, app.package, app.activity) for app in placed]
        return Favorites(self.phone.files.path(LAUNCHER_DB), defaults)

    @property
    def screen(self) -> int:
        """The page of the home screen that is in front, from 0."""
        return min(int(self.stack[0].data.get("screen", 0)), self.favorites.pages() - 1)

    def show_screen(self, screen: int) -> None:
        """Bring a page of the home screen to the front."""
        self.stack[0].data["screen"] = screen

    def view(self) -> View:
        """Build the home screen, the drawer or the overview."""
        if self.page.name == "drawer":
            return self._drawer()
        if self.page.name == "recents":
            return self._recents()
        return home_page.view(self)

    def dialog_view(self, dialog: Page) -> View:
        """Build an open folder, or an icon's menu."""
        return home_page.dialog_view(self, dialog)

    def back(self) -> bool:
        """Close drawer or overview; the home screen stays."""
        super().back()
        return True

    def wallpaper(self) -> str:
        """Return what is drawn behind the home screen."""
        return f"wallpaper:{self.phone.settings.get('system', 'wallpaper') or 'dusk'}"

    def _drawer(self) -> View:
        query = str(self.page.data.get("query", "")).casefold()
        texts = self.phone.texts_of(self.package)
        shown = [
            app
            for app in self.phone.apps_by_name(self.package)
            if app.icon is not None
            and query in f"{app.label} {texts.say(app.label) if texts is not None else ''}".casefold()
        ]
        icons = [
            app_icon(
                app,
                "on_surface",
                partial(self.phone.launch, app.package),
                partial(self.open_dialog, home_page.MENU, app.package, 0),
                on_drop=partial(home_page.add_from_drawer, self, app),
            )
            for app in shown
        ]
        nothing = text("No apps found", 16, width="fill", text_align="center", padding=Insets(0, 24, 0, 0))
        page = self.page
        search = edit_text(
            "apps_search",
            str(page.data.get("query", "")),
            lambda content: page.data.update(query=content),
            hint="Search apps",
            resource_id="search_container_all_apps",
            ime_action="search",
            radius=28,
            margin=Insets(8, 0, 8, 8),
        )
        apps = scroll_list(
            *(grid(icons, COLUMNS) if icons else [nothing]), key="apps", resource_id="apps_list_view", gap=16
        )
        return column(
            search,
            apps,
            resource_id="apps_view",
            background="surface",
            padding=Insets(8, 32, 8, 0),
            on_swipe=lambda direction: self.pop() if direction == "down" else None,
        )

    def _recents(self) -> View:
        packages = [package for package in self.phone.state.tasks if package != self.package]
        if not packages:
            empty = text("No recent items", 18, color="white", resource_id="empty")
            return stack(
                empty, align="center", justify="center", resource_id="overview_panel", background=self.wallpaper()
            )
        cards = [self._card(self.phone.packages[package]) for package in packages]
        clear = button("Clear all", self._clear_all, style="tonal", resource_id="clear_all")
        return column(
            scroll_list(*cards, key="recents", resource_id="overview_panel", gap=16, height="wrap"),
            row(clear, justify="center", padding=Insets(0, 24, 0, 0)),
            background=self.wallpaper(),
            padding=Insets(32, 48, 32, 16),
        )

    def _card(self, app: App) -> View:
        return column(
            text(app.label, 20, bold=True, in_tree=False),
            text("Tap to return to the app", 14, color="on_surface_variant", in_tree=False),
            cls="android.widget.FrameLayout",
            resource_id="task",
            desc=app.label,
            background="surface_container",
            radius=24,
            height=160,
            gap=8,
            padding=Insets(24, 24, 24, 24),
            on_click=lambda: self.phone.launch(app.package),
            on_swipe=lambda _: self.phone.force_stop(app.package),
            swipe_axis="horizontal",
        )

    def _clear_all(self) -> None:
        for package in list(self.phone.state.tasks):
            if package != self.package:
                self.phone.force_stop(package)
        self.phone.go_home()
