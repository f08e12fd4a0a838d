"""The telephony provider's text messages for `content`: ``content://sms`` and its boxes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from device.simulator.apps.sms.message_store import MESSAGES_DB, MessageStore
from device.simulator.shell.command import Call, CommandError
from device.simulator.shell.database import confine, fetch

BOXES = {
    "": "",
    "inbox": "type = 1",
    "sent": "type = 2",
    "draft": "type = 3",
    "outbox": "type = 4",
    "failed": "type = 5",
}
"""Path of an sms URI to the messages in it (``SmsProvider``)."""

Rows = tuple[list[str], list[tuple[object, ...]]]


def query(call: Call, path: str, *, projection: str, where: str, sort: str) -> Rows:
    """Return names and rows of the messages of a box, the newest first unless `sort` says otherwise."""
    condition = _condition(path, where)
    with _open(call) as connection:
        cursor = connection.execute(f"SELECT {projection or '*'} FROM sms{condition} ORDER BY {sort or 'date DESC'}")
        return [column[0] for column in cursor.description], fetch(cursor)


def insert(call: Call, path: str, values: dict[str, str | None]) -> None:
    """Write a message into a box.

    Raises:
        ValueError: A type that is no number.
    """
    kind = BOXES.get(path, "").rpartition(" ")[2] or values.pop("type", None) or "1"
    now = int(call.phone.clock.now() * 1000)
    address, body = values.pop("address", None) or "", values.pop("body", None) or ""
    number = _store(call).add(address, body, kind=int(kind), now=now)
    if values:
        update(call, path, values, where=f"_id = {number}")


def update(call: Call, path: str, values: Mapping[str, str | None], *, where: str) -> None:
    """Change the messages of a box."""
    changes = ", ".join(f"{name} = ?" for name in values)
    with _open(call) as connection:
        connection.execute(f"UPDATE sms SET {changes}{_condition(path, where)}", tuple(values.values()))


def delete(call: Call, path: str, *, where: str) -> None:
    """Remove the messages of a box."""
    with _open(call) as connection:
        found = fetch(connection.execute(f"SELECT _id FROM sms{_condition(path, where)}"))
    _store(call).delete(int(str(number)) for (number,) in found)


def _store(call: Call) -> MessageStore:
    return MessageStore(call.phone.files.path(MESSAGES_DB))


@contextmanager
def _open(call: Call) -> Iterator[sqlite3.Connection]:
    _store(call).create()
    with call.phone.files.sqlite(MESSAGES_DB) as connection:
        confine(connection, cancelled=call.shell.cancelled)
        yield connection


def _condition(path: str, where: str) -> str:
    """Return the SQL for a URI's path and a further condition.

    Raises:
        CommandError: The provider has no such path.
    """
    if path.isascii() and path.isdigit():
        box = f"_id = {path}"
    elif path in BOXES:
        box = BOXES[path]
    else:
        raise CommandError(f"Error while accessing provider:sms\nUnknown URI: content://sms/{path}")
    parts = [part for part in (box, f"({where})" if where else "") if part]
    return f" WHERE {' AND '.join(parts)}" if parts else ""
