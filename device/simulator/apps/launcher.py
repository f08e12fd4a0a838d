"""The launcher: home screen, app drawer and the overview of recent apps."""

from __future__ import annotations

from typing import ClassVar

from device.simulator.app import App
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, row, scroll_list, spacer, stack, text

COLUMNS = 4


class Launcher(App):
    """Home screen with icons; swipe up for all apps."""

    package: ClassVar[str] = "com.google.android.apps.nexuslauncher"
    activity: ClassVar[str] = ".NexusLauncherActivity"
    label: ClassVar[str] = "Pixel Launcher"

    def view(self) -> View:
        """Build the home screen, the drawer or the overview."""
        if self.page.name == "drawer":
            return self._drawer()
        if self.page.name == "recents":
            return self._recents()
        return self._home()

    def back(self) -> bool:
        """Close drawer or overview; the home screen stays."""
        super().back()
        return True

    def _home(self) -> View:
        now = self.phone.clock.local()
        # Icons lie where they were put, whatever they are called in another language.
        placed = sorted(self.phone.packages.values(), key=lambda app: app.label.lower())
        date = text(f"{now:%A, %b} {now.day}", 22, color="white", resource_id="date", desc=f"{now:%A, %B} {now.day}")
        return column(
            column(date, padding=Insets(24, 24, 24, 0), resource_id="bc_smartspace_view"),
            spacer(weight=1),
            *self._grid([app for app in placed if app.icon is not None and app.on_home_screen], "white"),
            cls="android.widget.FrameLayout",
            resource_id="workspace",
            desc="Home",
            background=self._wallpaper(),
            padding=Insets(8, 0, 8, 24),
            on_swipe=lambda direction: self.push("drawer") if direction == "up" else self._pulled(direction),
        )

    def _pulled(self, direction: str) -> None:
        if direction == "down":
            self.phone.open_shade("notifications")

    def _drawer(self) -> View:
        shown = [app for app in self.phone.apps_by_name(self.package) if app.icon is not None]
        apps = scroll_list(*self._grid(shown, "on_surface"), key="apps", resource_id="apps_list_view", gap=16)
        return column(
            apps,
            resource_id="apps_view",
            background="surface",
            padding=Insets(8, 32, 8, 0),
            on_swipe=lambda direction: self.pop() if direction == "down" else None,
        )

    def _wallpaper(self) -> str:
        return f"wallpaper:{self.phone.settings.get('system', 'wallpaper') or 'dusk'}"

    def _grid(self, apps: list[App], color: str) -> list[View]:
        rows = []
        for start in range(0, len(apps), COLUMNS):
            cells = [self._icon(app, color) for app in apps[start : start + COLUMNS]]
            cells += [spacer(weight=1) for _ in range(COLUMNS - len(cells))]
            rows.append(row(*cells, cls="android.view.ViewGroup"))
        return rows

    def _icon(self, app: App, color: str) -> View:
        icon = app.icon
        assert icon is not None
        disc = View(
            kind="leaf",
            width=60,
            height=60,
            radius=30,
            background=icon.background,
            icon=icon.glyph,
            icon_size=32,
            color=icon.foreground,
            in_tree=False,
        )
        return column(
            disc,
            text(app.label, 13, color=color, max_lines=1, in_tree=False),
            cls="android.widget.TextView",
            text=app.label,
            desc=app.label,
            resource_id="icon",
            weight=1,
            align="center",
            gap=8,
            padding=Insets(0, 8, 0, 8),
            on_click=lambda: self.phone.launch(app.package),
            long_clickable=True,
        )

    def _recents(self) -> View:
        packages = [package for package in self.phone.state.tasks if package != self.package]
        if not packages:
            empty = text("No recent items", 18, color="white", resource_id="empty")
            return stack(
                empty, align="center", justify="center", resource_id="overview_panel", background=self._wallpaper()
            )
        cards = [self._card(self.phone.packages[package]) for package in packages]
        clear = button("Clear all", self._clear_all, style="tonal", resource_id="clear_all")
        return column(
            scroll_list(*cards, key="recents", resource_id="overview_panel", gap=16, height="wrap"),
            row(clear, justify="center", padding=Insets(0, 24, 0, 0)),
            background=self._wallpaper(),
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
            on_swipe=lambda direction: self._dismiss(app, direction),
        )

    def _dismiss(self, app: App, direction: str) -> None:
        if direction in ("left", "right"):
            self.phone.force_stop(app.package)

    def _clear_all(self) -> None:
        for package in list(self.phone.state.tasks):
            if package != self.package:
                self.phone.force_stop(package)
        self.phone.go_home()
