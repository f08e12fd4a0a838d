"""An app's SQLite file: made when missing, cached until somebody changes it, closed after each use."""

from __future__ import annotations

import functools
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

Row = tuple[object, ...]
Stamp = tuple[int, int, int, bytes]
Answers = dict[tuple[str, Row], Any]
T = TypeVar("T")

_CACHED_FILES = 128
_cache: OrderedDict[Path, tuple[Stamp, Answers]] = OrderedDict()
_cache_lock = threading.Lock()


class SqliteFile:
    """A database file that other programs may read, change, replace or remove at any time.

    No connection outlives a call and the journal mode is DELETE, so that a copy of the one file always sees everything.
    A file that is no database is thrown away and made anew, which is what Android's ``DefaultDatabaseErrorHandler``
    does. The object holds no state of its own: make it where it is needed.
    """

    def __init__(self, *, path: Path, schema: str) -> None:
        """Bind the file.

        Args:
            path: Where it is on the host.
            schema: SQL that makes the tables and the first rows, run once on a new file.
        """
        self._path, self._schema = path, schema

    def create(self) -> None:
        """Make the file where there is none yet."""
        with suppress(FileNotFoundError):
            if _is_database(self._path):
                return
        remove_database(self._path)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_bytes(_new_database(self._schema))

    def rows(self, query: str, parameters: Row = ()) -> list[Row]:
        """Return the rows of a query, from the cache while the file is unchanged."""
        self.create()
        answers = _answers(self._path)
        if (query, parameters) not in answers:
            with self._connection() as connection:
                answers[query, parameters] = connection.execute(query, parameters).fetchall()
        rows: list[Row] = answers[query, parameters]
        return rows

    def remember(self, name: str, build: Callable[[], T]) -> T:
        """Return what ``build`` makes of the file's rows, made once while the file is unchanged.

        Args:
            name: Tells it from other things that are made of the same file; no query.
            build: Makes it; the result is shared and must not be changed.
        """
        self.create()
        answers = _answers(self._path)
        if (name, ()) not in answers:
            answers[name, ()] = build()
        made: T = answers[name, ()]
        return made

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose statements are committed together at the end, or not at all."""
        self.create()
        with self._connection() as connection, connection:
            yield connection

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=5.0)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA foreign_keys = ON")
            # The file stands for a phone's flash; what a crash of the host would lose is of no worth.
            connection.execute("PRAGMA synchronous = OFF")
            yield connection


def read_rows(path: Path, query: str, parameters: Sequence[object] = ()) -> list[Row]:
    """Return the rows of a query on a database file that is not changed by it; no rows where there is no file."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        rows: list[Row] = connection.execute(query, tuple(parameters)).fetchall()
        return rows


def remove_database(path: Path) -> None:
    """Delete a database file and what SQLite may have left beside it."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


@functools.lru_cache(maxsize=64)
def _new_database(schema: str) -> bytes:
    """Return the file that a schema's SQL makes: made in memory, and once, since every phone begins with it."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(schema)
        return connection.serialize()


def _answers(path: Path) -> Answers:
    """Return the remembered answers of a file in its present state."""
    stamp = _stamp(path)
    with _cache_lock:
        known, answers = _cache.pop(path, (stamp, {}))
        if known != stamp:
            answers = {}
        _cache[path] = stamp, answers
        if len(_cache) > _CACHED_FILES:
            _cache.popitem(last=False)
    return answers


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    with path.open("rb") as file:
        # Bytes 24 to 27 count the transactions (sqlite.org/fileformat2.html, 1.3.7): two writers within one tick of the
        # file system's clock leave the same time and size behind.
        header = file.read(28)
    return status.st_ino, status.st_mtime_ns, status.st_size, header[24:28]
