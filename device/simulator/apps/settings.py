"""The Settings app: pages of switches, sliders and choices over the phone's real settings."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps import settings_live as live
from device.simulator.apps import settings_lock, settings_permissions, settings_questions, settings_wifi
from device.simulator.apps import settings_parts as parts
from device.simulator.apps.settings_pages import DEVELOPER, HOME, PAGES, Group, Info, Item, Link, Part, searchable
from device.simulator.apps.settings_table import (
    CHOICES,
    SCREEN_LOCK,
    TEXT_ENTRIES,
    Choice,
    Slider,
    Switch,
    TextEntry,
    is_on,
)
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    column,
    dialog,
    edit_text,
    header,
    icon_button,
    list_row,
    main_switch,
    radio_row,
    row,
    scaffold,
    scroll_list,
    slider_row,
    switch_row,
    text,
    toolbar,
)

DEVELOPER_TAPS = 7
_ABOUT_APP = ("app_info", "app_storage", "app_permissions", "app_permission")
"""Pages whose first argument is a package."""


class Settings(App):
    """Shows `settings_pages.PAGES`; every control reads and writes what `settings_table` says."""

    package: ClassVar[str] = "com.android.settings"
    activity: ClassVar[str] = ".Settings"
    activities: ClassVar[dict[str, str]] = {
        ".Settings$NetworkDashboardActivity": "Network & internet",
        ".Settings$WifiSettingsActivity": "Internet",
        ".Settings$ConnectedDeviceDashboardActivity": "Connected devices",
        ".Settings$BluetoothSettingsActivity": "Bluetooth",
        ".Settings$DisplaySettingsActivity": "Display",
        ".Settings$SoundSettingsActivity": "Sound & vibration",
        ".Settings$StorageDashboardActivity": "Storage",
        ".Settings$PowerUsageSummaryActivity": "Battery",
        ".Settings$LocationSettingsActivity": "Location",
        ".Settings$AccessibilitySettingsActivity": "Accessibility",
        ".Settings$DateTimeSettingsActivity": "Date & time",
        ".Settings$AppDashboardActivity": "Apps",
        ".Settings$MyDeviceInfoActivity": "About phone",
    }
    label: ClassVar[str] = "Settings"
    icon: ClassVar[AppIcon] = AppIcon(glyph="settings", background=(66, 103, 178))

    def reset(self) -> None:
        """Go back to the home page."""
        super().reset()
        self.build_taps = 0

    def view(self) -> View:
        """Build the current page; one about an app that has gone gives way to the one below."""
        while self.page.name in _ABOUT_APP and self.page.args[0] not in self.phone.packages:
            self.stack.pop()
        page = self.page
        if page.name == "main":
            return self._home()
        if page.name == "search":
            return self._search()
        if page.name == "choice":
            choice = _choice(page.args[0])
            rows = [self._option(choice, *option) for option in choice.options]
            if choice.label == SCREEN_LOCK:
                rows.append(settings_lock.pin_option(self))
            return self._page(page, choice.label, rows)
        if page.name == "app_info":
            return self._page(page, "App info", parts.app_info(self, page.args[0]))
        if page.name == "app_storage":
            return self._page(page, "Storage", parts.app_storage(self, page.args[0]))
        if page.name == "app_permissions":
            return self._page(page, "App permissions", settings_permissions.overview(self, page.args[0]))
        if page.name == "app_permission":
            return self._page(
                page, settings_permissions.title(page.args[1]), settings_permissions.choice(self, *page.args)
            )
        if page.name == "network":
            return self._page(page, "Network details", settings_wifi.details(self, page.args[0]))
        return self._page(page, page.name, self._rows(PAGES[page.name]))

    def dialog_view(self, dialog: Page) -> View:
        """Build a text entry's dialog or a confirmation."""
        if dialog.name == "text":
            return self._text_dialog(dialog, _text_entry(dialog.args[0]))
        if dialog.name in (settings_lock.CONFIRM, settings_lock.CHOOSE):
            return settings_lock.pin_dialog(self, dialog)
        if dialog.name == "wifi_password":
            return settings_wifi.password_dialog(self, dialog)
        return settings_questions.view(self, dialog)

    def open_search(self) -> None:
        """Open the search with its field ready to type."""
        self.push("search", query="")
        self.phone.editor.focus("search")

    def _home(self) -> View:
        title = text(HOME, 32, resource_id="homepage_title", padding=Insets(24, 40, 24, 16), width="fill")
        body = scroll_list(title, *self._rows(PAGES[HOME]), key="home")
        return scaffold(body=body)

    def _page(self, page: Page, title: str, rows: list[View]) -> View:
        bar = toolbar(title, on_up=self.pop)
        return scaffold(bar=bar, body=scroll_list(*rows, key="list"))

    def _rows(self, items: tuple[Item, ...]) -> list[View]:
        rows: list[View] = []
        for item in items:
            if isinstance(item, Part):
                rows.extend(parts.build(self, item.name))
            elif self._is_there(item):
                rows.append(self._row(item))
        return rows

    def _is_there(self, item: Item) -> bool:
        is_hidden = isinstance(item, Link) and item.page == DEVELOPER
        return not is_hidden or self.phone.settings.is_on("global", "development_settings_enabled")

    def _row(self, item: Link | Info | Group | Switch | Slider | Choice | TextEntry) -> View:
        store = self.phone.settings
        match item:
            case Group():
                return header(item.title)
            case Link():
                return list_row(item.title, self._summary(item), icon=item.icon, on_click=lambda: self.push(item.page))
            case Info():
                action = item.action or ("build_number" if item.title == "Build number" else "")
                return list_row(
                    item.title,
                    self._summary(item),
                    on_click=(lambda: self._act(action)) if action else None,
                )
            case Switch():
                checked = is_on(item, store.get(item.namespace, item.key))
                if item.look == "main":
                    return main_switch(item.label, checked, lambda: self._flip(item, checked))
                return switch_row(item.label, checked, lambda: self._flip(item, checked), summary=item.summary)
            case Slider():
                value = live.slider_value(self.phone, item)
                share = (value - item.low) / (item.high - item.low)
                return slider_row(
                    item.label,
                    value,
                    item.low,
                    item.high,
                    lambda level: store.put(item.namespace, item.key, round(level)),
                    icon=item.icon,
                    summary="" if item.icon else f"{share:.0%}",
                )
            case Choice():
                return list_row(
                    item.label,
                    live.choice_summary(self.phone, item),
                    on_click=lambda: self._open_choice(item),
                )
            case TextEntry():
                value_now = store.get(item.namespace, item.key) or ""
                return list_row(item.label, value_now, on_click=lambda: self._open_text(item, value_now))

    def _summary(self, item: Link | Info) -> str:
        return live.summary(self.phone, item.live) if item.live else item.summary

    def _flip(self, switch: Switch, checked: bool) -> None:
        for key in (switch.key, *switch.also):
            self.phone.settings.put(switch.namespace, key, switch.off if checked else switch.on)

    def _option(self, choice: Choice, label: str, value: str) -> View:
        return radio_row(
            label,
            live.is_chosen(self.phone, choice, value),
            lambda: live.choose(self.phone, choice, value),
        )

    def _open_choice(self, choice: Choice) -> None:
        if choice.label == SCREEN_LOCK:
            settings_lock.open_page(self)
        else:
            self.push("choice", choice.label)

    def _open_text(self, entry: TextEntry, value: str) -> None:
        self.open_dialog("text", entry.label, text=value)
        self.phone.editor.focus("text")

    def _text_dialog(self, page: Page, entry: TextEntry) -> View:
        def save() -> None:
            self.phone.settings.put(entry.namespace, entry.key, page.data["text"])
            self.close_dialog()

        field = edit_text(
            "text",
            page.data["text"],
            lambda content: page.data.update(text=content),
            hint=entry.label,
            resource_id="android:id/edit",
            on_submit=save,
            margin=Insets(24, 8, 24, 0),
        )
        return dialog(entry.label, field, buttons=settings_questions.buttons(self.close_dialog, "OK", save))

    def _act(self, action: str) -> None:
        if action != "build_number":
            self.open_dialog(action)
            return
        self.build_taps += 1
        left = DEVELOPER_TAPS - self.build_taps
        if self.phone.settings.is_on("global", "development_settings_enabled"):
            self.phone.show_toast("No need, you are already a developer.")
        elif left == 0:
            self.phone.settings.put("global", "development_settings_enabled", 1)
            self.phone.show_toast("You are now a developer!")
        elif left <= 3:
            self.phone.show_toast(f"You are now {left} step{'s' if left > 1 else ''} away from being a developer.")

    def _search(self) -> View:
        page = self.page
        query = page.data["query"]
        field = edit_text(
            "search",
            query,
            lambda content: page.data.update(query=content),
            hint="Search settings",
            resource_id="open_search_view_edit_text",
            ime_action="search",
            background=None,
            width="fill",
            weight=1,
        )
        parts_of_bar = [icon_button("back", "Back", self.pop), field]
        if query:
            parts_of_bar.append(icon_button("close", "Clear text", lambda: page.data.update(query="")))
        words = query.lower().split()
        found = [
            (title, place)
            for title, place in searchable()
            if words and all(word in self._searched(title, place).lower() for word in words)
            if DEVELOPER not in (title, place) or self.phone.settings.is_on("global", "development_settings_enabled")
        ]
        rows = [list_row(title, place, on_click=partial(self._open_found, title, place)) for title, place in found]
        if words and not rows:
            rows = [text("No results", 16, padding=Insets(24, 24, 24, 0), resource_id="no_results")]
        bar = row(*parts_of_bar, height=64, padding=Insets(4, 0, 4, 0))
        return scaffold(bar=column(bar), body=scroll_list(*rows, key="results"))

    def _searched(self, title: str, place: str) -> str:
        found = f"{title} {place}"
        texts = self.phone.texts_of(self.package)
        return found if texts is None else f"{found} {texts.say(title)} {texts.say(place)}"

    def _open_found(self, title: str, place: str) -> None:
        self.phone.editor.blur()
        self.push(title if title in PAGES else "main" if place == HOME else place)


def _choice(label: str) -> Choice:
    return next(choice for choice in CHOICES if choice.label == label)


def _text_entry(label: str) -> TextEntry:
    return next(entry for entry in TEXT_ENTRIES if entry.label == label)
