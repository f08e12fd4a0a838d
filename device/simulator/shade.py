"""The notification shade: quick tiles, brightness, notifications and answers typed into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator import panels
from device.simulator.state import Notification
from device.simulator.systemui import NAVIGATION_DP
from device.simulator.texts import Own
from device.simulator.time_text import time_text
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    Click,
    button,
    card,
    column,
    edit_text,
    icon_button,
    image,
    row,
    scroll_list,
    slider,
    spacer,
    text,
)

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

KEY = "shade"
"""Key of the list of all that the shade shows."""
REPLY_FIELD = "remote_input_text"
"""Key of the field that an answer is typed into; one notification has it at a time."""
_SETTINGS = "com.android.settings"

_TILES = (
    ("Internet", "wifi", "global", "wifi_on", ".Settings$WifiSettingsActivity"),
    ("Bluetooth", "bluetooth", "global", "bluetooth_on", ".Settings$BluetoothSettingsActivity"),
    ("Do Not Disturb", "do_not_disturb", "global", "zen_mode", ".Settings$SoundSettingsActivity"),
    ("Airplane mode", "airplane", "global", "airplane_mode_on", ".Settings$NetworkDashboardActivity"),
    ("Auto-rotate", "rotate", "system", "accelerometer_rotation", ".Settings$DisplaySettingsActivity"),
    ("Battery Saver", "battery", "global", "low_power", ".Settings$PowerUsageSummaryActivity"),
)
"""Label, icon and setting of each tile, and the activity of Settings that holding it opens."""


def view(phone: SimulatedPhone) -> View:
    """Return the shade: quick tiles, a brightness slider when fully pulled, and notifications.

    Its root's lower padding keeps the navigation bar free.
    """
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
    if quick:
        parts.append(_footer(phone))
    entries = [_notification(phone, entry) for entry in phone.state.notifications]
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
    body = scroll_list(*parts, key=KEY, resource_id="notification_stack_scroller", gap=8, height="fill")
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


def _tile(phone: SimulatedPhone, label: str, icon: str, namespace: str, key: str, activity: str) -> View:
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
        on_long_click=lambda: phone.launch(_SETTINGS, activity),
    )


def _footer(phone: SimulatedPhone) -> View:
    def button_of(icon: str, desc: str, on_click: Click, resource_id: str) -> View:
        return icon_button(
            icon, desc, on_click, resource_id=resource_id, radius=24, background="surface_container_highest"
        )

    return row(
        spacer(weight=1),
        button_of("settings", "Settings", lambda: phone.launch(_SETTINGS), "settings_button_container"),
        button_of("power", "Power menu", lambda: panels.show_power_menu(phone), "pm_lite"),
        gap=8,
        padding=Insets(0, 4, 0, 8),
        resource_id="qs_footer_actions",
    )


def _notification(phone: SimulatedPhone, entry: Notification) -> View:
    app = phone.packages.get(entry.package)

    def open_it() -> None:
        phone.state.notifications.remove(entry)
        phone.launch(entry.package)

    def swiped(_direction: str) -> None:
        phone.state.notifications.remove(entry)

    return card(
        text(
            app.label if app is not None else entry.package,
            12,
            color="on_surface_variant",
            resource_id="android:id/app_name_text",
        ),
        text(Own(entry.title) if entry.reply_to else entry.title, 16, bold=True, resource_id="android:id/title"),
        text(entry.text, 14, resource_id="android:id/text", max_lines=2),
        *_reply(phone, entry),
        cls="android.widget.FrameLayout",
        resource_id="expandableNotificationRow",
        margin=Insets(0, 0, 0, 0),
        on_click=open_it,
        on_swipe=swiped,
        swipe_axis="horizontal",
    )


def _reply(phone: SimulatedPhone, entry: Notification) -> list[View]:
    """Return the button that begins an answer, or the field for it with what sends it."""
    app = phone.packages.get(entry.package)
    if not entry.reply_to or app is None:
        return []

    def begin() -> None:
        for each in phone.state.notifications:
            each.draft = None
        entry.draft = ""
        phone.editor.focus(REPLY_FIELD)

    def send() -> None:
        answer = (entry.draft or "").strip()
        if answer:
            phone.editor.blur()
            phone.state.notifications.remove(entry)
            app.reply(entry.reply_to, answer)

    def write(content: str) -> None:
        entry.draft = content

    if entry.draft is None:
        begins = button("Reply", begin, resource_id="android:id/action0")
        return [row(begins, resource_id="android:id/actions", margin=Insets(-12, 0, 0, 0))]
    field = edit_text(
        REPLY_FIELD,
        entry.draft,
        write,
        hint="Reply",
        resource_id="remote_input_text",
        on_submit=send,
        width="fill",
        weight=1,
        radius=24,
    )
    sends = icon_button("forward", "Send", send, resource_id="remote_input_send", color="primary")
    return [row(field, sends, resource_id="remote_input", gap=4, padding=Insets(0, 8, 0, 0))]


def _clear(phone: SimulatedPhone) -> None:
    phone.state.notifications.clear()
    phone.close_shade()
