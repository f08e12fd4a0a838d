"""Keeps what clients say to SQLite inside the phone: no other file than the one they opened, no end of rows."""

from __future__ import annotations

import sqlite3
import threading

MOST_ROWS = 1_000_000
MOST_VALUE_BYTES = 64 << 20
CHECKED_EVERY = 100_000
"""Instructions of SQLite's machine after which it is asked whether the client still waits."""
_FOLDER_PRAGMAS = frozenset({"temp_store_directory", "data_store_directory"})


def confine(connection: sqlite3.Connection, *, cancelled: threading.Event) -> None:
    """Let statements reach nothing but the open database, and end when the client hangs up.

    ATTACH, and VACUUM INTO which works by it, name files of the host, and so do two pragmas: they are not authorised.

    Args:
        connection: A database that was just opened.
        cancelled: Set when nobody waits any more.
    """
    connection.set_authorizer(_authorize)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE_BYTES)
    connection.set_progress_handler(cancelled.is_set, CHECKED_EVERY)


def fetch(cursor: sqlite3.Cursor) -> list[tuple[object, ...]]:
    """Return all rows.

    Raises:
        sqlite3.Error: There are more than `MOST_ROWS`.
    """
    rows = cursor.fetchmany(MOST_ROWS)
    if len(rows) == MOST_ROWS and cursor.fetchone() is not None:
        raise sqlite3.DataError(f"more than {MOST_ROWS} rows")
    return rows


def _authorize(action: int, first: str | None, _second: str | None, _database: str | None, _source: str | None) -> int:
    if action == sqlite3.SQLITE_ATTACH or (action == sqlite3.SQLITE_PRAGMA and first in _FOLDER_PRAGMAS):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
