"""The tasks in `database`, with the schema of Tasks.org, and what the app makes of their rows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import Enum

from device.simulator.apps.shared.table import Record

TASKS_DB = "/data/data/org.tasks/databases/database"
PREFERENCES = "/data/data/org.tasks/shared_prefs/org.tasks_preferences.xml"

PRIORITIES = {0: "High", 1: "Medium", 2: "Low", 3: "None"}
"""Name of a priority by the number that is stored (``importance``)."""

SCHEMA = """
CREATE TABLE tasks (
    _id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    title TEXT, importance INTEGER NOT NULL, dueDate INTEGER NOT NULL, hideUntil INTEGER NOT NULL,
    created INTEGER NOT NULL, modified INTEGER NOT NULL, completed INTEGER NOT NULL, deleted INTEGER NOT NULL,
    notes TEXT, estimatedSeconds INTEGER NOT NULL, elapsedSeconds INTEGER NOT NULL, timerStart INTEGER NOT NULL,
    notificationFlags INTEGER NOT NULL, lastNotified INTEGER NOT NULL, recurrence TEXT,
    repeat_from INTEGER NOT NULL DEFAULT 0, calendarUri TEXT, remoteId TEXT, collapsed INTEGER NOT NULL,
    parent INTEGER NOT NULL, "order" INTEGER, read_only INTEGER NOT NULL DEFAULT 0);
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 88;
"""

EMPTY: Record = {
    "title": "", "importance": 3, "dueDate": 0, "hideUntil": 0, "created": 0, "modified": 0, "completed": 0,
    "deleted": 0, "notes": None, "estimatedSeconds": 0, "elapsedSeconds": 0, "timerStart": 0, "notificationFlags": 0,
    "lastNotified": 0, "recurrence": None, "repeat_from": 0, "calendarUri": None, "remoteId": "", "collapsed": 0,
    "parent": 0, "order": None, "read_only": 0,
}  # fmt: skip
"""What a new row holds."""


class Grouping(Enum):
    """What the list is grouped by."""

    DUE_DATE = "Due date"
    PRIORITY = "Priority"
    NONE = "None"


def due_day(record: Record) -> date | None:
    """Return the day a task is due, which is stored in milliseconds; None where it has none."""
    return datetime.fromtimestamp(record["dueDate"] / 1000, UTC).date() if record["dueDate"] else None


def due_value(day: date | None) -> int:
    """Return what is stored for a task that is due some time on a day: noon."""
    return int(datetime.combine(day, time(12), UTC).timestamp()) * 1000 if day else 0


def day_text(day: date | None, today: date) -> str:
    """Return a day as the app writes it, with words for those around today."""
    if day is None:
        return "No due date"
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((day - today).days)
    return near or f"{day:%a, %b} {day.day}" + ("" if day.year == today.year else f", {day.year}")


def due_text(record: Record, today: date) -> str:
    """Return when a task is due; with the time of day where it has one, which seconds that are not 0 tell."""
    day = due_day(record)
    text = day_text(day, today)
    if day is not None and record["dueDate"] % 60_000:
        text += f" {datetime.fromtimestamp(record['dueDate'] / 1000, UTC):%H:%M}"
    return text


def group_title(record: Record, grouping: Grouping, today: date) -> str:
    """Return the header that a task stands under."""
    if grouping is Grouping.PRIORITY:
        name = PRIORITIES.get(record["importance"], "None")
        return "No priority" if name == "None" else f"{name} priority"
    if grouping is Grouping.NONE:
        return ""
    day = due_day(record)
    return "Overdue" if day is not None and day < today else day_text(day, today)
