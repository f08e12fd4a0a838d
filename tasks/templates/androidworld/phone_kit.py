"""What set-ups and checks of these templates do on a phone, through its shell alone."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from device.phone import Phone
from tasks.templates.on_phone import APPS, HOME_KEY, sql_text

NOW = datetime(2023, 10, 15, 15, 34, tzinfo=UTC)
"""When every task starts: a Sunday; the moment that AndroidWorld's start from."""

PACKAGES: dict[str, str] = {
    **APPS,
    "Audio Recorder": "com.dimowner.audiorecorder",
    "Camera": "com.android.camera2",
    "Chrome": "com.android.chrome",
    "Files": "com.google.android.documentsui",
    "Joplin": "net.cozic.joplin",
    "OpenTracks": "de.dennisguse.opentracks",
    "Simple SMS Messenger": "com.simplemobiletools.smsmessenger",
    "OsmAnd": "net.osmand",
    "Phone": "com.google.android.dialer",
    "Retro Music": "code.name.monkey.retromusic",
    "Simple Draw Pro": "com.simplemobiletools.draw.pro",
    "Simple Gallery Pro": "com.simplemobiletools.gallery.pro",
    "VLC": "org.videolan.vlc",
    "Tasks": "org.tasks",
    "Simple Calendar Pro": "com.simplemobiletools.calendar.pro",
    "Pro Expense": "com.arduia.expense",
    "Broccoli": "com.flauschcode.broccoli",
    "Taobao": "com.taobao.taobao",
    "WeChat": "com.tencent.mm",
}
"""Package by the name that the launcher shows."""


def begin(phone: Phone, *apps: str) -> None:
    """Set the phone's time to `NOW`, stop apps, so that none comes back on an inner page, and show the home screen.

    Args:
        phone: The phone.
        apps: Names of the apps that the task is about.
    """
    stops = "".join(f"am force-stop {PACKAGES[app]}; " for app in apps)
    phone.shell(f"date {NOW:%m%d%H%M%Y}.00; {stops}input keyevent {HOME_KEY}")


def rows(phone: Phone, database: str, sql: str) -> list[dict[str, Any]]:
    """Return the rows of an SQL query on one of the phone's databases, by column name."""
    output = phone.shell(f"sqlite3 -json {shlex.quote(database)} {shlex.quote(sql)}")
    return msgspec.json.decode(output, type=list[dict[str, Any]]) if output.strip() else []


def insert(table: str, values: Mapping[str, object]) -> str:
    """Return the SQL that inserts a row."""
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(map(literal, values.values()))})"


def literal(value: object) -> str:
    """Return a value as an SQL literal."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int | float) else sql_text(str(value))


def fill_table(phone: Phone, database: str, table: str, records: Iterable[Mapping[str, object]]) -> None:
    """Make a table hold exactly these rows."""
    statements = [f"DELETE FROM {table}", *(insert(table, record) for record in records)]
    sql = "BEGIN; " + " ".join(f"{statement};" for statement in statements) + " COMMIT;"
    phone.shell(f"sqlite3 {shlex.quote(database)} {shlex.quote(sql)}")


def nothing(_phone: Phone) -> bool:
    """Say that the goal is reached as far as the phone's state tells: the check of a question."""
    return True


Record = Mapping[str, Any]


def matches(found: Iterable[Record], kept: Iterable[Record], added: Iterable[Record] = ()) -> bool:
    """Say whether rows are exactly those that were kept and those that were added, in any order and number.

    Args:
        found: The rows that are there.
        kept: Rows that were there before; each is compared by the columns it has.
        added: The same for new rows.
    """
    left = list(found)
    for wanted in (*kept, *added):
        place = next((place for place, row in enumerate(left) if _has(row, wanted)), None)
        if place is None:
            return False
        del left[place]
    return not left


def _has(row: Record, wanted: Record) -> bool:
    return all(row.get(name) == value for name, value in wanted.items())


def push_note(phone: Phone, name: str, text: str) -> None:
    """Write a note into Markor's folder."""
    phone.push(text.encode(), f"{MARKOR_FOLDER}/{name}")


MARKOR_FOLDER = "/storage/emulated/0/Documents/Markor"
