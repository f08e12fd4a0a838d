"""Changes a phone behind its apps' backs: undoes one thing that was done, or does one more."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, cast

from device.simulator import SimulatedPhone, Snapshot
from device.simulator.difference import Change, difference
from device.simulator.settings_store import Namespace

BOOKKEEPING = (":sqlite_sequence", ":android_metadata")


def lasting_changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return the settings, files and rows that differ."""
    return [
        change
        for change in difference(before, after)
        if change.kind in ("setting", "file", "row") and not change.where.endswith(BOOKKEEPING)
    ]


def undo(phone: SimulatedPhone, change: Change, before: Snapshot) -> None:
    """Take one change back."""
    if change.kind == "setting":
        space, _, key = change.where.partition("/")
        if change.before is None:
            phone.settings.delete(cast(Namespace, space), key)
        else:
            phone.settings.put(cast(Namespace, space), key, change.before)
    elif change.kind == "row":
        place, _, table = change.where.rpartition(":")
        with closing(_open(phone, place)) as database, database:
            if change.after is not None:
                _delete(database, table, change.after)
            if change.before is not None:
                _insert(database, table, change.before)
    elif change.before is None:
        phone.files.path(change.where).unlink()
    else:
        phone.files.write(change.where, before.files.files[change.where.lstrip("/")].data)
    phone.changed()


def one_more(phone: SimulatedPhone, change: Change) -> bool:
    """Do beside a change what was not asked for: double a row, or add a file beside one; False where that can't be."""
    place, _, table = change.where.rpartition(":")
    if change.kind == "file":
        target = Path(change.where)
        phone.files.write(str(target.with_name(f"more {target.name}")), b"more")
    elif change.kind == "row":
        with closing(_open(phone, place)) as database, database:
            row = _any_row(database, table)
            if row is None:
                return False
            try:
                _insert(database, table, row)
            except sqlite3.IntegrityError:
                return False
    else:
        return False
    phone.changed()
    return True


def elsewhere(phone: SimulatedPhone, may_change: Sequence[str]) -> Iterator[str]:
    """Do, one after the other, what no task asks for; yield what it was, and take it back.

    Args:
        phone: The phone.
        may_change: What the task may change, which is left alone.
    """
    key = next(key for key in ("font_scale", "dtmf_tone") if f"system/{key}" not in may_change)
    before = str(phone.settings.get("system", key))
    phone.settings.put("system", key, "0.9" if before != "0.9" else "0.8")
    yield f"the setting {key}"
    phone.settings.put("system", key, before)
    phone.files.write("/sdcard/Podcasts/surprise.txt", b"")
    yield "a file"
    phone.files.path("/sdcard/Podcasts/surprise.txt").unlink()
    permissions = phone.state.permissions
    phone.state.permissions = {**permissions, "com.android.camera2": {"android.permission.READ_CONTACTS": True}}
    yield "a permission"
    phone.state.permissions = permissions


def _open(phone: SimulatedPhone, place: str) -> sqlite3.Connection:
    return sqlite3.connect(phone.files.path(place))


def _delete(database: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    condition = " AND ".join(f'"{name}" IS ?' for name in row)
    database.execute(f'DELETE FROM "{table}" WHERE {condition}', tuple(row.values()))


def _insert(database: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    database.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(row.values()))


def _any_row(database: sqlite3.Connection, table: str) -> dict[str, Any] | None:
    """Return the values of a table's last row, without its key."""
    keys = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")') if row[5]}
    cursor = database.execute(f'SELECT * FROM "{table}" ORDER BY rowid DESC LIMIT 1')
    row = cursor.fetchone()
    if row is None:
        return None
    names = [column[0] for column in cursor.description]
    return {name: value for name, value in zip(names, row, strict=True) if name not in keys}
