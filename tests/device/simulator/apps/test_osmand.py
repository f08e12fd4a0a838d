"""OsmAnd: search, favourites, markers, routes, and the files that they are."""

from __future__ import annotations

import sqlite3

import pytest

from device.simulator.apps.osmand import OsmAndApp
from device.simulator.apps.osmand.place_store import FAVORITES, MARKERS_DB, TRACKS, Place, PlaceStore, find_places
from device.simulator.gestures import Path
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


@pytest.fixture(autouse=True)
def _open_osmand(phone: SimulatedPhone) -> None:
    assert phone.launch(OsmAndApp.package)


def look_for(hand: Hand, query: str, found: str) -> None:
    hand.tap("Search")
    hand.type(query, cls="EditText")
    hand.tap(found, cls="TextView")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("plank", ["Planken"]),
        ("Schaan", ["Schaan", "Schaanwald"]),
        ("Balzers, Liechtenstein", ["Balzers"]),
        ("47.1, 9.5", ["47.10000, 9.50000"]),
        ("91, 9", []),
        ("", []),
    ],
)
def test_search(query: str, names: list[str]) -> None:
    assert [place.name for place in find_places(query)] == names


def test_a_favorite_is_a_waypoint(phone: SimulatedPhone, hand: Hand) -> None:
    look_for(hand, "Ruggell", "Ruggell")
    hand.tap("Add")
    hand.type("Home & away", cls="EditText")
    hand.tap("Save")

    xml = phone.files.read(FAVORITES).decode()
    assert '<wpt lat="47.2397600" lon="9.5262837">' in xml
    assert "<name>Home &amp; away</name>" in xml
    hand.tap("Menu")
    hand.tap("Favorites")
    assert hand.sees("Home & away", "47.23976, 9.52628")
    hand.tap("Remove Home & away")
    hand.tap("Yes")
    assert PlaceStore(phone).favorites() == []


def test_a_marker_is_a_row(phone: SimulatedPhone, hand: Hand) -> None:
    look_for(hand, "47.1063, 9.5274", "47.10630, 9.52740")
    hand.tap("Marker")

    with sqlite3.connect(phone.files.path(MARKERS_DB)) as connection:
        rows = connection.execute("SELECT marker_lat, marker_lon, marker_active FROM map_markers").fetchall()
    connection.close()
    assert rows == [(47.1063, 9.5274, 1)]


def test_a_route_is_saved_as_a_track(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Plan a route")
    for name in ("Schaan", "Vaduz", "Malbun", "Balzers"):
        hand.tap("Add point")
        hand.type(name, cls="EditText")
        hand.tap(name, cls="TextView")
    hand.tap("Remove point 3")
    hand.tap("Save as new track")
    hand.type("trip", cls="EditText")
    hand.tap("Save")

    points = [(point.latitude, point.longitude) for point in PlaceStore(phone).track_points("trip.gpx")]
    assert points[0] == (47.1663432, 9.5103085)
    assert points[8] == (47.1392862, 9.5227962)
    assert points[-1] == (47.0688832, 9.5061564)
    assert phone.files.path(f"{TRACKS}/trip.gpx").is_file()


def test_towns_can_be_touched_and_the_map_moves(phone: SimulatedPhone, hand: Hand) -> None:
    before = phone.screenshot()
    phone.swipe(540, 1700, 540, 900)
    assert (phone.screenshot() != before).any()
    hand.tap("Balzers")
    assert hand.sees("47.06888, 9.50616", "Add to route")
    hand.back()

    assert not hand.sees("Add to route")


def test_two_fingers_and_two_taps_change_what_the_map_shows(phone: SimulatedPhone) -> None:
    def towns() -> int:
        return phone.hierarchy().count('clickable="true"')

    before, wide = phone.screenshot(), towns()
    phone.move_two_fingers(Path(x1=500, y1=1200, x2=200, y2=1200), Path(x1=580, y1=1200, x2=880, y2=1200), seconds=0.3)
    assert towns() < wide
    phone.move_two_fingers(Path(x1=200, y1=1200, x2=500, y2=1200), Path(x1=880, y1=1200, x2=580, y2=1200), seconds=0.3)
    assert towns() == wide
    phone.double_tap(300, 2000)
    assert (phone.screenshot() != before).any()


def test_a_route_tells_how_far_it_is(hand: Hand) -> None:
    hand.tap("Plan a route")
    for name in ("Schaan", "Vaduz", "Malbun"):
        hand.tap("Add point")
        hand.type(name, cls="EditText")
        hand.tap(name, cls="TextView")

    # Schaan to Vaduz and Vaduz to Malbun on a sphere, computed apart.
    assert hand.sees("3 points • 10.8 km", "3.15 km", "7.65 km")


def test_a_long_press_opens_the_place_under_the_finger(phone: SimulatedPhone, hand: Hand) -> None:
    hand.hold("Ruggell")
    assert hand.sees("Ruggell", "47.23976, 9.52628")
    hand.back()
    hand.hold("Map")
    assert hand.sees("47.15000, 9.53000", "Marker")


def test_the_map_is_as_it_was_left(phone: SimulatedPhone, hand: Hand) -> None:
    assert hand.sees("5 km")
    hand.tap("Zoom in")
    hand.tap("Zoom in")
    assert hand.sees("1 km")
    phone.press_key(3)
    phone.force_stop(OsmAndApp.package)
    phone.launch(OsmAndApp.package)

    assert hand.sees("1 km")


@pytest.mark.parametrize("content", [b"", b"<map", b'<map><float name="last_known_map_lat" value="nan"/></map>'])
def test_a_broken_memory_of_the_map_shows_some_map(phone: SimulatedPhone, hand: Hand, content: bytes) -> None:
    phone.force_stop(OsmAndApp.package)
    phone.files.write("/data/data/net.osmand/shared_prefs/net.osmand.settings.xml", content)
    phone.launch(OsmAndApp.package)

    assert hand.sees("5 km", "Vaduz")


@pytest.mark.parametrize("content", [b"", b"<gpx", b"<gpx><wpt lat='x' lon='1'/></gpx>"])
def test_a_broken_file_has_no_favorites(phone: SimulatedPhone, content: bytes) -> None:
    phone.files.write(FAVORITES, content)

    assert PlaceStore(phone).favorites() == []
    PlaceStore(phone).add_favorite(Place(name="a", latitude=1.5, longitude=2.5))
    assert PlaceStore(phone).favorites() == [Place(name="a", latitude=1.5, longitude=2.5)]
