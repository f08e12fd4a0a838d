"""Which reminders of events are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from device.simulator.apps.calendar_pro.event_store import REMINDERS, Occurrence, moment, occurrences
from device.simulator.apps.shared.table import Record

LATEST = 600
"""For how many seconds a reminder that was missed, as while the phone's time was changed, is still given."""

_LATEST_SECOND, _MOST_MINUTES = 2**33, 10**6


def due(events: Iterable[Record], now: float) -> list[tuple[Occurrence, int]]:
    """Return what has to be reminded of now: when it takes place, and how many minutes before that.

    Args:
        events: Rows of ``events``; those that another program filled with what is no time are left out.
        now: Seconds since the epoch.
    """
    found = []
    for event in filter(_is_sound, events):
        for minutes in {event[name] for name in REMINDERS if event[name] >= 0}:
            start = moment(int(now)) + timedelta(minutes=minutes)
            days = occurrences([event], (start - timedelta(days=1)).date(), start.date())
            found += [(each, minutes) for each in days if 0 <= _late(each.start, start) < LATEST]
    return found


def _is_sound(event: Record) -> bool:
    values = [event[name] for name in ("start_ts", "end_ts", *REMINDERS)]
    rule = [event[name] for name in ("repeat_interval", "repeat_rule", "repeat_limit")]
    is_sound = all(isinstance(value, int) and -2 < value < _LATEST_SECOND for value in (*values, *rule))
    return is_sound and max(values[2:]) < _MOST_MINUTES


def _late(start: datetime, wanted: datetime) -> float:
    return (wanted - start).total_seconds()
