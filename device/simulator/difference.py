"""What changed on a phone between two moments: settings, files, rows of databases, and the phone's own state."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from device.simulator.files import FilesSnapshot
from device.simulator.plain import to_json
from device.simulator.snapshot import Snapshot

Kind = Literal["setting", "file", "folder", "row", "state", "screen"]
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One thing that differs.

    Attributes:
        kind: What it is: a setting, a file or folder, a row of a database, a value of the phone's own state, or what an
            app shows.
        where: Which: ``system/font_scale``, ``/data/data/x/databases/y.db:table``, ``battery.level``, a package name.
        before, after: What it was and is; None where it was not or is no more there. A file's are its length in bytes.
    """

    kind: Kind
    where: str
    before: Any
    after: Any


def difference(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return everything that differs between two snapshots but the time, by kind and place."""
    return [
        *_settings(before, after),
        *_files(before.files, after.files),
        *_values("state", _flat(msgspec.to_builtins(before.state)), _flat(msgspec.to_builtins(after.state))),
        *_values("screen", _screens(before), _screens(after)),
    ]


def _values(kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield Change(kind=kind, where=name, before=old, after=new)


def _settings(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    def flat(snapshot: Snapshot) -> dict[str, str]:
        return {f"{space}/{key}": value for space, table in snapshot.settings.items() for key, value in table.items()}

    return _values("setting", flat(before), flat(after))


def _screens(snapshot: Snapshot) -> dict[str, Any]:
    return {package: to_json(state) for package, state in snapshot.apps.items()}


def _flat(value: Any, prefix: str = "") -> dict[str, Any]:
    if not isinstance(value, dict):
        return {prefix.removesuffix("."): value}
    return {key: leaf for name, inner in value.items() for key, leaf in _flat(inner, f"{prefix}{name}.").items()}


def _files(before: FilesSnapshot, after: FilesSnapshot) -> Iterator[Change]:
    for name in sorted(before.folders ^ after.folders):
        was, now = name in before.folders or None, name in after.folders or None
        yield Change(kind="folder", where=f"/{name}", before=was, after=now)
    for name in sorted(before.files.keys() | after.files.keys()):
        old, new = before.files.get(name), after.files.get(name)
        if old is new or (old is not None and new is not None and old.data == new.data and old.mode == new.mode):
            continue
        if old is not None and new is not None and _is_database(old.data) and _is_database(new.data):
            yield from _rows(f"/{name}", old.data, new.data)
        else:
            lengths = [None if file is None else len(file.data) for file in (old, new)]
            yield Change(kind="file", where=f"/{name}", before=lengths[0], after=lengths[1])


def _is_database(data: bytes) -> bool:
    return data.startswith(_SQLITE)


def _rows(path: str, before: bytes, after: bytes) -> Iterator[Change]:
    old, new = _tables(before), _tables(after)
    if old is None or new is None:
        yield Change(kind="file", where=path, before=len(before), after=len(after))
        return
    for table in sorted(old.keys() | new.keys()):
        rows, others = old.get(table, {}), new.get(table, {})
        for key in sorted(rows.keys() | others.keys(), key=repr):
            if rows.get(key) != others.get(key):
                yield Change(kind="row", where=f"{path}:{table}", before=rows.get(key), after=others.get(key))


def _tables(data: bytes) -> dict[str, dict[Any, dict[str, Any]]] | None:
    """Return a database's rows by table and key, by place where a table has no key; None where it can't be read."""
    tables: dict[str, dict[Any, dict[str, Any]]] = {}
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            names = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
            for name in names:
                quoted = '"' + name.replace('"', '""') + '"'
                cursor = connection.execute(f"select * from {quoted}")
                columns = [column[0] for column in cursor.description]
                rows = [dict(zip(columns, row, strict=True)) for row in cursor]
                key = [info[1] for info in connection.execute(f"pragma table_info({quoted})") if info[5]]
                tables[name] = {tuple(row[part] for part in key) or index: row for index, row in enumerate(rows)}
    except sqlite3.Error:
        return None
    return tables
