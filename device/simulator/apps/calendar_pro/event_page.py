"""The editor of an event: words, start and end, and how it repeats."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from device.simulator.app import Page
from device.simulator.apps.calendar_pro.event_store import EMPTY, REMINDERS, REPEATS, day_title, moment, repeat_rule
from device.simulator.apps.shared.date_picker import open_date_picker
from device.simulator.apps.shared.form import field, picker_row
from device.simulator.apps.shared.table import Record
from device.simulator.apps.shared.time_picker import open_time_picker
from device.simulator.view import Insets, View
from device.simulator.widgets import icon_button, image, row, scaffold, scroll_list, spacer, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.calendar_pro.calendar_app import CalendarApp

Side = Literal["start", "end"]
_CHOICES = {
    "No reminder": -1,
    "At start": 0,
    "10 minutes before": 10,
    "30 minutes before": 30,
    "1 hour before": 60,
    "1 day before": 1440,
}
"""Words to minutes before the start."""
_WORDS = {"title": "Title", "location": "Location", "description": "Description"}


def new_form(day: date, hour: int) -> dict[str, Any]:
    """Return the editor's data for a new event that begins and ends at a full hour of a day."""
    start = int(datetime.combine(day, time(hour), UTC).timestamp())
    return form({**EMPTY, "start_ts": start, "end_ts": start})


def form(event: Record) -> dict[str, Any]:
    """Return the editor's data for an event; ``before`` tells whether something was changed."""
    names = (*_WORDS, "start_ts", "end_ts", "repeat_interval", *REMINDERS)
    values = {name: event[name] for name in names}
    return {**values, "before": dict(values)}


def side_of(dialog: str) -> Side:
    """Return what a picker is for: the start or the end."""
    return "start" if dialog.startswith("start") else "end"


def view(app: CalendarApp) -> View:
    """Return the editor of the event that the page was opened with, 0 for a new one."""
    data = _data(app)
    number = app.page.args[0] if app.page.args else 0
    actions = [icon_button("check", "Save", lambda: save(app), resource_id="save")]
    if number:
        actions.insert(
            0, icon_button("delete", "Delete", lambda: app.open_dialog("delete", number), resource_id="delete")
        )
    repeat = next((name for name, value in REPEATS.items() if value == data["repeat_interval"]), "Custom")
    words = [
        field(data, name, hint, lines=2 if name == "description" else 1, resource_id=f"event_{name}")
        for name, hint in _WORDS.items()
    ]
    return scaffold(
        bar=toolbar("Edit Event" if number else "New Event", on_up=lambda: leave(app), actions=actions),
        body=scroll_list(
            *words,
            _moment_row(app, "start", data["start_ts"]),
            _moment_row(app, "end", data["end_ts"]),
            *_reminder_rows(app),
            picker_row(
                "Repetition",
                repeat,
                lambda: app.open_dialog("repeat"),
                icon="rotate",
                resource_id="event_repetition",
            ),
            spacer(24),
            key="event",
            resource_id="event_scrollview",
        ),
    )


def repeat_choices(app: CalendarApp) -> View:
    """Return the choice of how an event repeats."""
    data = _data(app)
    chosen = next((name for name, value in REPEATS.items() if value == data["repeat_interval"]), "")
    return app.choices("Repetition", list(REPEATS), chosen, lambda name: data.update(repeat_interval=REPEATS[name]))


def reminder_choices(app: CalendarApp, name: str) -> View:
    """Return the choice of when a reminder comes; `name` is the column that keeps it."""
    data = _data(app)
    return app.choices(
        "Reminder", list(_CHOICES), _reminder_words(data[name]), lambda words: data.update({name: _CHOICES[words]})
    )


def set_day(page: Page, side: Side, day: date) -> None:
    """Move the start, and the end with it, or the end alone, to another day."""
    _move(page, side, datetime.combine(day, moment(page.data[f"{side}_ts"]).time(), UTC))


def set_time(page: Page, side: Side, hour: int, minute: int) -> None:
    """Move the start, and the end with it, or the end alone, to another time of day."""
    _move(page, side, moment(page.data[f"{side}_ts"]).replace(hour=hour, minute=minute))


def leave(app: CalendarApp) -> None:
    """Leave the editor; ask first where something was changed."""
    data = _data(app)
    if all(data[name] == value for name, value in data["before"].items()):
        app.pop()
    else:
        app.open_dialog("discard")


def save(app: CalendarApp) -> None:
    """Write the event."""
    data, number = _data(app), app.page.args[0] if app.page.args else 0
    if not data["title"].strip():
        app.phone.show_toast("Title cannot be empty")
        return
    if data["end_ts"] < data["start_ts"]:
        app.phone.show_toast("The event cannot end earlier than it starts")
        return
    now = int(app.phone.clock.now() * 1000)
    interval = data["repeat_interval"]
    values: dict[str, Any] = {
        **{name: data[name].strip() for name in _WORDS},
        "start_ts": data["start_ts"],
        "end_ts": data["end_ts"],
        "repeat_interval": interval,
        **{name: data[name] for name in REMINDERS},
        "last_updated": now,
    }
    if not number or interval != data["before"]["repeat_interval"]:
        values["repeat_rule"] = repeat_rule(interval, moment(data["start_ts"]).date())
    if not number:
        values = {**EMPTY, **values, "import_id": f"{now:x}{len(app.events.all()):04x}"}
    app.events.save(values, number)
    app.pop()


def _data(app: CalendarApp) -> dict[str, Any]:
    """Return the editor's data; those of a new event where another program started the editor."""
    if "before" not in app.page.data:
        app.page.data.update(new_form(app.today, 0))
    return app.page.data


def _reminder_words(minutes: int) -> str:
    known = next((words for words, value in _CHOICES.items() if value == minutes), "")
    return known or f"{minutes} minutes before"


def _reminder_rows(app: CalendarApp) -> list[View]:
    """Return a row for each reminder, and one for another as long as there may be more."""
    data = _data(app)
    set_ones = [name for name in REMINDERS if data[name] >= 0]
    rows = []
    for place, name in enumerate([*set_ones, *[each for each in REMINDERS if each not in set_ones][:1]]):
        words = _reminder_words(data[name])
        if place and name not in set_ones:
            words = "Add another reminder"
        icon = "" if place else "notifications"
        opens = partial(app.open_dialog, "reminder", name)
        rows.append(picker_row("" if place else "Reminder", words, opens, icon=icon, resource_id=f"event_{name[:10]}"))
    return rows


def _move(page: Page, side: Side, to: datetime) -> None:
    data, seconds = page.data, int(to.timestamp())
    if side == "start":
        data["end_ts"] += seconds - data["start_ts"]
    data[f"{side}_ts"] = seconds


def _moment_row(app: CalendarApp, side: Side, seconds: int) -> View:
    at = moment(seconds)

    def pick_day() -> None:
        open_date_picker(app, f"{side}_day", at.date())

    def pick_time() -> None:
        open_time_picker(app, f"{side}_time", at.hour, at.minute)

    look: dict[str, Any] = {"height": 48, "padding": Insets(4, 0, 4, 0), "max_lines": 1}
    day, clock = f"event_{side}_date", f"event_{side}_time"
    return row(
        image("clock", in_tree=False) if side == "start" else spacer(24),
        text(day_title(at.date()), 17, width="fill", weight=1, on_click=pick_day, resource_id=day, **look),
        text(app.time_text(at.hour, at.minute), 17, on_click=pick_time, resource_id=clock, **look),
        gap=16,
        padding=Insets(16, 2, 24, 2),
        in_tree=False,
    )
