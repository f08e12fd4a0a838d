"""OpenTracks: the list, an activity's facts, recording, editing, deleting."""

from __future__ import annotations

import sqlite3

import pytest

from device.simulator.apps.opentracks import OpenTracksApp
from device.simulator.apps.opentracks.track_store import TRACKS_DB
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

HOUR = 3_600_000
START = 1697184000000
"""Friday 13 October 2023, 8:00."""


def sql(phone: SimulatedPhone, statement: str, *values: object) -> list[tuple[object, ...]]:
    with sqlite3.connect(phone.files.path(TRACKS_DB)) as connection:
        found = connection.execute(statement, values).fetchall()
    connection.close()
    phone.changed()
    return found


@pytest.fixture(autouse=True)
def _tracks(phone: SimulatedPhone) -> None:
    insert = (
        "INSERT INTO tracks (name, category, description, starttime, totaltime, movingtime, totaldistance)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    sql(phone, insert, "Hill run", "running", "wet", START, HOUR, HOUR, 16093.44)
    sql(phone, insert, "Lake swim", "swimming", "", START + 10 * HOUR, HOUR // 2, HOUR // 2, 1609.344)
    assert phone.launch(OpenTracksApp.package)


def test_the_latest_activity_comes_first(hand: Hand) -> None:
    assert hand.order("Lake swim", "Hill run")
    assert hand.sees("Oct 13, 2023 08:00\n10.00 mi • 1:00:00\nrunning • wet")


def test_an_activitys_facts(hand: Hand) -> None:
    hand.tap("Hill run")

    assert hand.sees("running", "10.00 mi", "1:00:00", "10.00 mph", "wet")


def test_sums_by_activity_type(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Aggregated statistics")

    assert hand.sees("running (1)", "10.00 mi • 1:00:00", "swimming (1)")


def test_search(hand: Hand) -> None:
    hand.tap("Search")
    hand.type("RUN", cls="EditText")

    assert hand.sees("Hill run")
    assert not hand.sees("Lake swim")


def test_recording_and_editing(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Record")
    phone.clock.advance(90)
    hand.tap("Stop")
    hand.tap("More options")
    hand.tap("Edit")
    hand.type("Evening walk", into="2023-10-15 15:35")
    hand.type("walking", into="Activity type")
    hand.tap("Save")

    query = "SELECT name, category, activity_type, totaltime FROM tracks ORDER BY _id DESC LIMIT 1"
    assert sql(phone, query) == [("Evening walk", "walking", "walking", 90_000)]


def test_deleting(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Lake swim")
    hand.tap("More options")
    hand.tap("Delete")
    hand.tap("OK")

    assert sql(phone, "SELECT name FROM tracks") == [("Hill run",)]
    assert hand.sees("Hill run")
