"""`Table`: the rows of one table of an app's database, by column name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from device.simulator.apps.sqlite_file import SqliteFile

Record = Mapping[str, Any]


class Table:
    """Reads and changes a table whose key is an integer; every call looks at the file."""

    def __init__(self, *, path: Path, schema: str, name: str, key: str) -> None:
        """Bind the table.

        Args:
            path: The database file on the host.
            schema: SQL that makes a new file's tables and first rows.
            name: The table's name.
            key: The column of its key.
        """
        self._file = SqliteFile(path=path, schema=schema)
        self._name, self._key = name, key

    def create(self) -> None:
        """Make the file where there is none yet."""
        self._file.create()

    def all(self, order: str = "", where: str = "") -> list[Record]:
        """Return rows by column name.

        Args:
            order: SQL after ``ORDER BY``; by the key unless given.
            where: SQL after ``WHERE``; all rows unless given.
        """
        condition = f" WHERE {where}" if where else ""
        question = f"SELECT * FROM {self._name}{condition} ORDER BY {order or self._key}"
        names = self._columns()
        return self._file.remember(
            question, lambda: [dict(zip(names, row, strict=True)) for row in self._file.rows(question)]
        )

    def get(self, key: int) -> Record | None:
        """Return one row, None where it has gone."""
        return next((record for record in self.all() if record[self._key] == key), None)

    def save(self, values: Record, key: int = 0) -> int:
        """Write values into the row with a key, or into a new one where `key` is 0; return the key."""
        columns = ", ".join(f'"{name}"' for name in values)
        with self._file.transaction() as connection:
            if key:
                changes = ", ".join(f'"{name}" = ?' for name in values)
                connection.execute(f"UPDATE {self._name} SET {changes} WHERE {self._key} = ?", (*values.values(), key))
                return key
            marks = ", ".join("?" * len(values))
            made = connection.execute(
                f"INSERT INTO {self._name} ({columns}) VALUES ({marks})", tuple(values.values())
            ).lastrowid
            return int(made or 0)

    def delete(self, keys: Iterable[int]) -> None:
        """Remove rows; harmless where they have gone."""
        with self._file.transaction() as connection:
            connection.executemany(f"DELETE FROM {self._name} WHERE {self._key} = ?", ((key,) for key in keys))

    def _columns(self) -> list[str]:
        return [str(row[1]) for row in self._file.rows(f"PRAGMA table_info({self._name})")]
