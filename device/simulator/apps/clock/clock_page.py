"""The Clock tab: the time here and in the chosen cities."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from device.simulator.apps.clock.cities import City
from device.simulator.apps.shared.hours import time_text
from device.simulator.view import Insets, View
from device.simulator.widgets import column, fab, icon_button, row, scroll_list, spacer
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.clock.clock_app import ClockApp


def view(app: ClockApp) -> View:
    """Return the local time over the list of cities."""
    now = app.now
    here = column(
        label(time_text(now.hour, now.minute, app.hour_format), 64, resource_id="digital_clock"),
        label(f"{now:%a}, {now:%b} {now.day}", 16, resource_id="date", color="on_surface_variant"),
        align="center",
        padding=Insets(16, 24, 16, 24),
        resource_id="main_clock",
    )
    return scroll_list(
        here, *(_city_row(app, city) for city in app.store.cities()), spacer(88), key="cities", resource_id="cities"
    )


def buttons(app: ClockApp) -> list[View]:
    """Return the button that opens the search for a city."""
    return [fab("public", "Cities", lambda: _open_search(app))]


def _open_search(app: ClockApp) -> None:
    app.push("cities", query="")
    app.phone.editor.focus("city_search")


def actions(app: ClockApp) -> list[View]:
    """Return what the toolbar offers for the city that a long press chose."""
    if not app.marked_city:
        return []
    return [icon_button("delete", "Delete", lambda: _delete(app), resource_id="delete")]


def ahead_text(here: datetime, there: datetime) -> str:
    """Return how the time in a city differs, as ``Tomorrow, 9 hours ahead``."""
    days = (there.date() - here.date()).days
    day = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}[days]
    shift = (there.utcoffset() or timedelta()) - (here.utcoffset() or timedelta())
    minutes = int(abs(shift).total_seconds()) // 60
    if not minutes:
        return f"{day}, same time"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    parts += [f"{rest} minutes"] if rest else []
    return f"{day}, {' '.join(parts)} {'ahead' if shift > timedelta() else 'behind'}"


def _city_row(app: ClockApp, city: City) -> View:
    there = city.time(app.now)
    marked = city.id == app.marked_city
    return row(
        column(
            label(city.title, 20, resource_id="city_name"),
            label(ahead_text(app.now, there), 14, resource_id="hours_ahead", color="on_surface_variant"),
            width="fill",
            weight=1,
            in_tree=False,
        ),
        label(time_text(there.hour, there.minute, app.hour_format), 36, resource_id="digital_clock"),
        padding=Insets(24, 12, 24, 12),
        selected=marked,
        background="secondary_container" if marked else None,
        resource_id="world_clock_item",
        on_long_click=lambda: _mark(app, city),
    )


def _mark(app: ClockApp, city: City) -> None:
    app.marked_city = city.id


def _delete(app: ClockApp) -> None:
    app.store.set_cities([city for city in app.store.cities() if city.id != app.marked_city])
    app.marked_city = ""
