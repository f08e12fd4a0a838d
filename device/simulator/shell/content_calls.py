"""The contacts provider's call log for `content`: ``content://call_log/calls``."""

from __future__ import annotations

from device.simulator.calls import CALLS_DB, CallLog
from device.simulator.shell.command import Call, CommandError
from device.simulator.shell.database import confine, fetch

Rows = tuple[list[str], list[tuple[object, ...]]]


def run(call: Call, verb: str, path: str, *, projection: str, where: str, sort: str) -> Rows | None:
    """Carry out a query, and return names and rows, or a deletion.

    Raises:
        CommandError: Another path or verb.
        sqlite3.Error: The condition is no SQL.
    """
    if path.strip("/") != "calls" or verb not in ("query", "delete"):
        raise CommandError(f"Error while accessing provider:call_log\nUnknown URI: {path}")
    CallLog(call.phone).create()
    condition = f" WHERE {where}" if where else ""
    with call.phone.files.sqlite(CALLS_DB) as connection:
        confine(connection, cancelled=call.shell.cancelled)
        if verb == "delete":
            connection.execute(f"DELETE FROM calls{condition}")
            return None
        cursor = connection.execute(f"SELECT {projection or '*'} FROM calls{condition} ORDER BY {sort or 'date DESC'}")
        return [column[0] for column in cursor.description], fetch(cursor)
