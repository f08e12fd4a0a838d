"""The songs on the phone, and Retro Music's databases of playlists and of the playing queue."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from device.media_file import Song, read_song
from device.simulator.apps.shared.storage import files_below
from device.simulator.apps.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

UNKNOWN_ARTIST = "<unknown>"
"""What MediaStore writes where a file's tags have no artist."""
DATA = "/data/data/code.name.monkey.retromusic"
PLAYLIST_DB = f"{DATA}/databases/playlist.db"
QUEUE_DB = f"{DATA}/databases/music_playback_state.db"

# Room's tables, made of PlaylistEntity.kt, SongEntity.kt, HistoryEntity.kt and PlayCountEntity.kt of Retro Music 6.
_PLAYLIST_SCHEMA = """
CREATE TABLE PlaylistEntity (
    playlist_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, playlist_name TEXT NOT NULL);
CREATE TABLE SongEntity (
    song_key INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, playlist_creator_id INTEGER NOT NULL, id INTEGER NOT NULL,
    title TEXT NOT NULL, track_number INTEGER NOT NULL, year INTEGER NOT NULL, duration INTEGER NOT NULL,
    data TEXT NOT NULL, date_modified INTEGER NOT NULL, album_id INTEGER NOT NULL, album_name TEXT NOT NULL,
    artist_id INTEGER NOT NULL, artist_name TEXT NOT NULL, composer TEXT, album_artist TEXT);
CREATE UNIQUE INDEX index_SongEntity_playlist_creator_id_id ON SongEntity (playlist_creator_id, id);
CREATE TABLE HistoryEntity (
    id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, track_number INTEGER NOT NULL, year INTEGER NOT NULL,
    duration INTEGER NOT NULL, data TEXT NOT NULL, date_modified INTEGER NOT NULL, album_id INTEGER NOT NULL,
    album_name TEXT NOT NULL, artist_id INTEGER NOT NULL, artist_name TEXT NOT NULL, composer TEXT, album_artist TEXT,
    time_played INTEGER NOT NULL);
CREATE TABLE PlayCountEntity (
    id INTEGER PRIMARY KEY NOT NULL, title TEXT NOT NULL, track_number INTEGER NOT NULL, year INTEGER NOT NULL,
    duration INTEGER NOT NULL, data TEXT NOT NULL, date_modified INTEGER NOT NULL, album_id INTEGER NOT NULL,
    album_name TEXT NOT NULL, artist_id INTEGER NOT NULL, artist_name TEXT NOT NULL, composer TEXT, album_artist TEXT,
    time_played INTEGER NOT NULL, play_count INTEGER NOT NULL);
PRAGMA user_version = 24;
"""
_QUEUE_COLUMNS = (
    "_id LONG NOT NULL, title STRING NOT NULL, track INT NOT NULL, year INT NOT NULL, duration LONG NOT NULL,"
    " _data STRING NOT NULL, date_modified LONG NOT NULL, album_id LONG NOT NULL, album STRING NOT NULL,"
    " artist_id LONG NOT NULL, artist STRING NOT NULL, composer STRING, album_artist STRING"
)
# Two tables of equal columns, after MusicPlaybackQueueStore.kt.
_QUEUE_SCHEMA = f"""
CREATE TABLE playing_queue ({_QUEUE_COLUMNS});
CREATE TABLE original_playing_queue ({_QUEUE_COLUMNS});
PRAGMA user_version = 4;
"""


@dataclass(frozen=True, kw_only=True)
class Track:
    """A song on the phone: its file's path and date, and what its tag says."""

    path: str
    changed_at: float
    tags: Song

    @property
    def id(self) -> int:
        """A number for MediaStore's: the same as long as the file keeps its place."""
        return zlib.crc32(self.path.encode())

    @property
    def title(self) -> str:
        """The tag's title, else the file's name."""
        return self.tags.title or self.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def artist(self) -> str:
        """The tag's artist; MediaStore's word where it has none."""
        return self.tags.artist or UNKNOWN_ARTIST

    @property
    def album(self) -> str:
        """The tag's album; the folder's name where it has none, as MediaStore has it."""
        return self.tags.album or self.path.rpartition("/")[0].rpartition("/")[2]

    @property
    def row(self) -> tuple[object, ...]:
        """The columns that all tables of songs have, from the id to the album's artist."""
        album = self.album
        duration, changed = round(self.tags.seconds * 1000), int(self.changed_at)
        numbers = zlib.crc32(album.encode()), zlib.crc32(self.artist.encode())
        return (
            self.id,
            self.title,
            0,
            0,
            duration,
            self.path,
            changed,
            numbers[0],
            album,
            numbers[1],
            self.artist,
            "",
            "",
        )


