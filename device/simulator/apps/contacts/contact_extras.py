"""What few contacts have: a photo, a nickname, an address, a website, notes; rows of ``data`` in `contacts2.db`."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from device.simulator.apps.contacts.contact_store import SCHEMA
from device.simulator.apps.sqlite_file import SqliteFile

FIELDS = {"nickname": "Nickname", "postal": "Address", "website": "Website", "note": "Notes"}
"""Label of the editor's field, by name."""
ICONS = {"nickname": "person", "postal": "location", "website": "public", "note": "note"}
_TYPES = {
    "nickname": "vnd.android.cursor.item/nickname",
    "postal": "vnd.android.cursor.item/postal-address_v2",
    "website": "vnd.android.cursor.item/website",
    "note": "vnd.android.cursor.item/note",
}
_PHOTO = "vnd.android.cursor.item/photo"
_PIXELS = 256
"""Width and height of a kept photo."""


class ContactExtras:
    """Reads and changes those rows; every call looks at the file."""

    def __init__(self, path: Path) -> None:
        """Look at the database file at ``path`` on the host."""
        self._file = SqliteFile(path=path, schema=SCHEMA)

    def of(self, contact_id: int) -> dict[str, str]:
        """Return what a contact has, by the names of `FIELDS`, in their order."""
        found = self._file.rows(
            "SELECT mimetype, data1 FROM view_data WHERE raw_contact_id = ? ORDER BY _id DESC", (contact_id,)
        )
        values = {str(kind): str(value or "") for kind, value in found}
        return {name: values[kind] for name, kind in _TYPES.items() if values.get(kind)}

    def save(self, contact_id: int, values: Mapping[str, str]) -> None:
        """Make a contact have exactly this; an empty value is none."""
        with self._file.transaction() as connection:
            for name, kind in _TYPES.items():
                _remove(connection, contact_id, kind)
                if values.get(name):
                    _insert(connection, contact_id, kind, "data1", values[name])

    def photos(self) -> Mapping[int, bytes]:
        """Return the photos, JPEG, by the ids of their contacts."""
        return self._file.remember("photos", self._photos)

    def _photos(self) -> dict[int, bytes]:
        found = self._file.rows(f"SELECT raw_contact_id, data15 FROM view_data WHERE mimetype = '{_PHOTO}'")
        return {int(str(number)): photo for number, photo in found if isinstance(photo, bytes)}

    def set_photo(self, contact_id: int, picture: bytes) -> bool:
        """Make the middle of a picture a contact's photo, or take that away where there is none.

        Args:
            contact_id: Whose.
            picture: A picture's file, or nothing.

        Returns:
            Whether it is a picture.
        """
        photo = _square(picture) if picture else b""
        if photo is None:
            return False
        with self._file.transaction() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            _remove(connection, contact_id, _PHOTO)
            number = _insert(connection, contact_id, _PHOTO, "data15", photo) if photo else None
            connection.execute(
                "UPDATE contacts SET photo_id = ? WHERE _id = (SELECT contact_id FROM raw_contacts WHERE _id = ?)",
                (number, contact_id),
            )
        return True


def _remove(connection: sqlite3.Connection, contact_id: int, kind: str) -> None:
    connection.execute(
        "DELETE FROM data WHERE raw_contact_id = ? AND mimetype_id = (SELECT _id FROM mimetypes WHERE mimetype = ?)",
        (contact_id, kind),
    )


def _insert(connection: sqlite3.Connection, contact_id: int, kind: str, column: str, value: str | bytes) -> int | None:
    connection.execute("INSERT OR IGNORE INTO mimetypes (mimetype) VALUES (?)", (kind,))
    return connection.execute(
        f"INSERT INTO data (raw_contact_id, mimetype_id, {column})"
        " VALUES (?, (SELECT _id FROM mimetypes WHERE mimetype = ?), ?)",
        (contact_id, kind, value),
    ).lastrowid


def _square(picture: bytes) -> bytes | None:
    """Return the middle of a picture as a square JPEG; None where it is none."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            fitted = ImageOps.fit(opened.convert("RGB"), (_PIXELS, _PIXELS))
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    target = io.BytesIO()
    fitted.save(target, "JPEG", quality=85)
    return target.getvalue()
