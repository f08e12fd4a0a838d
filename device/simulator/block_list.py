"""Blocked numbers: what the blocked-number provider keeps, and whether a number is among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.apps.shared.table import Record, Table

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

BLOCKED_DB = "/data/data/com.android.providers.blockednumber/databases/blockednumbers.db"

# BlockedNumberDatabaseHelper.java of AOSP's BlockedNumberProvider.
_SCHEMA = """
CREATE TABLE blocked (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, original_number TEXT NOT NULL UNIQUE, e164_number TEXT);
CREATE INDEX blocked_number_idx_original ON blocked (original_number);
CREATE INDEX blocked_number_idx_e164 ON blocked (e164_number);
PRAGMA user_version = 2;
"""


class BlockList:
    """Reads and changes the numbers; every call looks at the file."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Look at `phone`'s numbers."""
        self._table = Table(path=phone.files.path(BLOCKED_DB), schema=_SCHEMA, name="blocked", key="_id")

    def create(self) -> None:
        """Make the file, empty, where there is none yet."""
        self._table.create()

    def all(self) -> list[Record]:
        """Return the rows, oldest first."""
        return self._table.all()

    def find(self, number: str) -> Record | None:
        """Return the row of a number, however it is written; None where it is not blocked."""
        wanted = _plain(number)
        return next((row for row in self.all() if _plain(str(row["original_number"])) == wanted), None)

    def add(self, number: str) -> None:
        """Block a number; nothing where it is blocked."""
        if self.find(number) is None:
            self._table.save({"original_number": number})

    def remove(self, number: str) -> None:
        """Let a number through again."""
        row = self.find(number)
        if row is not None:
            self._table.delete([row["_id"]])


def _plain(number: str) -> str:
    """Return what tells a number from others: its digits; a sender's name as it is."""
    return "".join(filter(str.isdigit, number)) or number.strip().casefold()
