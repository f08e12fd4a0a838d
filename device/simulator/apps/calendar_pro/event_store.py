"""The events in `events.db`, with the schema of Simple Calendar Pro, and on which days they take place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from device.simulator.apps.shared.table import Record

EVENTS_DB = "/data/data/com.simplemobiletools.calendar.pro/databases/events.db"

DAY, WEEK, MONTH, YEAR = 86_400, 604_800, 2_592_001, 31_536_000
"""What is stored as ``repeat_interval``, in seconds; a month's is a mark and no length."""

REPEATS = {"No repetition": 0, "Daily": DAY, "Weekly": WEEK, "Monthly": MONTH, "Yearly": YEAR}
SAME_DAY = 1
"""``repeat_rule`` of what takes place every month or year on the same day; for weeks it is a bit for each weekday."""

REMINDERS = ("reminder_1_minutes", "reminder_2_minutes", "reminder_3_minutes")
"""The columns that say how many minutes before its start an event is reminded of; below zero for not at all."""

SCHEMA = """
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    start_ts INTEGER NOT NULL, end_ts INTEGER NOT NULL, title TEXT NOT NULL, location TEXT NOT NULL,
    description TEXT NOT NULL, reminder_1_minutes INTEGER NOT NULL, reminder_2_minutes INTEGER NOT NULL,
    reminder_3_minutes INTEGER NOT NULL, reminder_1_type INTEGER NOT NULL, reminder_2_type INTEGER NOT NULL,
    reminder_3_type INTEGER NOT NULL, repeat_interval INTEGER NOT NULL, repeat_rule INTEGER NOT NULL,
    repeat_limit INTEGER NOT NULL, repetition_exceptions TEXT NOT NULL, attendees TEXT NOT NULL,
    import_id TEXT NOT NULL, time_zone TEXT NOT NULL, flags INTEGER NOT NULL, event_type INTEGER NOT NULL,
    parent_id INTEGER NOT NULL, last_updated INTEGER NOT NULL, source TEXT NOT NULL, availability INTEGER NOT NULL,
    color INTEGER NOT NULL, type INTEGER NOT NULL);
CREATE UNIQUE INDEX index_events_id ON events (id);
CREATE TABLE event_types (
    id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, color INTEGER NOT NULL,
    caldav_calendar_id INTEGER NOT NULL, caldav_display_name TEXT NOT NULL, caldav_email TEXT NOT NULL,
    type INTEGER NOT NULL);
INSERT INTO event_types VALUES (1, 'Regular event', -16746133, 0, '', '', 0);
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 9;
"""

EMPTY: Record = {
    "start_ts": 0, "end_ts": 0, "title": "", "location": "", "description": "", "reminder_1_minutes": -1,
    "reminder_2_minutes": -1, "reminder_3_minutes": -1, "reminder_1_type": 0, "reminder_2_type": 0,
    "reminder_3_type": 0, "repeat_interval": 0, "repeat_rule": 0, "repeat_limit": 0, "repetition_exceptions": "[]",
    "attendees": "", "import_id": "", "time_zone": "UTC", "flags": 0, "event_type": 1, "parent_id": 0,
    "last_updated": 0, "source": "simple-calendar", "availability": 0, "color": 0, "type": 0,
}  # fmt: skip
"""What a new row holds."""


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """An event on a day on which it takes place."""

    event: Record
    start: datetime
    end: datetime


def moment(seconds: int) -> datetime:
    """Return a stored time; the phone's zone is UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def occurrences(events: Iterable[Record], first: date, last: date) -> list[Occurrence]:
    """Return what takes place from a day to another, both included, by time."""
    found = []
    for event in events:
        start, length = moment(event["start_ts"]), timedelta(seconds=event["end_ts"] - event["start_ts"])
        for day in _days(event, start.date(), first, last):
            begin = start + (day - start.date())
            found.append(Occurrence(event=event, start=begin, end=begin + length))
    return sorted(found, key=lambda each: (each.start, each.event["title"], each.event["id"]))


def _days(event: Record, origin: date, first: date, last: date) -> Sequence[date]:
    interval, limit = event["repeat_interval"], event["repeat_limit"]
    if not interval:
        return [origin] if first <= origin <= last else []
    if limit > 0:
        last = min(last, moment(limit).date())
    span = (last - max(first, origin)).days
    days = (max(first, origin) + timedelta(days=step) for step in range(span + 1))
    return [day for day in days if _falls_on(event, origin, day)]


def _falls_on(event: Record, origin: date, day: date) -> bool:
    interval = event["repeat_interval"]
    if interval % YEAR == 0:
        return (day.month, day.day) == (origin.month, origin.day)
    if interval % MONTH == 0:
        return day.day == origin.day
    if interval % WEEK == 0:
        monday = origin - timedelta(days=origin.weekday())
        return bool(event["repeat_rule"] & (1 << day.weekday())) and (day - monday).days // 7 % (interval // WEEK) == 0
    return bool((day - origin).days % max(1, interval // DAY) == 0)


def repeat_rule(interval: int, day: date) -> int:
    """Return the rule of an event that begins on a day and is repeated on days like it."""
    if interval == WEEK:
        return 1 << day.weekday()
    return SAME_DAY if interval in (MONTH, YEAR) else 0


def day_title(day: date) -> str:
    """Return a day as the app writes it."""
    return f"{day:%B} {day.day} {day.year} ({day:%a})"
