"""Templates of OsmAnd: a favourite, a marker, a track through several towns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random
from xml.etree import ElementTree

from device.phone import Phone
from tasks.template import Draft, Split, Template, split_of
from tasks.templates.androidworld.phone_kit import begin, fill_table, rows
from tasks.templates.androidworld.script import Step, open_app, script, tap, write
from tasks.templates.androidworld.storage_kit import STORAGE, put_files

APP = "OsmAnd"
FILES = f"{STORAGE}/Android/data/net.osmand/files"
FAVORITES, TRACKS = f"{FILES}/favorites", f"{FILES}/tracks"
MARKERS_DB = "/data/data/net.osmand/databases/map_markers_db"
PREFERENCES = "/data/data/net.osmand/shared_prefs"
MAP = (PREFERENCES, f"{PREFERENCES}/net.osmand.settings.xml")
"""Where OsmAnd keeps what the map shows, which is nobody's data."""
GPX = "{http://www.topografix.com/GPX/1/1}"
TOWNS = {
    "Balzers": (47.0688832, 9.5061564),
    "Bendern": (47.2122151, 9.5062101),
    "Malbun": (47.1026191, 9.6083057),
    "Nendeln": (47.1973857, 9.5430636),
    "Oberplanken": (47.1784977, 9.5450163),
    "Planken": (47.1858882, 9.5452201),
    "Rotenboden": (47.1275785, 9.5387131),
    "Ruggell": (47.23976, 9.5262837),
    "Schaan": (47.1663432, 9.5103085),
    "Schaanwald": (47.2165476, 9.5699984),
    "Triesen": (47.106997, 9.5274854),
}
"""Degrees north and east of towns of Liechtenstein (OpenStreetMap); some names begin with others."""
NEAR = 0.001
"""Degrees that a point may be off: about 100 metres."""

Point = tuple[float, float]


def is_near(point: Point, town: str) -> bool:
    """Say whether a point is that of a town."""
    return all(abs(one - other) < NEAR for one, other in zip(point, TOWNS[town], strict=True))


def points_of(data: bytes, kind: str) -> list[Point]:
    """Return the points of one kind of a GPX file: ``wpt``, ``trkpt``."""
    found = ElementTree.fromstring(data).iter(f"{GPX}{kind}")
    return [(float(point.get("lat", "0")), float(point.get("lon", "0"))) for point in found]


def _are_near(points: Sequence[Point], towns: Sequence[str]) -> bool:
    return len(points) == len(towns) and all(map(is_near, points, towns))


def _favorites_file(towns: Sequence[str]) -> bytes:
    points = "".join(f'<wpt lat="{TOWNS[t][0]}" lon="{TOWNS[t][1]}"><name>{t}</name></wpt>' for t in towns)
    return f'<gpx version="1.1" xmlns="{GPX[1:-1]}">{points}</gpx>'.encode()


def prepare(kept: Sequence[str], phone: Phone) -> None:
    """Leave these towns as favourites and as markers, and no track."""
    begin(phone, APP)
    phone.shell(f"rm -rf {PREFERENCES}")
    put_files(phone, {f"{FAVORITES}/favorites.gpx": _favorites_file(kept)}, FAVORITES, TRACKS)
    fill_table(phone, MARKERS_DB, "map_markers", [_marker(number, town) for number, town in enumerate(kept)])


def _marker(number: int, town: str) -> dict[str, object]:
    latitude, longitude = TOWNS[town]
    return {
        "marker_id": f"kept-{number}",
        "marker_lat": latitude,
        "marker_lon": longitude,
        "marker_description": f"location#{town}",
        "marker_active": 1,
        "marker_added": number,
    }


def draw_towns(rng: Random, split: Split) -> tuple[str, list[str]]:
    """Draw a town, and two others that are there already."""
    town = rng.choice([name for name in TOWNS if split_of(name) == split])
    return town, rng.sample([name for name in TOWNS if name != town], 2)


def _asked(rng: Random, town: str) -> tuple[str, str]:
    """Return how a task names a town, by name or by degrees, and what the search shows for that."""
    if rng.random() < 0.5:
        return f"{town}, Liechtenstein", town
    latitude, longitude = TOWNS[town]
    return f"{latitude}, {longitude}", f"{latitude:.5f}, {longitude:.5f}"


