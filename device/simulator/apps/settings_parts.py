"""Parts of Settings pages that are more than rows of the table: lists of apps, networks and keyboards, usage."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.app import App
from device.simulator.apps import settings_live as live
from device.simulator.apps import settings_permissions, settings_wifi
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, header, image, list_row, row, text

if TYPE_CHECKING:
    from device.simulator.apps.settings import Settings


def build(settings: Settings, name: str) -> list[View]:
    """Return the rows of the part called `name`."""
    return _PARTS[name](settings)


def app_info(settings: Settings, package: str) -> list[View]:
    """Return the rows of an app's info page: what it is, and buttons to open, uninstall and stop it."""
    phone = settings.phone
    app = phone.packages[package]
    buttons = row(
        button("Open", lambda: phone.launch(package), style="tonal", resource_id="button1", weight=1, height=56),
        button(
            "Uninstall",
            lambda: settings.open_dialog("uninstall", package),
            style="tonal",
            resource_id="button2",
            weight=1,
            height=56,
            enabled=not app.is_system,
        ),
        button(
            "Force stop",
            lambda: settings.open_dialog("force_stop", package),
            style="tonal",
            resource_id="button3",
            weight=1,
            height=56,
            enabled=package in phone.state.running,
        ),
        gap=8,
        padding=Insets(16, 16, 16, 16),
    )
    return [
        column(
            app_icon(app, 64),
            text(app.label, 22, resource_id="entity_header_title"),
            align="center",
            gap=8,
            padding=Insets(0, 16, 0, 0),
            resource_id="entity_header",
        ),
        buttons,
        list_row(
            "Storage & cache",
            f"{data_size(settings, package) / 1000:.1f} kB used in internal storage",
            on_click=lambda: settings.push("app_storage", package),
        ),
        list_row(
            "Permissions",
            settings_permissions.summary(settings, app),
            on_click=lambda: settings.push("app_permissions", package),
        ),
        list_row("Version", app.version),
    ]


def app_storage(settings: Settings, package: str) -> list[View]:
    """Return the rows of an app's storage page."""
    app = settings.phone.packages[package]
    clear = button(
        "Clear storage",
        lambda: settings.open_dialog("clear_storage", package),
        style="tonal",
        resource_id="button1",
        weight=1,
        height=56,
    )
    return [
        list_row(app.label, leading=row(app_icon(app, 40), width=56)),
        row(clear, padding=Insets(16, 8, 16, 8)),
        header("Space used"),
        list_row("User data", f"{data_size(settings, package) / 1000:.1f} kB"),
    ]


def app_icon(app: App, size: float) -> View:
    """Return an app's icon of `size` dp."""
    if app.icon is None:
        return image("apps", size=size, resource_id="android:id/icon")
    return image(
        app.icon.glyph,
        size=size,
        resource_id="android:id/icon",
        background=app.icon.background,
        color=app.icon.foreground,
        radius=size / 2,
        icon_size=size * 0.55,
    )


def data_size(settings: Settings, package: str) -> int:
    """Return the bytes of an app's private folders."""
    folders = [settings.phone.files.path(f"{root}/{package}") for root in ("/data/data", "/data/user_de/0")]
    return sum(
        file.stat().st_size for folder in folders if folder.exists() for file in folder.rglob("*") if file.is_file()
    )


def _search(settings: Settings) -> list[View]:
    return [
        row(
            image("search", resource_id="search_icon"),
            text("Search settings", 16, color="on_surface_variant", resource_id="search_action_bar_title"),
            resource_id="search_action_bar",
            height=56,
            gap=16,
            radius=28,
            margin=Insets(16, 0, 16, 8),
            padding=Insets(20, 0, 20, 0),
            background="surface_container_high",
            on_click=settings.open_search,
        )
    ]


def _apps(settings: Settings) -> list[View]:
    return [
        list_row(
            app.label,
            f"{data_size(settings, app.package) / 1000:.1f} kB",
            leading=row(app_icon(app, 40), width=56),
            on_click=partial(settings.push, "app_info", app.package),
        )
        for app in settings.phone.apps_by_name(settings.package)
    ]


def _battery(settings: Settings) -> list[View]:
    phone = settings.phone
    state = "Charging" if phone.battery.status == 2 else "Not charging"
    return [
        column(
            text(f"{phone.battery.level}%", 44, resource_id="usage_summary"),
            text(state, 14, color="on_surface_variant", resource_id="total_summary"),
            padding=Insets(24, 8, 24, 16),
        )
    ]


def _storage(settings: Settings) -> list[View]:
    phone = settings.phone
    used = live.used_gb(phone)
    rows = [
        column(
            text(f"{used:.1f} GB used", 28, resource_id="usage_summary"),
            text(f"Total {live.TOTAL_GB} GB", 14, color="on_surface_variant", resource_id="total_summary"),
            padding=Insets(24, 8, 24, 16),
        ),
        list_row("System", f"{live.SYSTEM_GB} GB", icon="info"),
    ]
    rows.extend(
        list_row(Own(folder), f"{size / 1000:.1f} kB", icon="folder")
        for folder, size in live.file_sizes(phone).items()
        if folder != "Android"
    )
    return rows


def _keyboards(settings: Settings) -> list[View]:
    phone = settings.phone
    return [
        list_row(live.keyboard_name(name), "In use" if name == phone.ime.current else "", icon="keyboard")
        for name in phone.ime.enabled
    ]


_PARTS: dict[str, Callable[[Settings], list[View]]] = {
    "apps": _apps,
    "battery": _battery,
    "keyboards": _keyboards,
    "networks": settings_wifi.networks,
    "search": _search,
    "storage": _storage,
}
