"""The platform's date picker: a month's days, arrows to other months, and OK."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from device.simulator.app import App, Page
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, dialog, icon_button, row, spacer, text

_CELL = 42.0


def open_date_picker(app: App, name: str, chosen: date) -> None:
    """Open the picker as a dialog called `name`."""
    app.open_dialog(name, day=chosen.isoformat(), month=chosen.replace(day=1).isoformat())


def date_picker(app: App, page: Page, on_pick: Callable[[date], object], *, first_weekday: int = 6) -> View:
    """Return the dialog that `open_date_picker` opened.

    Args:
        app: The app.
        page: The dialog.
        on_pick: Called with the day when OK was touched; the dialog is closed by then.
        first_weekday: What a week begins with: 0 for Monday, 6 for Sunday.
    """
    chosen, month = date.fromisoformat(page.data["day"]), date.fromisoformat(page.data["month"])

    def turn(first: date) -> None:
        page.data["month"] = first.isoformat()

    def accept() -> None:
        app.close_dialog()
        on_pick(chosen)

    head = column(
        text(str(chosen.year), 16, resource_id="android:id/date_picker_header_year", color="on_primary_container"),
        text(
            f"{chosen:%a, %b} {chosen.day}",
            30,
            resource_id="android:id/date_picker_header_date",
            color="on_primary_container",
        ),
        background="primary_container",
        padding=Insets(24, 16, 24, 16),
    )
    arrows = row(
        icon_button(
            "back",
            "Previous month",
            lambda: turn((month - timedelta(days=1)).replace(day=1)),
            resource_id="android:id/prev",
        ),
        text(f"{month:%B %Y}", 16, bold=True, width="fill", weight=1, text_align="center"),
        icon_button(
            "forward",
            "Next month",
            lambda: turn((month + timedelta(days=31)).replace(day=1)),
            resource_id="android:id/next",
        ),
        padding=Insets(8, 4, 8, 4),
    )
    weeks = [
        row(*(_day(page, month, number, chosen) for number in week), in_tree=False, justify="center")
        for week in calendar.Calendar(first_weekday).monthdayscalendar(month.year, month.month)
    ]
    days = column(*weeks, cls="android.view.View", resource_id="android:id/month_view", padding=Insets(8, 0, 8, 0))
    return dialog(
        "",
        head,
        arrows,
        days,
        buttons=[
            button("Cancel", app.close_dialog, resource_id="android:id/button2"),
            button("OK", accept, resource_id="android:id/button1"),
        ],
        width=328,
    )


def _day(page: Page, month: date, number: int, chosen: date) -> View:
    if not number:
        return spacer(_CELL)
    day = month.replace(day=number)
    is_chosen = day == chosen
    return text(
        str(number),
        15,
        cls="android.view.View",
        desc=f"{day:%d %B %Y}",
        width=_CELL,
        height=_CELL,
        radius=_CELL / 2,
        text_align="center",
        checkable=True,
        checked=is_chosen,
        background="primary" if is_chosen else None,
        color="on_primary" if is_chosen else "on_surface",
        on_click=lambda: page.data.update(day=day.isoformat()),
    )