def search_steps(asked: str, shown: str) -> tuple[Step, ...]:
    """Return the steps that look for a place and show it on the map."""
    return open_app(APP), tap("Search"), write(asked), tap(shown)


def _favorites_are(towns: Sequence[str], phone: Phone) -> bool:
    return _are_near(points_of(phone.pull(f"{FAVORITES}/favorites.gpx"), "wpt"), towns)


def _draw_favorite(rng: Random, split: Split) -> Draft:
    town, kept = draw_towns(rng, split)
    asked, shown = _asked(rng, town)
    return Draft(
        parameters={"place": asked},
        setup=partial(prepare, kept),
        check=partial(_favorites_are, [*kept, town]),
        solve=script(*search_steps(asked, shown), tap("Add"), tap("Save"), done=f"{asked} is a favorite."),
        may_change=(*MAP, f"{FAVORITES}/favorites.gpx"),
    )


def _markers_are(kept: Sequence[str], town: str, phone: Phone) -> bool:
    found = rows(phone, MARKERS_DB, "SELECT * FROM map_markers ORDER BY marker_added")
    names = [row["marker_id"] for row in found[: len(kept)]]
    points = [(row["marker_lat"], row["marker_lon"]) for row in found if row["marker_active"]]
    return names == [f"kept-{number}" for number in range(len(kept))] and _are_near(points, [*kept, town])


def _draw_marker(rng: Random, split: Split) -> Draft:
    town, kept = draw_towns(rng, split)
    asked, shown = _asked(rng, town)
    return Draft(
        parameters={"place": asked},
        setup=partial(prepare, kept),
        check=partial(_markers_are, kept, town),
        solve=script(*search_steps(asked, shown), tap("Marker"), done=f"There is a marker at {asked}."),
        may_change=(*MAP, "*/map_markers_db:map_markers"),
    )


def _leads_through(towns: Sequence[str], phone: Phone) -> bool:
    """Say whether the one track there is leads through these towns, in this order, from the first to the last."""
    files = phone.shell(f"find {TRACKS} -type f").splitlines()
    if len(files) != 1:
        return False
    points = points_of(phone.pull(files[0]), "trkpt")
    ends = points[:1] + points[-1:]
    if not _are_near(ends, [towns[0], towns[-1]]):
        return False
    left = iter(points)
    return all(any(is_near(point, town) for point in left) for town in towns)


def _draw_track(rng: Random, _split: Split) -> Draft:
    towns = rng.sample(sorted(TOWNS), rng.randint(2, 4))
    add = [step for town in towns for step in (tap("Add point"), write(town), tap(town))]
    steps = [open_app(APP), tap("Plan a route"), *add, tap("Save as new track"), tap("Save")]
    return Draft(
        parameters={"towns": ", ".join(towns)},
        setup=partial(prepare, rng.sample(sorted(TOWNS), 2)),
        check=partial(_leads_through, towns),
        solve=script(*steps, done="The track is saved."),
        may_change=(*MAP, f"{TRACKS}/*"),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="osm_and_favorite",
        app=APP,
        phrasings=("Make {place} a favorite in OsmAnd", "In OsmAnd, save the place {place} among the favorites"),
        held_out=("OsmAnd's favorites should have {place} too",),
        draw=_draw_favorite,
        steps=13,
    ),
    Template(
        name="osm_and_marker",
        app=APP,
        phrasings=("Put a map marker on {place} in OsmAnd", "In OsmAnd, mark the place {place} with a map marker"),
        held_out=("OsmAnd's map should have a marker at {place}",),
        draw=_draw_marker,
        steps=20,
    ),
    Template(
        name="osm_and_track",
        app=APP,
        phrasings=(
            "In OsmAnd, plan a route through {towns}, in this order, and save it as a track",
            "Save an OsmAnd track that leads through these places in Liechtenstein, in order: {towns}",
        ),
        held_out=("I need a track in OsmAnd from place to place: {towns}",),
        draw=_draw_track,
        steps=40,
    ),
)
