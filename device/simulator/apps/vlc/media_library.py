"""VLC's database of the media on the phone and of playlists."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from device.media_file import media_seconds
from device.simulator.apps.shared.storage import files_below
from device.simulator.apps.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

DATA = "/data/data/org.videolan.vlc"
MEDIA_DB = f"{DATA}/app_db/vlc_media.db"

# Media, File, Playlist and PlaylistMediaRelation of VideoLAN's medialibrary, without the tables of albums and series.
_SCHEMA = """
CREATE TABLE Media (
    id_media INTEGER PRIMARY KEY AUTOINCREMENT, type INTEGER, subtype INTEGER NOT NULL DEFAULT 0,
    duration INTEGER DEFAULT -1, last_position REAL DEFAULT -1, last_time INTEGER DEFAULT -1,
    play_count UNSIGNED INTEGER NOT NULL DEFAULT 0, last_played_date UNSIGNED INTEGER,
    insertion_date UNSIGNED INTEGER, release_date UNSIGNED INTEGER, title TEXT COLLATE NOCASE,
    filename TEXT COLLATE NOCASE, is_favorite BOOLEAN NOT NULL DEFAULT 0, is_present BOOLEAN NOT NULL DEFAULT 1,
    device_id INTEGER, nb_playlists UNSIGNED INTEGER NOT NULL DEFAULT 0, folder_id UNSIGNED INTEGER,
    import_type UNSIGNED INTEGER NOT NULL DEFAULT 0, group_id UNSIGNED INTEGER,
    forced_title BOOLEAN NOT NULL DEFAULT 0);
CREATE TABLE File (
    id_file INTEGER PRIMARY KEY AUTOINCREMENT, media_id UNSIGNED INT DEFAULT NULL,
    playlist_id UNSIGNED INT DEFAULT NULL, mrl TEXT,
    type UNSIGNED INTEGER, last_modification_date UNSIGNED INT, size UNSIGNED INT,
    FOREIGN KEY (media_id) REFERENCES Media(id_media) ON DELETE CASCADE);
CREATE TABLE Playlist (
    id_playlist INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE NOCASE, creation_date UNSIGNED INT NOT NULL,
    artwork_mrl TEXT, nb_video UNSIGNED INT NOT NULL DEFAULT 0, nb_audio UNSIGNED INT NOT NULL DEFAULT 0,
    nb_unknown UNSIGNED INT NOT NULL DEFAULT 0, is_favorite BOOLEAN NOT NULL DEFAULT FALSE);
CREATE TABLE PlaylistMediaRelation (
    media_id INTEGER, playlist_id INTEGER, position INTEGER,
    FOREIGN KEY (media_id) REFERENCES Media(id_media) ON DELETE SET NULL,
    FOREIGN KEY (playlist_id) REFERENCES Playlist(id_playlist) ON DELETE CASCADE);
CREATE TABLE Settings (db_model_version UNSIGNED INTEGER NOT NULL);
INSERT INTO Settings VALUES (36);
"""
_VIDEO, _AUDIO = 1, 2
"""IMedia::Type of medialibrary."""


@dataclass(frozen=True, kw_only=True)
class Medium:
    """A video or song: its file's path and how many seconds it plays."""

    path: str
    seconds: float

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]

    @property
    def title(self) -> str:
        """The file's name without its extension."""
        return self.name.rpartition(".")[0] or self.name


@dataclass(frozen=True, kw_only=True)
class Playlist:
    """A playlist: its number, its name, and the names of its files in order."""

    id: int
    name: str
    files: tuple[str, ...]


class MediaLibrary:
    """Reads and changes the database; every call looks at the files."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Look at `phone`'s files."""
        self._phone = phone
        self._file = SqliteFile(path=phone.files.path(MEDIA_DB), schema=_SCHEMA)

    def create(self) -> None:
        """Make the database, empty, where there is none yet."""
        self._file.create()

    def media(self, kind: str) -> list[Medium]:
        """Return what is on the phone of a kind (``video`` or ``audio``), by name."""
        found = [
            Medium(path=entry.path, seconds=_seconds(self._phone.files.path(entry.path), entry.changed_at, entry.size))
            for entry in files_below(self._phone, kind)
            if entry.media_type != "audio/x-mpegurl"
        ]
        return sorted(found, key=lambda medium: (medium.title.casefold(), medium.path))

    def scan(self) -> None:
        """Write a row for each file that has none yet, as VLC does whenever it comes to the front."""
        known = {str(mrl) for (mrl,) in self._file.rows("SELECT mrl FROM File JOIN Media ON media_id = id_media")}
        found = [(each, number) for kind, number in (("video", _VIDEO), ("audio", _AUDIO)) for each in self.media(kind)]
        new = [(medium, number) for medium, number in found if f"file://{medium.path}" not in known]
        if not new:
            return
        now = int(self._phone.clock.now())
        with self._file.transaction() as connection:
            for medium, number in new:
                row = connection.execute(
                    "INSERT INTO Media (type, duration, insertion_date, title, filename) VALUES (?, ?, ?, ?, ?)",
                    (number, round(medium.seconds * 1000), now, medium.name, medium.name),
                )
                connection.execute(
                    "INSERT INTO File (media_id, mrl, type) VALUES (?, ?, 1)", (row.lastrowid, f"file://{medium.path}")
                )

    def playlists(self) -> list[Playlist]:
        """Return the playlists by name, their files in order."""
        rows = self._file.rows("SELECT id_playlist, name FROM Playlist ORDER BY name, id_playlist")
        files = self._file.rows(
            "SELECT playlist_id, filename FROM PlaylistMediaRelation JOIN Media ON media_id = id_media"
            " ORDER BY position"
        )
        return [
            Playlist(id=int(str(number)), name=str(name), files=tuple(str(f) for owner, f in files if owner == number))
            for number, name in rows
        ]

    def create_playlist(self, name: str) -> int:
        """Make an empty playlist; return its number."""
        with self._file.transaction() as connection:
            now = int(self._phone.clock.now())
            made = connection.execute("INSERT INTO Playlist (name, creation_date) VALUES (?, ?)", (name, now))
            return int(made.lastrowid or 0)

    def add_to_playlist(self, number: int, paths: Sequence[str]) -> None:
        """Put files at the end of a playlist."""
        self.scan()
        with self._file.transaction() as connection:
            (first,) = connection.execute(
                "SELECT COUNT(*) FROM PlaylistMediaRelation WHERE playlist_id = ?", (number,)
            ).fetchone()
            for position, path in enumerate(paths, first):
                connection.execute(
                    "INSERT INTO PlaylistMediaRelation (media_id, playlist_id, position)"
                    " SELECT media_id, ?, ? FROM File WHERE mrl = ? LIMIT 1",
                    (number, position, f"file://{path}"),
                )

    def delete_playlist(self, number: int) -> None:
        """Remove a playlist."""
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM Playlist WHERE id_playlist = ?", (number,))


@functools.lru_cache(maxsize=256)
def _seconds(path: Path, changed_at: float, size: int) -> float:
    """Return how long a file plays; `changed_at` and `size` tell whether it is still the same file."""
    return media_seconds(path.read_bytes())
