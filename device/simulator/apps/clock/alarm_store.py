"""The alarms of the Clock app in `alarms.db`, with the schema of AOSP's DeskClock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from device.simulator.apps.sqlite_file import Row, SqliteFile, read_rows

ALARMS_DB = "/data/user_de/0/com.google.android.deskclock/databases/alarms.db"

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""Names of the bits of ``daysofweek``, lowest bit first (AOSP ``Weekdays``)."""

# ClockDatabaseHelper.java of AOSP's DeskClock, with the two alarms a new phone has; the blackout columns are those of
# Google's Clock, which can pause an alarm for some days.
_SCHEMA = """
CREATE TABLE alarm_templates (
    _id INTEGER PRIMARY KEY,
    hour INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    daysofweek INTEGER NOT NULL DEFAULT 0,
    enabled INTEGER NOT NULL DEFAULT 1,
    vibrate INTEGER NOT NULL DEFAULT 1,
    label TEXT NOT NULL DEFAULT '',
    ringtone TEXT,
    delete_after_use INTEGER NOT NULL DEFAULT 0,
    blackout_start TEXT,
    blackout_end TEXT);
CREATE TABLE alarm_instances (
    _id INTEGER PRIMARY KEY,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    minutes INTEGER NOT NULL,
    vibrate INTEGER NOT NULL,
    label TEXT NOT NULL,
    ringtone TEXT,
    alarm_state INTEGER NOT NULL,
    alarm_id INTEGER REFERENCES alarm_templates(_id) ON UPDATE CASCADE ON DELETE CASCADE);
INSERT INTO alarm_templates (hour, minutes, daysofweek, enabled, vibrate, label, ringtone, delete_after_use)
    VALUES (8, 30, 31, 0, 1, '', NULL, 0), (9, 0, 96, 0, 1, '', NULL, 0);
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 8;
"""

_COLUMNS = "_id, hour, minutes, daysofweek, enabled, vibrate, label"
_ALL = f"SELECT {_COLUMNS} FROM alarm_templates ORDER BY hour, minutes, _id DESC"


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One row of ``alarm_templates``.

    Attributes:
        id: Row id.
        hour: 0 to 23.
        minutes: 0 to 59.
        days: Indices of the weekdays it repeats on, 0 is Monday; empty for an alarm that rings once.
        enabled: Whether it will ring.
        vibrate: Whether the phone vibrates with it.
        label: What the user wrote on it; may be empty.
    """

    id: int
    hour: int
    minutes: int
    days: frozenset[int]
    enabled: bool
    vibrate: bool
    label: str

    def next_ring(self, now: datetime) -> datetime:
        """Return when it rings next after ``now``, were it enabled."""
        first = now.replace(hour=self.hour, minute=self.minutes, second=0, microsecond=0)
        if first <= now:
            first += timedelta(days=1)
        while self.days and first.weekday() not in self.days:
            first += timedelta(days=1)
        return first


class AlarmStore:
    """Reads and changes the alarms; every call looks at the file."""

    def __init__(self, path: Path) -> None:
        """Bind the store to the database file at ``path`` on the host."""
        self._file = SqliteFile(path=path, schema=_SCHEMA)

    def create(self) -> None:
        """Make the file, with a new phone's alarms, where there is none yet."""
        self._file.create()

    def all(self) -> list[Alarm]:
        """Return the alarms in the order the app lists them: by time, newest first among equals."""
        return [_alarm(row) for row in self._file.rows(_ALL)]

    def get(self, alarm_id: int) -> Alarm | None:
        """Return one alarm, or None where it has gone."""
        return next((alarm for alarm in self.all() if alarm.id == alarm_id), None)

    def add(self, hour: int, minutes: int, now: datetime) -> Alarm:
        """Add an enabled alarm that rings once."""
        with self._file.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO alarm_templates (hour, minutes, daysofweek, enabled, vibrate, label, delete_after_use)"
                " VALUES (?, ?, 0, 1, 1, '', 0)",
                (hour, minutes),
            )
        alarm_id = int(cursor.lastrowid or 0)
        self._schedule(alarm_id, now)
        return _alarm(self._file.rows(f"SELECT {_COLUMNS} FROM alarm_templates WHERE _id = ?", (alarm_id,))[0])

    def set_time(self, alarm_id: int, hour: int, minutes: int, now: datetime) -> None:
        """Move an alarm to another time, which also switches it on."""
        self._update("hour = ?, minutes = ?, enabled = 1", (hour, minutes), alarm_id, now)

    def set_enabled(self, alarm_id: int, enabled: int, now: datetime) -> None:
        """Switch an alarm on (1) or off (0)."""
        self._update("enabled = ?", (enabled,), alarm_id, now)

    def set_vibrate(self, alarm_id: int, vibrate: int, now: datetime) -> None:
        """Switch the vibration of an alarm on (1) or off (0)."""
        self._update("vibrate = ?", (vibrate,), alarm_id, now)

    def set_label(self, alarm_id: int, label: str, now: datetime) -> None:
        """Write the label of an alarm."""
        self._update("label = ?", (label,), alarm_id, now)

    def set_days(self, alarm_id: int, days: Iterable[int], now: datetime) -> None:
        """Choose the weekdays an alarm repeats on; none makes it ring once."""
        self._update("daysofweek = ?", (sum(1 << day for day in days),), alarm_id, now)

    def delete(self, alarm_id: int) -> None:
        """Remove an alarm; harmless when it has gone."""
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM alarm_templates WHERE _id = ?", (alarm_id,))

    def restore(self, alarm: Alarm, now: datetime) -> None:
        """Put a removed alarm back under its own id."""
        days = sum(1 << day for day in alarm.days)
        with self._file.transaction() as connection:
            connection.execute(
                f"INSERT INTO alarm_templates ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (alarm.id, alarm.hour, alarm.minutes, days, int(alarm.enabled), int(alarm.vibrate), alarm.label),
            )
        self._schedule(alarm.id, now)

    def _update(self, assignments: str, values: Row, alarm_id: int, now: datetime) -> None:
        with self._file.transaction() as connection:
            connection.execute(f"UPDATE alarm_templates SET {assignments} WHERE _id = ?", (*values, alarm_id))
        self._schedule(alarm_id, now)

    def _schedule(self, alarm_id: int, now: datetime) -> None:
        """Replace the alarm's next instance, as the app's AlarmStateManager does whenever an alarm changes."""
        alarm = self.get(alarm_id)
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM alarm_instances WHERE alarm_id = ?", (alarm_id,))
            if alarm is not None and alarm.enabled:
                ring = alarm.next_ring(now)
                connection.execute(
                    "INSERT INTO alarm_instances"
                    " (year, month, day, hour, minutes, vibrate, label, alarm_state, alarm_id)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)",
                    # Months count from 0, as in java.util.Calendar.
                    (ring.year, ring.month - 1, ring.day, ring.hour, ring.minute, alarm.vibrate, alarm.label, alarm_id),
                )


def read_alarms(path: Path) -> list[Alarm]:
    """Return the alarms of a database file, in the app's order; none where there is no file."""
    return [_alarm(row) for row in read_rows(path, _ALL)]


def _alarm(row: Row) -> Alarm:
    number, hour, minutes, days, enabled, vibrate = (int(str(value)) for value in row[:6])
    return Alarm(
        id=number,
        hour=hour,
        minutes=minutes,
        days=frozenset(day for day in range(7) if days >> day & 1),
        enabled=bool(enabled),
        vibrate=bool(vibrate),
        label=str(row[6]),
    )
