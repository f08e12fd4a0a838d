"""What lies where on the home screen: `launcher.db`, with the schema of AOSP's Launcher3."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from device.simulator.apps.sqlite_file import Row, SqliteFile, remove_database

LAUNCHER_DB = "/data/data/com.google.android.apps.nexuslauncher/databases/launcher.db"
COLUMNS, ROWS = 4, 5
"""Cells of a page; the hotseat has one row of as many columns."""
MOST_PAGES = 16
DESKTOP, HOTSEAT = -100, -101
"""``container`` of what lies on a page, or in the row below all pages; what is in a folder has the folder's row id."""
_APPLICATION, _FOLDER = 0, 2
"""``itemType`` (LauncherSettings.java)."""

# LauncherSettings.Favorites.addTableToDb of AOSP's Launcher3, Android 13.
_TABLES = """
CREATE TABLE favorites (
    _id INTEGER PRIMARY KEY, title TEXT, intent TEXT, container INTEGER, screen INTEGER, cellX INTEGER, cellY INTEGER,
    spanX INTEGER, spanY INTEGER, itemType INTEGER, appWidgetId INTEGER NOT NULL DEFAULT -1, iconPackage TEXT,
    iconResource TEXT, icon BLOB, appWidgetProvider TEXT, modified INTEGER NOT NULL DEFAULT 0,
    restored INTEGER NOT NULL DEFAULT 0, profileId INTEGER DEFAULT 0, rank INTEGER NOT NULL DEFAULT 0,
    options INTEGER NOT NULL DEFAULT 0, appWidgetSource INTEGER NOT NULL DEFAULT -1);
CREATE TABLE android_metadata (locale TEXT);
INSERT INTO android_metadata VALUES ('en_US');
PRAGMA user_version = 31;
"""
_ALL = "SELECT _id, itemType, title, intent, container, screen, cellX, cellY FROM favorites ORDER BY rank, _id"
_COMPONENT = re.compile(r"component=([^/;]+)/")


class Place(NamedTuple):
    """A cell: of a page of the desktop, or of the hotseat, whose `screen` is its column as in Launcher3."""

    container: int
    screen: int
    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """A row of ``favorites``.

    Attributes:
        id: Row id.
        package: The app it starts; empty for a folder.
        title: A folder's name; may be empty.
        place: Where it lies; its container is the folder's id where it is in one.
    """

    id: int
    package: str
    title: str
    place: Place

    @property
    def is_folder(self) -> bool:
        """Whether it holds others."""
        return not self.package


