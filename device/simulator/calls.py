"""Phone calls: the log that the contacts provider keeps, and how a call comes in, begins and ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from device.simulator.apps.sqlite_file import SqliteFile
from device.simulator.state import OngoingCall

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

DIALER = "com.google.android.dialer"
CALLS_DB = "/data/data/com.android.providers.contacts/databases/calllog.db"

# CallLogDatabaseHelper.java of AOSP's ContactsProvider, without the columns of voicemail.
_SCHEMA = """
CREATE TABLE calls (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, presentation INTEGER NOT NULL DEFAULT 1,
    post_dial_digits TEXT NOT NULL DEFAULT '', via_number TEXT NOT NULL DEFAULT '', date INTEGER, duration INTEGER,
    data_usage INTEGER, type INTEGER, features INTEGER NOT NULL DEFAULT 0, subscription_component_name TEXT,
    subscription_id TEXT, sub_id INTEGER DEFAULT -1, new INTEGER, name TEXT, numbertype INTEGER, numberlabel TEXT,
    countryiso TEXT, is_read INTEGER, geocoded_location TEXT, lookup_uri TEXT, matched_number TEXT,
    normalized_number TEXT, photo_id INTEGER NOT NULL DEFAULT 0, photo_uri TEXT, formatted_number TEXT,
    add_for_all_users INTEGER NOT NULL DEFAULT 1, deleted INTEGER NOT NULL DEFAULT 0,
    last_modified INTEGER DEFAULT 0, call_screening_component_name TEXT, call_screening_app_name TEXT,
    block_reason INTEGER NOT NULL DEFAULT 0, missed_reason INTEGER NOT NULL DEFAULT 0, priority INTEGER DEFAULT 0);
PRAGMA user_version = 10;
"""


class CallKind(IntEnum):
    """``CallLog.Calls.TYPE``."""

    INCOMING = 1
    OUTGOING = 2
    MISSED = 3
    REJECTED = 5
    BLOCKED = 6


@dataclass(frozen=True, kw_only=True)
class LoggedCall:
    """A call that is over.

    Attributes:
        id: Row id.
        number: The other's number.
        kind: Who called, and whether it was taken.
        at: When it began, milliseconds since the epoch.
        seconds: How long it was.
    """

    id: int
    number: str
    kind: CallKind
    at: int
    seconds: int


class CallLog:
    """Reads and writes the log; every call looks at the file."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Look at `phone`'s log."""
        self._phone = phone
        self._file = SqliteFile(path=phone.files.path(CALLS_DB), schema=_SCHEMA)

    def create(self) -> None:
        """Make the file, empty, where there is none yet."""
        self._file.create()

    def all(self) -> list[LoggedCall]:
        """Return the calls, the latest first; rows of types that only voicemail has are left out."""
        rows = self._file.rows("SELECT _id, number, type, date, duration FROM calls ORDER BY date DESC, _id DESC")
        kinds = {int(kind) for kind in CallKind}
        return [
            LoggedCall(
                id=int(str(number)),
                number=str(other or ""),
                kind=CallKind(int(str(kind))),
                at=int(str(at or 0)),
                seconds=int(str(length or 0)),
            )
            for number, other, kind, at, length in rows
            if int(str(kind or 0)) in kinds
        ]

    def add(self, number: str, kind: CallKind, *, at: float, seconds: float = 0) -> None:
        """Write a call.

        Args:
            number: The other's number.
            kind: What it was.
            at: When it began, seconds since the epoch.
            seconds: How long it was.
        """
        missed = int(kind is CallKind.MISSED)
        with self._file.transaction() as connection:
            connection.execute(
                "INSERT INTO calls (number, date, duration, type, new, is_read, countryiso, last_modified)"
                " VALUES (?, ?, ?, ?, ?, ?, 'US', ?)",
                (number, int(at * 1000), int(seconds), int(kind), missed, 1 - missed, int(at * 1000)),
            )

    def delete(self, number: int) -> None:
        """Remove one call."""
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM calls WHERE _id = ?", (number,))


def begin(phone: SimulatedPhone, number: str, kind: CallKind) -> None:
    """Begin a call: the other takes it at once. The dialer shows it, where there is one."""
    call = phone.state.call
    if call is not None:
        end(phone)
    phone.state.call = OngoingCall(number=number, kind=int(kind), since=phone.clock.now())
    phone.launch(DIALER, "com.android.incallui.InCallActivity")
    phone.changed()


def end(phone: SimulatedPhone) -> None:
    """End the call that is under way, and log it; nothing where there is none."""
    call, phone.state.call = phone.state.call, None
    if call is not None:
        seconds = phone.clock.now() - call.since
        CallLog(phone).add(call.number, CallKind(call.kind), at=call.since, seconds=seconds)
        phone.changed()


def not_taken(phone: SimulatedPhone, number: str, kind: CallKind) -> None:
    """Log a call that came in and was not taken; a missed one is told of."""
    if DIALER not in phone.packages:
        return
    CallLog(phone).add(number, kind, at=phone.clock.now())
    if kind is CallKind.MISSED:
        phone.notify(DIALER, "Missed call", number)
