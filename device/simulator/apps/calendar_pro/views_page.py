"""The views of the calendar: a month, a day, the list of what comes, and what a search finds."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from device.simulator.apps.calendar_pro import week_page
from device.simulator.apps.calendar_pro.event_store import Occurrence, day_title
from device.simulator.apps.shared.date_picker import open_date_picker
from device.simulator.apps.shared.list_app import empty_page
from device.simulator.texts import Meant, Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    column,
    fab,
    header,
    icon_button,
    row,
    scaffold,
    scroll_list,
    spacer,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.calendar_pro.calendar_app import CalendarApp

_COLUMN, _LISTED_DAYS, _TITLES_PER_DAY = 56, 365, 3


def view(app: CalendarApp) -> View:
    """Return the view that is shown."""
    if app.query is not None:
        bar, body = app.search_bar(), _list(app, app.found() if app.query.strip() else [], "No items found.")
    elif app.shown == "Monthly view":
        bar, body = _bar(app, f"{app.current_day:%B %Y}"), _month(app)
    elif app.shown == "Weekly view":
        week = timedelta(days=7)
        steps = _steps(app, app.current_day - week, app.current_day + week, "week")
        bar, body = _bar(app, f"{week_page.first_day(app.current_day):%B %Y}"), week_page.view(app, steps)
    elif app.shown == "Daily view":
        bar, body = _bar(app, day_title(app.current_day)), _day(app)
    else:
        coming = app.between(app.today, app.today + timedelta(days=_LISTED_DAYS))
        bar, body = _bar(app, "Simple Calendar"), _list(app, coming, "No upcoming events.")
    if app.selected:
        bar = app.selection_bar(
            icon_button("delete", "Delete", lambda: app.open_dialog("delete", *app.selected), resource_id="cab_delete")
        )
        return scaffold(bar=bar, body=body)
    create = fab("add", "New Event", app.new_event, resource_id="calendar_fab")
    return scaffold(bar=bar, body=body, over=[create])


def _bar(app: CalendarApp, title: str) -> View:
    actions = [
        icon_button("search", "Search", app.begin_search, resource_id="search"),
        icon_button("menu", "Change view", lambda: app.open_dialog("views"), resource_id="change_view"),
    ]
    return toolbar(title, actions=actions)


def _steps(app: CalendarApp, before: date, after: date, kind: str) -> View:
    """Return the line with arrows to what is before and after, and today between them."""
    return row(
        icon_button("back", f"Previous {kind}", lambda: app.go_to(before), resource_id="top_left_arrow"),
        spacer(weight=1),
        text(
            "Go to date",
            14,
            color="primary",
            bold=True,
            height=48,
            padding=Insets(16, 0, 16, 0),
            on_click=lambda: open_date_picker(app, "day", app.current_day),
            resource_id="top_value",
        ),
        spacer(weight=1),
        icon_button("forward", f"Next {kind}", lambda: app.go_to(after), resource_id="top_right_arrow"),
        padding=Insets(8, 0, 8, 0),
        in_tree=False,
    )


def _month(app: CalendarApp) -> View:
    first = app.current_day.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    titles: dict[date, list[str]] = {}
    for each in app.between(first, last):
        titles.setdefault(each.start.date(), []).append(str(each.event["title"]))
    names = row(
        *(text(letter, 12, width=_COLUMN, text_align="center", color="on_surface_variant") for letter in _LETTERS),
        justify="center",
        in_tree=False,
    )
    weeks = [
        row(*(_cell(app, first, number, titles) for number in week), justify="center", align="start", in_tree=False)
        for week in calendar.Calendar(6).monthdayscalendar(first.year, first.month)
    ]
    steps = _steps(app, (first - timedelta(days=1)).replace(day=1), last + timedelta(days=1), "month")
    return column(steps, names, *weeks, resource_id="month_view", height="fill")


_LETTERS = [
    Meant(name[0], f"letter of {name}")
    for name in ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
]


def _cell(app: CalendarApp, first: date, number: int, titles: dict[date, list[str]]) -> View:
    if not number:
        return spacer(_COLUMN)
    day = first.replace(day=number)
    own = titles.get(day, [])
    lines = [
        text(
            Own(title),
            10,
            width="fill",
            max_lines=1,
            background="primary_container",
            resource_id="day_monthly_event_id",
        )
        for title in own[:_TITLES_PER_DAY]
    ]
    if len(own) > _TITLES_PER_DAY:
        lines.append(text(f"+{len(own) - _TITLES_PER_DAY}", 10, width="fill", color="on_surface_variant"))
    is_today = day == app.today
    head = text(
        str(number),
        13,
        width=24,
        height=24,
        radius=12,
        text_align="center",
        background="primary" if is_today else None,
        color="on_primary" if is_today else "on_surface",
        resource_id="day_monthly_number_id",
    )
    return column(
        head,
        *lines,
        width=_COLUMN,
        height=92,
        gap=1,
        padding=Insets(1, 2, 1, 0),
        on_click=lambda: app.open_day(day),
        resource_id="day_monthly",
    )


def _day(app: CalendarApp) -> View:
    day = app.current_day
    rows = [_row(app, each) for each in app.between(day, day)]
    steps = _steps(app, day - timedelta(days=1), day + timedelta(days=1), "day")
    body = scroll_list(*rows, spacer(88), key="day", resource_id="day_events") if rows else empty_page("No events")
    return column(steps, body, height="fill", in_tree=False)


def _list(app: CalendarApp, found: Sequence[Occurrence], empty: str) -> View:
    if not found:
        return empty_page(empty if app.query is None or app.query.strip() else "")
    return scroll_list(*_grouped(app, found), spacer(88), key="list", resource_id="calendar_events_list")


def _grouped(app: CalendarApp, found: Sequence[Occurrence]) -> Iterator[View]:
    day: date | None = None
    for each in found:
        if each.start.date() != day:
            day = each.start.date()
            yield header(day_title(day))
        yield _row(app, each)


def _row(app: CalendarApp, each: Occurrence) -> View:
    event, number = each.event, each.event["id"]
    marked = number in app.selected
    span = app.time_text(each.start.hour, each.start.minute)
    if each.end != each.start:
        span += f" - {app.time_text(each.end.hour, each.end.minute)}"
    words = [
        text(Own(event["title"]), 17, max_lines=1, resource_id="event_item_title"),
        text(span, 14, color="on_surface_variant", resource_id="event_item_time"),
    ]
    if event["description"]:
        words.append(
            text(
                Own(event["description"]),
                13,
                max_lines=1,
                color="on_surface_variant",
                resource_id="event_item_description",
            )
        )
    return row(
        View(kind="leaf", width=4, height=40, radius=2, background="primary", in_tree=False),
        column(*words, width="fill", weight=1, padding=Insets(0, 10, 0, 10), in_tree=False),
        gap=16,
        padding=Insets(24, 0, 24, 0),
        selected=marked,
        background="secondary_container" if marked else None,
        on_click=lambda: app.tap_or_mark(number, lambda: app.open_event(number)),
        on_long_click=lambda: app.mark(number),
        resource_id="event_item_holder",
    )
