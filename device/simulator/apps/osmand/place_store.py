"""The places that OsmAnd's map knows, and its files of favourites, markers and tracks."""

from __future__ import annotations

import itertools
import math
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from device.simulator.apps.shared.storage import entries, free_path, write_dated
from device.simulator.apps.sqlite_file import SqliteFile
from device.simulator.files import PRIMARY

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

DATA = "/data/data/net.osmand"
FILES = f"{PRIMARY}/Android/data/net.osmand/files"
FAVORITES = f"{FILES}/favorites/favorites.gpx"
TRACKS = f"{FILES}/tracks"
MARKERS_DB = f"{DATA}/databases/map_markers_db"

GPX = "{http://www.topografix.com/GPX/1/1}"
_EARTH_KILOMETERS = 6371.0088
"""The mean radius of the Earth, IUGG's R1."""
_STEPS = 8
"""Pieces of a track's line between two of its points."""
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")

# MapMarkersDbHelper.java of OsmAnd 4: markers and their groups.
_SCHEMA = """
CREATE TABLE map_markers (
    marker_id TEXT PRIMARY KEY, marker_lat double, marker_lon double, marker_description TEXT, marker_active int,
    marker_added long, marker_visited long, group_name TEXT, group_key TEXT, marker_color int, marker_next_key TEXT,
    marker_disabled int, marker_selected int, marker_map_object_name TEXT, title TEXT);
CREATE TABLE map_markers_groups (
    group_id TEXT PRIMARY KEY, group_name TEXT, group_type TEXT, group_disabled int, group_categories TEXT);
PRAGMA user_version = 13;
"""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A point with a name, in degrees north and east."""

    name: str
    latitude: float
    longitude: float

    def kilometers_to(self, other: Place) -> float:
        """Return the distance as the crow flies, on a sphere of the Earth's mean radius (haversine formula)."""
        north, south = math.radians(self.latitude), math.radians(other.latitude)
        across = math.radians(other.longitude - self.longitude)
        half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
        return 2 * _EARTH_KILOMETERS * math.asin(math.sqrt(half))

    @property
    def coordinates(self) -> str:
        """Both numbers with five decimals, as OsmAnd shows them."""
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


TOWNS = tuple(
    Place(name=name, latitude=latitude, longitude=longitude)
    for name, latitude, longitude in (
        ("Balzers", 47.0688832, 9.5061564),
        ("Bendern", 47.2122151, 9.5062101),
        ("Malbun", 47.1026191, 9.6083057),
        ("Nendeln", 47.1973857, 9.5430636),
        ("Oberplanken", 47.1784977, 9.5450163),
        ("Planken", 47.1858882, 9.5452201),
        ("Rotenboden", 47.1275785, 9.5387131),
        ("Ruggell", 47.23976, 9.5262837),
        ("Schaan", 47.1663432, 9.5103085),
        ("Schaanwald", 47.2165476, 9.5699984),
        ("Schönberg", 47.1303814, 9.5930117),
        ("Triesen", 47.106997, 9.5274854),
        ("Vaduz", 47.1392862, 9.5227962),
    )
)
"""The towns on the map (OpenStreetMap), the twelve of AndroidWorld's tasks among them."""


def find_places(query: str) -> list[Place]:
    """Return what a search finds: towns whose name begins with the first word, or the point that coordinates name."""
    found = _COORDINATES.fullmatch(query)
    if found:
        latitude, longitude = float(found[1]), float(found[2])
        point = Place(name=f"{latitude:.5f}, {longitude:.5f}", latitude=latitude, longitude=longitude)
        return [point] if abs(latitude) <= 90 and abs(longitude) <= 180 else []
    first = query.partition(",")[0].strip().casefold()
    return [town for town in TOWNS if first and town.name.casefold().startswith(first)]


def distance_text(kilometers: float) -> str:
    """Return a distance as OsmAnd writes it: ``850 m``, ``3.42 km``, ``12.3 km``."""
    if kilometers < 1:
        return f"{kilometers * 1000:.0f} m"
    return f"{kilometers:.2f} km" if kilometers < 10 else f"{kilometers:.1f} km"


