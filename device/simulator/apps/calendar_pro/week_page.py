"""The view of a week: seven columns of hours with what takes place in them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.calendar_pro.event_store import Occurrence
from device.simulator.texts import Meant, Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, divider, row, scroll_list, spacer, stack, text

if TYPE_CHECKING:
    from device.simulator.apps.calendar_pro.calendar_app import CalendarApp

KEY = "week"
"""Key of what scrolls."""
HOUR, FIRST_SHOWN = 48, 7
"""Height of an hour in dp, and the hour at the top when the view opens."""
_SHORTEST = 15
"""Minutes that an event's block stands for at least, so that it can be touched."""
_HOURS_WIDTH, _LINE = 52, 12


def first_day(day: date) -> date:
    """Return the Sunday that a day's week begins with."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def view(app: CalendarApp, steps: View) -> View:
    """Return the week of the app's day, below the line of arrows."""
    first = first_day(app.current_day)
    days = [first + timedelta(days=each) for each in range(7)]
    found: dict[date, list[Occurrence]] = {}
    for each in app.between(days[0], days[-1]):
        found.setdefault(each.start.date(), []).append(each)
    head = row(spacer(_HOURS_WIDTH), *(_head(app, day) for day in days), in_tree=False)
    hours = column(*(_hour(app, hour) for hour in range(24)), width=_HOURS_WIDTH, in_tree=False)
    lines = column(*(column(divider(), height=HOUR, in_tree=False) for _ in range(24)), in_tree=False)
    columns = row(*(_day(app, found.get(day, [])) for day in days), align="start", in_tree=False)
    grid = row(hours, stack(lines, columns, weight=1, height=24 * HOUR, in_tree=False), align="start", in_tree=False)
    return column(
        steps, head, scroll_list(grid, spacer(88), key=KEY, resource_id="week_events_scrollview"), height="fill",
        in_tree=False,
    )  # fmt: skip


def _head(app: CalendarApp, day: date) -> View:
    is_today = day == app.today
    number = text(
        str(day.day),
        13,
        width=36,
        height=36,
        radius=18,
        text_align="center",
        background="primary" if is_today else None,
        color="on_primary" if is_today else "on_surface",
        resource_id="week_day_number",
    )
    letter = text(
        Meant(f"{day:%A}"[0], f"letter of {day:%A}"), 12, width="fill", text_align="center", color="on_surface_variant"
    )
    return column(
        letter,
        number,
        weight=1,
        align="center",
        padding=Insets(0, 4, 0, 4),
        on_click=partial(app.open_day, day),
        resource_id="week_day",
    )


def _hour(app: CalendarApp, hour: int) -> View:
    words = app.time_text(hour, 0)
    mark = text(words, 10, width="fill", text_align="center", color="on_surface_variant", resource_id="week_hour")
    return column(mark, height=HOUR, in_tree=False)


def _day(app: CalendarApp, found: list[Occurrence]) -> View:
    return stack(*(_block(app, each) for each in found), weight=1, height=24 * HOUR, in_tree=False)


def _block(app: CalendarApp, each: Occurrence) -> View:
    begin = each.start.hour * 60 + each.start.minute
    minutes = max(_SHORTEST, min((each.end - each.start).total_seconds() / 60, 24 * 60 - begin))
    height, number = minutes * HOUR / 60, each.event["id"]
    line = _LINE * app.phone.metrics().font_scale
    block = text(
        Own(each.event["title"]),
        10,
        width="fill",
        height=height,
        radius=4,
        background="primary_container",
        color="on_primary_container",
        padding=Insets(2, 0, 2, 0),
        max_lines=max(1, int(height / line)),
        on_click=partial(app.open_event, number),
        resource_id="week_event",
    )
    return column(
        View(kind="leaf", height=begin * HOUR / 60, in_tree=False), block, padding=Insets(1, 0, 1, 0), in_tree=False
    )