class Favorites:
    """Reads and changes the home screen; every call looks at the file."""

    def __init__(self, path: Path, defaults: Sequence[tuple[str, str, str]]) -> None:
        """Bind the database file at ``path`` on the host.

        Args:
            path: Where it is.
            defaults: Label, package and activity of the apps that a new phone's home screen has: the first in the
                hotseat, the rest on the lowest row of the first page.
        """
        self._path = path
        self._file = SqliteFile(path=path, schema=_TABLES + "".join(map(_default, range(len(defaults)), defaults)))

    def create(self) -> None:
        """Make the file where there is none yet."""
        self._file.create()

    def items(self) -> list[Item]:
        """Return everything, in folders by rank; a file that is damaged gives way to a new phone's."""
        try:
            return self._read()
        except sqlite3.Error:
            remove_database(self._path)
            return self._read()

    def _read(self) -> list[Item]:
        return self._file.remember("items", lambda: [_item(row) for row in self._file.rows(_ALL)])

    def inside(self, folder: int) -> list[Item]:
        """Return what a folder holds, in its order."""
        return [item for item in self.items() if item.place.container == folder]

    def pages(self) -> int:
        """Return how many pages the desktop has."""
        last = max((item.place.screen for item in self.items() if item.place.container == DESKTOP), default=0)
        return min(MOST_PAGES, 1 + max(0, last))

    def free(self, screen: int) -> Place | None:
        """Return the first free cell of a page, from the top; None where all are taken."""
        taken = {item.place for item in self.items()}
        places = (Place(DESKTOP, screen, x, y) for y in range(ROWS) for x in range(COLUMNS))
        return next((place for place in places if place not in taken), None)

    def add(self, label: str, package: str, activity: str, place: Place) -> None:
        """Put an app's icon somewhere."""
        self._write((_insert(label, package, activity, place), ()))

    def move(self, item: Item, place: Place) -> None:
        """Put an icon or a folder elsewhere; a folder that is left with one icon gives way to it."""
        self._write(_moved(item, place))
        self._dissolve(item.place.container)

    def put_into(self, item: Item, folder: Item) -> None:
        """Put an icon into a folder, behind what is there."""
        rank = len(self.inside(folder.id))
        x, y = rank % COLUMNS, rank // COLUMNS
        statement, values = _moved(item, Place(folder.id, 0, x, y))
        self._write((statement, values), ("UPDATE favorites SET rank = ? WHERE _id = ?", (rank, item.id)))
        self._dissolve(item.place.container)

    def make_folder(self, first: Item, second: Item) -> None:
        """Make a folder of two icons where the first one lies."""
        number = 1 + max(item.id for item in self.items())
        place = first.place
        self._write(
            (
                "INSERT INTO favorites (_id, title, container, screen, cellX, cellY, spanX, spanY, itemType)"
                " VALUES (?, '', ?, ?, ?, ?, 1, 1, ?)",
                (number, *place, _FOLDER),
            ),
            _moved(first, Place(number, 0, 0, 0)),
            _moved(second, Place(number, 0, 1, 0)),
            ("UPDATE favorites SET rank = 1 WHERE _id = ?", (second.id,)),
        )
        self._dissolve(second.place.container)

    def rename(self, folder: int, title: str) -> None:
        """Give a folder a name."""
        self._write(("UPDATE favorites SET title = ? WHERE _id = ?", (title, folder)))

    def remove(self, item: Item) -> None:
        """Take an icon off the home screen, or a folder with all in it; the apps stay."""
        self._write(("DELETE FROM favorites WHERE _id = ? OR container = ?", (item.id, item.id)))
        self._dissolve(item.place.container)

    def _dissolve(self, container: int) -> None:
        folder = next((item for item in self.items() if item.id == container), None)
        left = self.inside(container)
        if folder is not None and len(left) < 2:
            self._write(
                *(_moved(item, folder.place) for item in left), ("DELETE FROM favorites WHERE _id = ?", (container,))
            )

    def _write(self, *statements: tuple[str, Row]) -> None:
        with self._file.transaction() as connection:
            for statement, values in statements:
                connection.execute(statement, values)


def _moved(item: Item, place: Place) -> tuple[str, Row]:
    return (
        "UPDATE favorites SET container = ?, screen = ?, cellX = ?, cellY = ?, rank = 0 WHERE _id = ?",
        (*place, item.id),
    )


def _default(number: int, app: tuple[str, str, str]) -> str:
    if number < COLUMNS:
        return _insert(*app, Place(HOTSEAT, number, number, 0)) + ";"
    row, column = divmod(number - COLUMNS, COLUMNS)
    return _insert(*app, Place(DESKTOP, 0, column, ROWS - 1 - row)) + ";"


def _insert(label: str, package: str, activity: str, place: Place) -> str:
    intent = (
        "#Intent;action=android.intent.action.MAIN;category=android.intent.category.LAUNCHER;"
        f"launchFlags=0x10200000;component={package}/{activity};end"
    )
    title = label.replace("'", "''")
    return (
        "INSERT INTO favorites (title, intent, container, screen, cellX, cellY, spanX, spanY, itemType) VALUES "
        f"('{title}', '{intent}', {place.container}, {place.screen}, {place.x}, {place.y}, 1, 1, {_APPLICATION})"
    )


def _item(row: Row) -> Item:
    number, kind, title, intent, *place = row
    found = _COMPONENT.search(str(intent or ""))
    container, screen, x, y = (value if isinstance(value, int) else 0 for value in place)
    return Item(
        id=int(str(number)),
        package="" if kind == _FOLDER or found is None else found[1],
        title=str(title or ""),
        place=Place(container, screen, x, y),
    )
