"""Templates of OsmAnd beside AndroidWorld's: a distance, a place pressed long on the map, a map zoomed to a scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from itertools import permutations
from random import Random
from xml.etree import ElementTree

from device.phone import Phone
from perception.screen import Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Move, Open
from tasks.pools import title
from tasks.rules import find
from tasks.template import Draft, Split, Template, split_of
from tasks.templates.androidworld.maps import (
    APP,
    FAVORITES,
    GPX,
    MAP,
    TOWNS,
    draw_towns,
    is_near,
    points_of,
    prepare,
    search_steps,
)
from tasks.templates.androidworld.phone_kit import nothing
from tasks.templates.androidworld.script import hold, open_app, script, tap, write
from tasks.templates.androidworld.steps import touch

RADIUS = 6371.0088
"""The Earth's mean radius in kilometers (IUGG)."""
RULERS = {12: "2 km", 13: "1 km", 14: "500 m", 15: "200 m", 16: "100 m"}
"""What the ruler of a map of Liechtenstein says at a zoom level."""
OFF = 100
"""How many dp a place may be off the middle of the map."""


def kilometers(start: str, end: str) -> float:
    """Return how far a town is from another as the crow flies, by the spherical law of cosines."""
    (north, west), (south, east) = (tuple(map(math.radians, TOWNS[town])) for town in (start, end))
    cosine = math.sin(north) * math.sin(south) + math.cos(north) * math.cos(south) * math.cos(east - west)
    return RADIUS * math.acos(min(1.0, cosine))


def _read_distance(screen: Screen, _progress: Sequence[Move]) -> str:
    words = next((each.text for each in screen.elements if each.text.startswith("2 points • ")), "")
    return words.partition(" • ")[2].removesuffix(" km")


def _draw_distance(rng: Random, split: Split) -> Draft:
    pairs = [
        pair for pair in permutations(TOWNS, 2) if split_of(" ".join(pair)) == split and 1 < kilometers(*pair) < 9.9
    ]
    start, end = rng.choice(pairs)
    add = [step for town in (start, end) for step in (tap("Add point"), write(town), tap(town))]
    return Draft(
        parameters={"start": start, "end": end},
        setup=partial(prepare, rng.sample(sorted(TOWNS), 2)),
        check=nothing,
        solve=script(open_app(APP), tap("Plan a route"), *add, done=_read_distance),
        answer=Answer(kind="number", values=(f"{kilometers(start, end):.2f}",)),
        may_change=MAP,
    )


def _favorites_are(kept: Sequence[str], town: str, name: str, phone: Phone) -> bool:
    data = phone.pull(f"{FAVORITES}/favorites.gpx")
    names = [point.findtext(f"{GPX}name") for point in ElementTree.fromstring(data).iter(f"{GPX}wpt")]
    points = points_of(data, "wpt")
    return names == [*kept, name] and all(map(is_near, points, (*kept, town)))


def _draw_hold(rng: Random, split: Split) -> Draft:
    town, kept = draw_towns(rng, split)
    name = title(rng, split).title()
    save = [hold(town), tap("Add"), write(name), tap("Save")]
    return Draft(
        parameters={"town": town, "name": name},
        setup=partial(prepare, kept),
        check=partial(_favorites_are, kept, town, name),
        solve=script(open_app(APP), *save, done=f"{town} is the favorite {name}."),
        may_change=(*MAP, f"{FAVORITES}/favorites.gpx"),
    )


def _is_shown(town: str, zoom: int, phone: Phone) -> bool:
    """Say whether what OsmAnd keeps of its map has a town near its middle, at a zoom level."""
    if not phone.shell(f"find /data/data/net.osmand -name {MAP[1].rpartition('/')[2]}").strip():
        return False
    root = ElementTree.fromstring(phone.pull(MAP[1]))
    kept = {each.get("name", ""): float(each.get("value", "nan")) for each in root}
    latitude, longitude, level = (kept.get(f"last_known_map_{name}", math.nan) for name in ("lat", "lon", "zoom"))
    off = OFF * 360 / (256 * 2**zoom)
    return level == zoom and abs(latitude - TOWNS[town][0]) < off and abs(longitude - TOWNS[town][1]) < off


def _zoom_move(town: str, ruler: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Look the town up, then zoom until the ruler is right."""
    steps = search_steps(town, town)
    move = script(*steps, done="")(screen, progress)
    if not isinstance(move, Done):
        return move
    if find(screen, ruler) is not None:
        return Done(message=f"{town} is on the map, and the ruler says {ruler}.")
    if touch(screen, "Zoom in") is None:
        return Open(app=APP)
    lengths = list(RULERS.values())
    shown = next((place for place, each in enumerate(lengths) if find(screen, each) is not None), 0)
    return touch(screen, "Zoom in" if shown < lengths.index(ruler) else "Zoom out") or Back()


def _draw_zoom(rng: Random, split: Split) -> Draft:
    town, kept = draw_towns(rng, split)
    zoom = rng.choice(sorted(RULERS))
    return Draft(
        parameters={"town": town, "ruler": RULERS[zoom]},
        setup=partial(prepare, kept),
        check=partial(_is_shown, town, zoom),
        solve=partial(_zoom_move, town, RULERS[zoom]),
        may_change=MAP,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="osm_and_distance",
        app=APP,
        phrasings=(
            "How far is it from {start} to {end} by the route planner of OsmAnd? Answer with the kilometers as it shows"
            " them",
            "Plan a route from {start} straight to {end} in OsmAnd without saving it: how many kilometers does it say?",
        ),
        held_out=("OsmAnd's planner knows how many kilometers lie between {start} and {end}: tell me the number",),
        draw=_draw_distance,
        steps=18,
    ),
    Template(
        name="osm_and_hold_favorite",
        app=APP,
        phrasings=(
            'Press long on {town} on the map of OsmAnd, and save what opens as the favorite "{name}"',
            'Hold your finger on {town} on OsmAnd\'s map and make the place a favorite called "{name}"',
        ),
        held_out=('{town} should be a favorite "{name}" in OsmAnd; touch it long on the map to get there',),
        draw=_draw_hold,
        steps=12,
    ),
    Template(
        name="osm_and_zoom",
        app=APP,
        phrasings=(
            "Bring {town} into the middle of OsmAnd's map and zoom until the ruler at its lower left says {ruler}",
            "Zoom OsmAnd's map, with {town} in its middle, to where the ruler shows {ruler}",
        ),
        held_out=("I want to see {town} in the middle of OsmAnd's map, at a scale where the ruler reads {ruler}",),
        draw=_draw_zoom,
        steps=18,
    ),
)