@dataclass(frozen=True, kw_only=True)
class Playlist:
    """A playlist: its number, its name, and its songs as (key, title, milliseconds, path)."""

    id: int
    name: str
    songs: tuple[tuple[int, str, int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Queued:
    """A song of the playing queue: what the lists say of it, its file, and how long it plays."""

    title: str
    artist: str
    album: str
    path: str
    seconds: float


class MusicStore:
    """Reads and changes playlists and queue; every call looks at the files."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Look at `phone`'s files."""
        self._phone = phone
        self._playlists = SqliteFile(path=phone.files.path(PLAYLIST_DB), schema=_PLAYLIST_SCHEMA)
        self._queue = SqliteFile(path=phone.files.path(QUEUE_DB), schema=_QUEUE_SCHEMA)

    def create(self) -> None:
        """Make the databases, empty, where there are none yet."""
        self._playlists.create()
        self._queue.create()

    def tracks(self) -> list[Track]:
        """Return the songs on the phone by title."""
        found = []
        for entry in files_below(self._phone, "audio/mpeg"):
            tags = _tags(self._phone.files.path(entry.path), entry.changed_at, entry.size)
            found.append(Track(path=entry.path, changed_at=entry.changed_at, tags=tags))
        return sorted(found, key=lambda track: (track.title.casefold(), track.path))

    def playlists(self) -> list[Playlist]:
        """Return the playlists by name, their songs in the order they were added."""
        songs = self._playlists.rows(
            "SELECT playlist_creator_id, song_key, title, duration, data FROM SongEntity ORDER BY song_key"
        )
        rows = self._playlists.rows("SELECT playlist_id, playlist_name FROM PlaylistEntity ORDER BY playlist_name, 1")
        return [
            Playlist(
                id=int(str(number)),
                name=str(name),
                songs=tuple((int(str(s[1])), str(s[2]), int(str(s[3])), str(s[4])) for s in songs if s[0] == number),
            )
            for number, name in rows
        ]

    def create_playlist(self, name: str) -> int:
        """Make an empty playlist; return its number."""
        with self._playlists.transaction() as connection:
            made = connection.execute("INSERT INTO PlaylistEntity (playlist_name) VALUES (?)", (name,))
            return int(made.lastrowid or 0)

    def rename_playlist(self, number: int, name: str) -> None:
        """Give a playlist another name."""
        with self._playlists.transaction() as connection:
            connection.execute("UPDATE PlaylistEntity SET playlist_name = ? WHERE playlist_id = ?", (name, number))

    def delete_playlist(self, number: int) -> None:
        """Remove a playlist with its songs' rows."""
        with self._playlists.transaction() as connection:
            connection.execute("DELETE FROM SongEntity WHERE playlist_creator_id = ?", (number,))
            connection.execute("DELETE FROM PlaylistEntity WHERE playlist_id = ?", (number,))

    def add_to_playlist(self, number: int, tracks: Sequence[Track]) -> None:
        """Put songs at the end of a playlist; one that is there already stays where it is."""
        with self._playlists.transaction() as connection:
            for track in tracks:
                connection.execute(
                    f"INSERT OR IGNORE INTO SongEntity VALUES (NULL, ?{', ?' * len(track.row)})", (number, *track.row)
                )

    def remove_from_playlist(self, song_key: int) -> None:
        """Take one song out of its playlist."""
        with self._playlists.transaction() as connection:
            connection.execute("DELETE FROM SongEntity WHERE song_key = ?", (song_key,))

    def queue(self) -> list[Queued]:
        """Return the songs in the playing queue, in order."""
        rows = self._queue.rows("SELECT title, artist, album, _data, duration FROM playing_queue ORDER BY rowid")
        return [
            Queued(
                title=str(title),
                artist=str(artist),
                album=str(album),
                path=str(path),
                seconds=int(str(duration)) / 1000,
            )
            for title, artist, album, path, duration in rows
        ]

    def enqueue(self, tracks: Sequence[Track]) -> None:
        """Put songs at the end of the playing queue."""
        with self._queue.transaction() as connection:
            for table in ("playing_queue", "original_playing_queue"):
                for track in tracks:
                    connection.execute(f"INSERT INTO {table} VALUES (?{', ?' * (len(track.row) - 1)})", track.row)

    def play(self, tracks: Sequence[Track]) -> None:
        """Make songs the playing queue."""
        self.clear_queue()
        self.enqueue(tracks)

    def clear_queue(self) -> None:
        """Empty the playing queue."""
        with self._queue.transaction() as connection:
            connection.execute("DELETE FROM playing_queue")
            connection.execute("DELETE FROM original_playing_queue")


def m3u(playlist: Playlist) -> str:
    """Return a playlist as the file that Retro Music exports."""
    lines = ["#EXTM3U"]
    for _, title, milliseconds, path in playlist.songs:
        lines += [f"#EXTINF:{milliseconds // 1000},{title}", path]
    return "\n".join(lines) + "\n"


@functools.lru_cache(maxsize=256)
def _tags(path: Path, changed_at: float, size: int) -> Song:
    """Return a file's tag; `changed_at` and `size` tell whether it is still the same file."""
    return read_song(path.read_bytes())