class PlaceStore:
    """Reads and writes favourites, markers and tracks; every call looks at the files."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Look at `phone`'s files."""
        self._phone = phone
        self._file = SqliteFile(path=phone.files.path(MARKERS_DB), schema=_SCHEMA)

    def create(self) -> None:
        """Make the database and the folders where there are none yet."""
        self._file.create()
        for folder in (TRACKS, FAVORITES.rpartition("/")[0]):
            self._phone.files.path(folder).mkdir(parents=True, exist_ok=True)

    def favorites(self) -> list[Place]:
        """Return the favourites in the file's order."""
        return _points(self._phone.files.path(FAVORITES), "wpt")

    def add_favorite(self, place: Place) -> None:
        """Put a place at the end of the favourites."""
        self._write_favorites([*self.favorites(), place])

    def remove_favorite(self, place: Place) -> None:
        """Take a place off the favourites."""
        self._write_favorites([each for each in self.favorites() if each != place])

    def _write_favorites(self, places: Sequence[Place]) -> None:
        points = "".join(
            f'  <wpt lat="{place.latitude:.7f}" lon="{place.longitude:.7f}">\n    <time>{self._time()}</time>\n'
            f"    <name>{escape(place.name, quote=False)}</name>\n  </wpt>\n"
            for place in places
        )
        write_dated(self._phone, FAVORITES, _gpx(points))

    def markers(self) -> list[Place]:
        """Return the active markers, the latest first."""
        rows = self._file.rows(
            "SELECT marker_description, marker_lat, marker_lon FROM map_markers WHERE marker_active = 1"
            " ORDER BY marker_added DESC, marker_id"
        )
        return [
            Place(name=str(name or "").rpartition("#")[2], latitude=float(str(north)), longitude=float(str(east)))
            for name, north, east in rows
        ]

    def add_marker(self, place: Place) -> None:
        """Put a marker on a place."""
        now = int(self._phone.clock.now() * 1000)
        count = len(self.markers())
        number = str(uuid.UUID(int=Random(f"{self._phone.seed} {now} {count} {place}").getrandbits(128), version=4))
        with self._file.transaction() as connection:
            connection.execute(
                "INSERT INTO map_markers (marker_id, marker_lat, marker_lon, marker_description, marker_active,"
                " marker_added, marker_visited, marker_color, marker_disabled, marker_selected)"
                " VALUES (?, ?, ?, ?, 1, ?, 0, ?, 0, 0)",
                (number, place.latitude, place.longitude, f"location#{place.name}", now, count % 7),
            )

    def tracks(self) -> list[str]:
        """Return the names of the saved tracks."""
        return [entry.name for entry in entries(self._phone, TRACKS) if entry.name.endswith(".gpx")]

    def save_track(self, name: str, places: Sequence[Place]) -> str:
        """Write the track that leads straight from place to place; return the file's name."""
        points = "".join(
            f'      <trkpt lat="{latitude:.7f}" lon="{longitude:.7f}" />\n' for latitude, longitude in _line(places)
        )
        body = f"  <trk>\n    <name>{escape(name, quote=False)}</name>\n    <trkseg>\n{points}    </trkseg>\n  </trk>\n"
        path = free_path(self._phone, f"{TRACKS}/{name}.gpx")
        write_dated(self._phone, path, _gpx(body))
        return path.rpartition("/")[2]

    def track_points(self, name: str) -> list[Place]:
        """Return the points of a saved track."""
        return _points(self._phone.files.path(f"{TRACKS}/{name}"), f"trk/{GPX}trkseg/{GPX}trkpt")

    def _time(self) -> str:
        return f"{datetime.fromtimestamp(self._phone.clock.now(), UTC):%Y-%m-%dT%H:%M:%SZ}"


def _gpx(content: str) -> bytes:
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
    return (
        f'{head}<gpx version="1.1" creator="OsmAnd 4.6.13" xmlns="http://www.topografix.com/GPX/1/1">\n{content}</gpx>\n'
    ).encode()


def _points(path: Path, kind: str) -> list[Place]:
    """Return the points of a GPX file; none of one that is missing or broken."""
    try:
        root = ElementTree.parse(path).getroot()
        return [
            Place(
                name=point.findtext(f"{GPX}name") or "",
                latitude=float(point.get("lat", "")),
                longitude=float(point.get("lon", "")),
            )
            for point in root.iterfind(f"{GPX}{kind}")
        ]
    except (OSError, ValueError, ElementTree.ParseError):
        return []


def _line(places: Sequence[Place]) -> list[tuple[float, float]]:
    """Return the points of the straight line through places, in order; each place is one of them."""
    line = [(places[0].latitude, places[0].longitude)]
    for start, end in itertools.pairwise(places):
        for step in range(1, _STEPS + 1):
            share = step / _STEPS
            north = start.latitude + share * (end.latitude - start.latitude)
            line.append((north, start.longitude + share * (end.longitude - start.longitude)))
    return line
