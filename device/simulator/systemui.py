"""The system's own windows: status bar, navigation bar, notification shade, toast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.keys import APP_SWITCH, BACK, HOME
from device.simulator.time_text import time_text
from device.simulator.view import Color, Insets, View
from device.simulator.widgets import button, card, column, icon_button, image, row, scroll_list, slider, spacer, text

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

PACKAGE = "com.android.systemui"
STATUS_DP = 32
NAVIGATION_DP = 48

_TILES = (
    ("Internet", "wifi", "global", "wifi_on"),
    ("Bluetooth", "bluetooth", "global", "bluetooth_on"),
    ("Do Not Disturb", "do_not_disturb", "global", "zen_mode"),
    ("Airplane mode", "airplane", "global", "airplane_mode_on"),
    ("Auto-rotate", "rotate", "system", "accelerometer_rotation"),
    ("Battery Saver", "battery", "global", "low_power"),
)


def status_bar(phone: SimulatedPhone, color: Color) -> View:
    """Return the bar with the time at its start and the state of radio and battery at its end."""
    settings = phone.settings
    marks: list[View] = []

    def mark(icon: str, desc: str, resource_id: str) -> None:
        marks.append(image(icon, size=16, desc=desc, resource_id=resource_id, color=color))

    if settings.is_on("global", "zen_mode"):
        mark("do_not_disturb", "Do Not Disturb", "dnd")
    if settings.is_on("global", "airplane_mode_on"):
        mark("airplane", "Airplane mode", "airplane")
    if settings.is_on("global", "wifi_on"):
        mark("wifi", "Wi-Fi signal full.", "wifi_signal")
    level = phone.battery.level
    charging = ", charging" if phone.battery.status == 2 else ""
    if settings.is_on("system", "show_battery_percent"):
        marks.append(text(f"{level}%", 13, color=color, resource_id="battery_percentage_view"))
    mark("battery", f"Battery {level} percent{charging}.", "battery")
    now = time_text(phone)
    clock = text(now, 14, color=color, bold=True, desc=now, resource_id="clock")
    return row(
        clock,
        spacer(weight=1),
        *marks,
        cls="android.widget.FrameLayout",
        resource_id="status_bar",
        height="fill",
        gap=6,
        padding=Insets(24, 0, 24, 0),
    )


def navigation_bar(phone: SimulatedPhone, color: Color, background: Color | None) -> View:
    """Return the bar with the three buttons Back, Home and Overview."""

    def key(icon: str, desc: str, keycode: int, resource_id: str) -> View:
        return icon_button(
            icon,
            desc,
            lambda: phone.press_key(keycode),
            cls="android.widget.ImageView",
            resource_id=resource_id,
            width=80,
            height="fill",
            icon_size=20,
            color=color,
        )

    return row(
        key("nav_back", "Back", BACK, "back"),
        spacer(weight=1),
        key("nav_home", "Home", HOME, "home"),
        spacer(weight=1),
        key("nav_overview", "Overview", APP_SWITCH, "recent_apps"),
        cls="android.widget.FrameLayout",
        resource_id="navigation_bar_frame",
        height="fill",
        background=background,
        padding=Insets(40, 0, 40, 0),
    )


def toast(message: str) -> View:
    """Return a toast's root."""
    return row(
        text(message, 14, color="on_surface", resource_id="text", max_lines=2),
        cls="android.widget.FrameLayout",
        width="wrap",
        background="surface_container_high",
        radius=24,
        padding=Insets(20, 12, 20, 12),
    )


def shade(phone: SimulatedPhone) -> View:
    """Return the notification shade: quick tiles, a brightness slider when fully pulled, and notifications."""
    quick = phone.state.shade == "quick_settings"
    tiles = [_tile(phone, *tile) for tile in (_TILES if quick else _TILES[:4])]
    pairs = [row(*tiles[start : start + 2], gap=8) for start in range(0, len(tiles), 2)]
    now = phone.clock.local()
    day = text(f"{now:%a, %b} {now.day}", 14, resource_id="date")
    clock = text(time_text(phone), 14, bold=True, resource_id="clock")
    parts: list[View] = [row(clock, spacer(weight=1), day, padding=Insets(8, 0, 8, 8))]
    if quick:
        value = phone.settings.number("system", "screen_brightness", 102)
        bar = slider(
            value,
            1,
            255,
            lambda level: phone.settings.put("system", "screen_brightness", round(level)),
            desc="Display brightness",
            resource_id="slider",
        )
        parts.append(bar)
    parts.extend(pairs)
    entries = [_notification(phone, index) for index in range(len(phone.state.notifications))]
    if entries:
        parts.extend(entries)
        clear = button("Clear all", lambda: _clear(phone), style="tonal", resource_id="dismiss_text")
        parts.append(row(spacer(weight=1), clear))
    else:
        parts.append(
            text(
                "No notifications",
                16,
                width="fill",
                text_align="center",
                padding=Insets(0, 24, 0, 24),
                resource_id="no_notifications",
            )
        )
    body = scroll_list(*parts, key="shade", resource_id="notification_stack_scroller", gap=8, height="fill")
    return column(
        body,
        cls="android.widget.FrameLayout",
        resource_id="notification_panel",
        height="fill",
        background="surface",
        padding=Insets(16, 12, 16, NAVIGATION_DP),
        on_swipe=lambda direction: _swiped(phone, direction),
    )


def _swiped(phone: SimulatedPhone, direction: str) -> None:
    if direction == "up":
        phone.close_shade()
    elif direction == "down":
        phone.open_shade("quick_settings")


def _tile(phone: SimulatedPhone, label: str, icon: str, namespace: str, key: str) -> View:
    on = phone.settings.is_on(namespace, key)
    color = "on_primary" if on else "on_surface"
    return row(
        image(icon, color=color),
        column(
            text(label, 15, color=color, max_lines=1, resource_id="tile_label"),
            text("On" if on else "Off", 13, color=color, resource_id="app_label"),
            weight=1,
        ),
        cls="android.widget.Switch",
        weight=1,
        height=72,
        gap=12,
        radius=28,
        padding=Insets(16, 0, 12, 0),
        background="primary" if on else "surface_container_highest",
        desc=label,
        checkable=True,
        checked=on,
        on_click=lambda: phone.settings.put(namespace, key, "0" if on else "1"),
    )


def _notification(phone: SimulatedPhone, index: int) -> View:
    entry = phone.state.notifications[index]
    app = phone.packages.get(entry.package)

    def open_it() -> None:
        del phone.state.notifications[index]
        phone.launch(entry.package)

    def swiped(direction: str) -> None:
        if direction in ("left", "right"):
            del phone.state.notifications[index]

    return card(
        text(
            app.label if app is not None else entry.package,
            12,
            color="on_surface_variant",
            resource_id="android:id/app_name_text",
        ),
        text(entry.title, 16, bold=True, resource_id="android:id/title"),
        text(entry.text, 14, resource_id="android:id/text", max_lines=2),
        cls="android.widget.FrameLayout",
        resource_id="expandableNotificationRow",
        margin=Insets(0, 0, 0, 0),
        on_click=open_it,
        on_swipe=swiped,
    )


def _clear(phone: SimulatedPhone) -> None:
    phone.state.notifications.clear()
    phone.close_shade()
