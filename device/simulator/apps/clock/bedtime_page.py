"""The Bedtime tab: when one goes to bed, when one is woken, and on which days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.apps.clock.clock_store import Bedtime, BedtimePart
from device.simulator.apps.clock.clock_text import length_text, repeat_text
from device.simulator.apps.clock.day_chips import day_chips
from device.simulator.apps.shared.hours import time_text
from device.simulator.apps.shared.time_picker import open_time_picker
from device.simulator.view import Insets, View
from device.simulator.widgets import card, row, scroll_list, spacer
from device.simulator.widgets import switch as toggle
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.clock.clock_app import ClockApp

PICKER = "bedtime_picker"
DAY_MINUTES = 24 * 60
_TITLES: dict[BedtimePart, str] = {"bedtime": "Regular bedtime", "wake_up": "Regular wake-up alarm"}


def view(app: ClockApp) -> View:
    """Return a card for the bedtime and one for the wake-up alarm, below the time between them."""
    parts = {part: app.store.bedtime(part) for part in _TITLES}
    minutes = (parts["wake_up"].minutes_of_day - parts["bedtime"].minutes_of_day) % DAY_MINUTES or DAY_MINUTES
    asleep = label(
        f"{length_text(minutes * 60_000)} asleep",
        16,
        color="on_surface_variant",
        width="fill",
        text_align="center",
        padding=Insets(16, 8, 16, 8),
        resource_id="bedtime_duration",
    )
    return scroll_list(
        asleep, *(_card(app, part, parts[part]) for part in _TITLES), spacer(16), key="bedtime", resource_id="bedtime"
    )


def buttons(_app: ClockApp) -> list[View]:
    """Return nothing: the tab has no floating button."""
    return []


def set_time(app: ClockApp, part: BedtimePart, hour: int, minute: int) -> None:
    """Move the bedtime or the wake-up alarm, which also switches it on."""
    known = app.store.bedtime(part)
    app.store.put_bedtime(part, Bedtime(hour=hour, minutes=minute, days=known.days, enabled=True))


def _card(app: ClockApp, part: BedtimePart, known: Bedtime) -> View:
    def put(days: frozenset[int], *, enabled: bool) -> None:
        app.store.put_bedtime(part, Bedtime(hour=known.hour, minutes=known.minutes, days=days, enabled=enabled))

    shown = time_text(known.hour, known.minutes, app.hour_format)
    digits = label(
        shown,
        44,
        resource_id=f"{part}_time",
        color="on_surface" if known.enabled else "on_surface_variant",
        on_click=lambda: open_time_picker(app, PICKER, known.hour, known.minutes, part),
    )
    onoff = toggle(
        known.enabled,
        on_click=lambda: put(known.days, enabled=not known.enabled),
        resource_id=f"{part}_onoff",
        desc=_TITLES[part],
    )
    return card(
        row(label(_TITLES[part], 16, width="fill", weight=1, resource_id=f"{part}_title"), onoff, in_tree=False),
        digits,
        label(repeat_text(known.days) if known.days else "Not scheduled", 14, color="on_surface_variant"),
        day_chips(known.days, lambda day: put(known.days ^ {day}, enabled=known.enabled)),
        resource_id=f"{part}_card",
        gap=4,
    )
