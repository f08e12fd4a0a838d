"""The Alarm tab: a card for each alarm, and what an open card can change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.apps.clock import label_dialog
from device.simulator.apps.clock.alarm_store import Alarm
from device.simulator.apps.clock.clock_text import alarm_set_text, days_text
from device.simulator.apps.clock.day_chips import day_chips
from device.simulator.apps.shared.hours import time_text
from device.simulator.apps.shared.time_picker import open_time_picker
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import card, checkbox, column, fab, icon_button, image, row, scroll_list, spacer
from device.simulator.widgets import switch as toggle
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.clock.clock_app import ClockApp


def view(app: ClockApp) -> View:
    """Return the list of alarms, or what stands there when there is none."""
    alarms = app.alarms.all()
    if not alarms:
        return column(
            image("alarm", size=96),
            label("No Alarms", 20, resource_id="alarms_empty_view", color="on_surface_variant"),
            height="fill",
            align="center",
            justify="center",
            gap=16,
        )
    return scroll_list(
        *(_card(app, alarm) for alarm in alarms),
        spacer(88),
        key="alarms",
        resource_id="alarm_recycler_view",
    )


def buttons(app: ClockApp) -> list[View]:
    """Return the button that adds an alarm."""
    return [fab("add", "Add alarm", lambda: _pick_time(app, 0))]


def announce(app: ClockApp, alarm: Alarm) -> None:
    """Tell how long it is until an alarm rings."""
    app.phone.show_toast(alarm_set_text(alarm.next_ring(app.now) - app.now))


def _pick_time(app: ClockApp, alarm_id: int) -> None:
    """Open the time picker for a new alarm (0) or for another time of an old one."""
    alarm = app.alarms.get(alarm_id)
    hour, minute = (alarm.hour, alarm.minutes) if alarm else (app.now.hour, app.now.minute)
    open_time_picker(app, "time_picker", hour, minute, alarm_id)


def set_time(app: ClockApp, alarm_id: int, hour: int, minute: int) -> None:
    """Set an alarm's time, or add one where the id is 0; tell when it rings."""
    if alarm_id:
        app.alarms.set_time(alarm_id, hour, minute, app.now)
    else:
        alarm_id = app.expanded = app.alarms.add(hour, minute, app.now).id
    alarm = app.alarms.get(alarm_id)
    if alarm is not None:
        announce(app, alarm)


def _card(app: ClockApp, alarm: Alarm) -> View:
    is_open = app.expanded == alarm.id
    color = "on_surface" if alarm.enabled else "on_surface_variant"
    shown = time_text(alarm.hour, alarm.minutes, app.hour_format)
    head: list[View] = []
    if alarm.label and not is_open:
        head.append(label(Own(alarm.label), 16, resource_id="label", color=color, max_lines=1))
    digits = label(shown, 44, resource_id="digital_clock", color=color, on_click=lambda: _pick_time(app, alarm.id))
    head.append(digits)
    arrow = icon_button(
        "chevron_up" if is_open else "chevron_down",
        "Collapse alarm" if is_open else "Expand alarm",
        lambda: _expand(app, alarm),
        resource_id="arrow",
    )
    onoff = toggle(alarm.enabled, on_click=lambda: _switch(app, alarm), resource_id="onoff", desc=shown)
    foot = row(
        label(days_text(alarm, app.now), 16, resource_id="days_of_week", width="fill", weight=1, color=color), onoff
    )
    parts = [row(column(*head, width="fill", weight=1, in_tree=False), arrow, align="start", in_tree=False)]
    if is_open:
        parts.insert(0, _label_row(app, alarm))
    parts.append(foot)
    if is_open:
        parts.extend(_details(app, alarm))
    return card(
        *parts,
        resource_id="alarm_card",
        on_click=None if is_open else lambda: _expand(app, alarm),
        background="surface_container_high" if is_open else "surface_container",
        gap=4,
    )


def _label_row(app: ClockApp, alarm: Alarm) -> View:
    shown = Own(alarm.label) if alarm.label else "Add label"
    return row(
        image("label", size=24, in_tree=False),
        label(shown, 16, in_tree=False, width="fill", weight=1, max_lines=1),
        cls="android.widget.TextView",
        resource_id="edit_label",
        text=shown,
        desc="" if alarm.label else "Add label",
        height=48,
        gap=16,
        on_click=lambda: label_dialog.ask(app, "alarm_label", alarm.id, alarm.label),
    )


def _details(app: ClockApp, alarm: Alarm) -> list[View]:
    days = day_chips(alarm.days, lambda day: app.alarms.set_days(alarm.id, alarm.days ^ {day}, app.now))
    vibrate = checkbox(
        alarm.vibrate,
        label="Vibrate",
        on_click=lambda: app.alarms.set_vibrate(alarm.id, int(not alarm.vibrate), app.now),
        resource_id="vibrate_onoff",
        width="fill",
    )
    delete = row(
        image("delete", size=24, in_tree=False),
        label("Delete", 16, in_tree=False),
        cls="android.widget.Button",
        resource_id="delete",
        text="Delete",
        height=48,
        gap=16,
        on_click=lambda: _delete(app, alarm),
    )
    return [days, vibrate, delete]


def _expand(app: ClockApp, alarm: Alarm) -> None:
    app.expanded = 0 if app.expanded == alarm.id else alarm.id


def _switch(app: ClockApp, alarm: Alarm) -> None:
    app.alarms.set_enabled(alarm.id, int(not alarm.enabled), app.now)
    if not alarm.enabled:
        announce(app, alarm)


def _delete(app: ClockApp, alarm: Alarm) -> None:
    app.alarms.delete(alarm.id)
    app.expanded = 0
    app.phone.show_toast("Alarm deleted")
