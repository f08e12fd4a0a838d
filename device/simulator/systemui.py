"""The system's own windows: status bar, navigation bar, toast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator import wifi
from device.simulator.keys import APP_SWITCH, BACK, HOME
from device.simulator.time_text import time_text
from device.simulator.view import Color, Insets, View
from device.simulator.widgets import icon_button, image, row, spacer, text

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

PACKAGE = "com.android.systemui"
STATUS_DP = 32
NAVIGATION_DP = 48


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
    if wifi.connected(phone):
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
