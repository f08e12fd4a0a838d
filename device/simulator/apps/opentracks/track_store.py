"""The recorded activities in OpenTracks' database."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from device.simulator.apps.shared.storage import duration_text
from device.simulator.apps.sqlite_file import SqliteFile

DATA = "/data/data/de.dennisguse.opentracks"
TRACKS_DB = f"{DATA}/databases/database.db"

METERS_PER_MILE = 1609.344

# Columns of TracksColumns, TrackPointsColumns and MarkerColumns of OpenTracks 4.
_SCHEMA = """
CREATE TABLE tracks (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, description TEXT, category TEXT, starttime INTEGER,
    stoptime INTEGER, numpoints INTEGER, totaldistance FLOAT, totaltime INTEGER, movingtime INTEGER, avgspeed FLOAT,
    avgmovingspeed FLOAT, maxspeed FLOAT, minelevation FLOAT, maxelevation FLOAT, elevationgain FLOAT, icon TEXT,
    uuid BLOB, elevationloss FLOAT, starttime_offset INTEGER, activity_type TEXT);
CREATE UNIQUE INDEX tracks_uuid_index ON tracks (uuid);
CREATE TABLE trackpoints (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, trackid INTEGER NOT NULL, longitude INTEGER, latitude INTEGER, time INTEGER,
    elevation FLOAT, accuracy FLOAT, speed FLOAT, bearing FLOAT, sensor_heartrate FLOAT, sensor_cadence FLOAT,
    sensor_power FLOAT, elevation_gain FLOAT, elevation_loss FLOAT, type TEXT, sensor_distance FLOAT,
    accuracy_vertical FLOAT, FOREIGN KEY (trackid) REFERENCES tracks(_id) ON UPDATE CASCADE ON DELETE CASCADE);
CREATE INDEX trackpoints_trackid_index ON trackpoints (trackid);
CREATE TABLE markers (
    _id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, description TEXT, category TEXT, icon TEXT,
    trackid INTEGER NOT NULL, length FLOAT, duration INTEGER, longitude INTEGER, latitude INTEGER, time INTEGER,
    elevation FLOAT, accuracy FLOAT, bearing FLOAT, photourl TEXT,
    FOREIGN KEY (trackid) REFERENCES tracks(_id) ON UPDATE CASCADE ON DELETE CASCADE);
CREATE INDEX markers_trackid_index ON markers (trackid);
PRAGMA user_version = 35;
"""
_COLUMNS = (
    "_id, name, description, category, starttime, totaldistance, totaltime, movingtime, elevationgain, elevationloss"
)


@dataclass(frozen=True, kw_only=True)
class Track:
    """An activity.

    Attributes:
        id: Row id.
        name, description, category: In words.
        started_at: Milliseconds since the epoch.
        meters: Distance.
        milliseconds, moving_milliseconds: How long it took, and how long of that something moved.
        gain, loss: Metres up and down.
    """

    id: int
    name: str
    description: str
    category: str
    started_at: int
    meters: float
    milliseconds: int
    moving_milliseconds: int
    gain: float
    loss: float

    @property
    def date(self) -> str:
        """Start as ``Oct 12, 2023 08:00``; the phone's zone is UTC."""
        start = datetime.fromtimestamp(self.started_at / 1000, UTC)
        return f"{start:%b} {start.day}, {start:%Y %H:%M}"

    @property
    def distance(self) -> str:
        """Distance in miles, as the app shows it in the United States."""
        return f"{self.meters / METERS_PER_MILE:.2f} mi"

    @property
    def length(self) -> str:
        """Duration as ``45:00``."""
        return duration_text(self.milliseconds / 1000)


class TrackStore:
    """Reads and changes the activities; every call looks at the file."""

    def __init__(self, path: Path) -> None:
        """Bind the store to the database file at ``path`` on the host."""
        self._file = SqliteFile(path=path, schema=_SCHEMA)

    def create(self) -> None:
        """Make the file, without activities, where there is none yet."""
        self._file.create()

    def all(self) -> list[Track]:
        """Return the activities, latest first."""
        return self._file.remember("tracks", self._read)

    def get(self, number: int) -> Track | None:
        """Return one activity, None where it has gone."""
        return next((track for track in self.all() if track.id == number), None)

    def add(self, name: str, *, started_at: int, milliseconds: int, seed: int) -> int:
        """Write an activity that went nowhere; return its row id.

        Args:
            name: Its name.
            started_at: Milliseconds since the epoch.
            milliseconds: How long it took.
            seed: What its UUID is made of.
        """
        unique = uuid.UUID(int=Random(f"{seed} {started_at}").getrandbits(128), version=4).bytes
        with self._file.transaction() as connection:
            row = connection.execute(
                "INSERT INTO tracks (name, description, category, activity_type, starttime, stoptime, numpoints,"
                " totaldistance, totaltime, movingtime, avgspeed, avgmovingspeed, maxspeed, elevationgain,"
                " elevationloss, icon, uuid, starttime_offset) VALUES (?, '', '', '', ?, ?, 0, 0, ?, 0, 0, 0, 0, 0, 0,"
                " 'UNKNOWN', ?, 0)",
                (name, started_at, started_at + milliseconds, milliseconds, unique),
            )
            return int(row.lastrowid or 0)

    def edit(self, number: int, *, name: str, description: str, category: str) -> None:
        """Write the words of an activity."""
        with self._file.transaction() as connection:
            connection.execute(
                "UPDATE tracks SET name = ?, description = ?, category = ?, activity_type = ? WHERE _id = ?",
                (name, description, category, category, number),
            )

    def delete(self, number: int) -> None:
        """Remove an activity with its points and markers."""
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM tracks WHERE _id = ?", (number,))

    def _read(self) -> list[Track]:
        rows = self._file.rows(f"SELECT {_COLUMNS} FROM tracks ORDER BY starttime DESC, _id DESC")
        return [_track(row) for row in rows]


def _track(row: tuple[object, ...]) -> Track:
    number, name, description, category = row[:4]
    started_at, meters, milliseconds, moving, gain, loss = (float(str(value or 0)) for value in row[4:])
    return Track(
        id=int(str(number)),
        name=str(name or ""),
        description=str(description or ""),
        category=str(category or ""),
        started_at=int(started_at),
        meters=meters,
        milliseconds=int(milliseconds),
        moving_milliseconds=int(moving),
        gain=gain,
        loss=loss,
    )
