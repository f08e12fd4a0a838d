"""Simple Calendar Pro: what taps do to events.db and to the screen."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from device.simulator.apps.calendar_pro.event_store import (
    DAY,
    EMPTY,
    EVENTS_DB,
    MONTH,
    SAME_DAY,
    SCHEMA,
    WEEK,
    YEAR,
    occurrences,
)
from device.simulator.apps.shared.table import Table
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

PACKAGE = "com.simplemobiletools.calendar.pro"


@pytest.fixture(autouse=True)
def _open_calendar(phone: SimulatedPhone) -> None:
    phone.settings.put("system", "time_12_24", "24")
    assert phone.launch(PACKAGE)


def table(phone: SimulatedPhone) -> Table:
    return Table(path=phone.files.path(EVENTS_DB), schema=SCHEMA, name="events", key="id")


def seconds(day: int, hour: int, minute: int = 0) -> int:
    return int(datetime(2023, 10, day, hour, minute, tzinfo=UTC).timestamp())


def event(title: str, day: int, hour: int, minutes: int = 60, **values: Any) -> dict[str, Any]:
    start = seconds(day, hour)
    return {**EMPTY, "title": title, "start_ts": start, "end_ts": start + 60 * minutes, **values}


def add(phone: SimulatedPhone, title: str, day: int, hour: int, **values: Any) -> None:
    table(phone).save(event(title, day, hour, **values))
    phone.changed()


def titles(phone: SimulatedPhone) -> list[str]:
    return [row["title"] for row in table(phone).all()]


def test_an_event_is_made_with_both_pickers(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("New Event")
    assert hand.sees("October 15 2023 (Sun)", "16:00", "No repetition")
    hand.type("Choir", into="Title")
    hand.type("Old hall", into="Location")
    hand.type("Bring notes", into="Description")
    hand.tap(resource_id="event_start_date")
    hand.tap("19 October 2023")
    hand.tap("OK")
    hand.tap(resource_id="event_start_time")
    hand.tap("20 hours")
    hand.tap("30 minutes")
    hand.tap("OK")
    assert hand.words().count("20:30") == 2
    hand.tap(resource_id="event_end_time")
    hand.tap("21 hours")
    hand.tap("45 minutes")
    hand.tap("OK")
    hand.tap("No repetition")
    hand.tap("Weekly")
    hand.tap("Save")

    row = dict(table(phone).all()[0])
    assert (row["title"], row["location"], row["description"]) == ("Choir", "Old hall", "Bring notes")
    assert (row["start_ts"], row["end_ts"]) == (seconds(19, 20, 30), seconds(19, 21, 45))
    assert (row["repeat_interval"], row["repeat_rule"], row["repeat_limit"]) == (WEEK, 8, 0)
    assert hand.sees("October 2023", "Choir")
    hand.tap("26")
    assert hand.sees("October 26 2023 (Thu)", "Choir", "20:30 - 21:45", "Bring notes")


def test_an_event_needs_a_title_and_ends_after_it_begins(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("New Event")
    hand.tap("Save")
    assert phone.toast == "Title cannot be empty"
    hand.type("Choir", into="Title")
    hand.tap(resource_id="event_end_time")
    hand.tap("9 hours")
    hand.tap("OK")
    hand.tap("Save")
    assert phone.toast == "The event cannot end earlier than it starts"
    assert titles(phone) == []


def test_editing_moves_the_end_with_the_start(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Choir", 15, 20)
    hand.tap("15")
    hand.tap("Choir")
    hand.tap(resource_id="event_start_date")
    hand.tap("Next month")
    hand.tap("02 November 2023")
    hand.tap("OK")
    hand.tap("Save")
    row = table(phone).all()[0]
    assert row["end_ts"] - row["start_ts"] == 3600
    assert datetime.fromtimestamp(row["start_ts"], UTC) == datetime(2023, 11, 2, 20, tzinfo=UTC)


def test_leaving_the_editor_asks_only_when_something_was_changed(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("New Event")
    hand.back()
    assert hand.sees("October 2023")
    hand.tap("New Event")
    hand.type("Choir", into="Title")
    hand.tap("Navigate up")
    hand.tap("Cancel")
    hand.back()
    hand.tap("Discard")
    assert titles(phone) == []


def test_events_of_a_day_are_deleted_together(phone: SimulatedPhone, hand: Hand) -> None:
    for title, day in (("One", 16), ("Two", 16), ("Three", 16), ("Other", 17)):
        add(phone, title, day, 10)
    hand.tap("16")
    hand.hold("One")
    hand.tap("Two")
    hand.tap("Delete")
    assert hand.sees("Are you sure you want to delete these 2 events?")
    hand.tap("No")
    hand.tap("Delete")
    hand.tap("Yes")
    assert titles(phone) == ["Three", "Other"]
    hand.tap("Three")
    hand.tap("Delete")
    hand.tap("Yes")
    assert titles(phone) == ["Other"]
    assert hand.sees("No events", "October 16 2023 (Mon)")


def test_months_list_and_search(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Past", 12, 10, location="Mill")
    add(phone, "Soon", 18, 9)
    hand.tap("Next month")
    assert hand.sees("November 2023")
    hand.tap("Previous month")
    assert hand.sees("October 2023", "Past", "Soon")
    hand.tap("Change view")
    hand.tap("Simple event list")
    assert hand.order("October 18 2023 (Wed)", "Soon", "09:00 - 10:00")
    assert not hand.sees("Past")
    hand.tap("Search")
    hand.type("mill", cls="EditText")
    assert hand.sees("Past", "October 12 2023 (Thu)")
    hand.back()
    assert hand.sees("Soon")


def test_going_to_a_date(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Soon", 24, 9)
    hand.tap("Change view")
    hand.tap("Daily view")
    hand.tap("Go to date")
    hand.tap("24 October 2023")
    hand.tap("OK")
    assert hand.sees("October 24 2023 (Tue)", "Soon")
    hand.tap("Next day")
    assert hand.sees("October 25 2023 (Wed)")
    hand.back()
    assert hand.sees("October 2023")


@pytest.mark.parametrize(
    ("interval", "rule", "days"),
    [
        (0, 0, [(10, 12)]),
        (DAY, 0, [(10, day) for day in range(12, 32)]),
        (2 * DAY, 0, [(10, day) for day in range(12, 32, 2)]),
        (WEEK, 1 << 3, [(10, 12), (10, 19), (10, 26)]),
        (WEEK, 1 << 0 | 1 << 3, [(10, 12), (10, 16), (10, 19), (10, 23), (10, 26), (10, 30)]),
        (MONTH, SAME_DAY, [(10, 12)]),
        (YEAR, SAME_DAY, [(10, 12)]),
    ],
)
def test_repeated_events_fall_on_their_days(interval: int, rule: int, days: list[tuple[int, int]]) -> None:
    one = {**event("Choir", 12, 20, repeat_interval=interval, repeat_rule=rule), "id": 1}
    found = occurrences([one], date(2023, 10, 1), date(2023, 10, 31))

    assert [(each.start.month, each.start.day) for each in found] == days
    assert occurrences([one], date(2023, 9, 1), date(2023, 10, 11)) == []


def test_a_repetition_ends_at_its_limit() -> None:
    one = {**event("Choir", 12, 20, repeat_interval=DAY, repeat_limit=seconds(14, 0)), "id": 1}

    assert len(occurrences([one], date(2023, 10, 1), date(2023, 10, 31))) == 3


def test_a_week_shows_events_at_their_hours(phone: SimulatedPhone, hand: Hand) -> None:
    for title, day, hour in (("Choir", 16, 9), ("Swim", 16, 20), ("Late", 22, 9)):
        add(phone, title, day, hour)
    hand.tap("Change view")
    hand.tap("Weekly view")
    assert hand.sees("October 2023", "09:00", "Choir")
    assert not hand.sees("Late")
    assert not hand.sees("01:00")
    hand.tap("Choir")
    assert hand.sees("Edit Event", "09:00", "10:00")
    hand.back()
    hand.tap("Next week")
    assert hand.sees("Late")
    assert not hand.sees("Choir")
    hand.tap("22", resource_id="week_day_number")
    assert hand.sees("October 22 2023 (Sun)")
    hand.back()

    assert hand.sees("Next month")


def test_reminders_are_kept_with_the_event(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("New Event")
    hand.type("Choir", into="Title")
    hand.tap("No reminder")
    hand.tap("10 minutes before")
    hand.tap("Add another reminder")
    hand.tap("1 day before")
    hand.tap("Save")
    (row,) = table(phone).all()
    assert [row[f"reminder_{place}_minutes"] for place in (1, 2, 3)] == [10, 1440, -1]
    hand.tap("15")
    hand.tap("Choir")
    assert hand.sees("10 minutes before", "1 day before", "Add another reminder")
    hand.tap("10 minutes before")
    hand.tap("No reminder")
    hand.tap("Save")

    assert table(phone).all()[0]["reminder_1_minutes"] == -1


def test_a_reminder_of_another_program_is_said_as_it_is(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Choir", 15, 20, reminder_1_minutes=25)
    hand.tap("15")
    hand.tap("Choir")

    assert hand.sees("25 minutes before")


def test_reminders_come_when_they_are_due(phone: SimulatedPhone) -> None:
    add(phone, "Choir", 15, 16, reminder_1_minutes=10, reminder_2_minutes=0)
    add(phone, "Swim", 1, 16, reminder_1_minutes=60, repeat_interval=DAY)
    told = []
    for _ in range(30):
        phone.clock.advance(60)
        phone.look()
        told.append([each.title for each in phone.state.notifications])
    assert told[14] == []
    assert told[15] == ["Choir"]
    assert told[25] == ["Choir", "Choir"]
    assert phone.state.notifications[0].text == "16:00 - 17:00"
    phone.clock.set(seconds(16, 15))
    phone.look()

    assert [each.title for each in phone.state.notifications] == ["Swim", "Choir", "Choir"]


@pytest.mark.parametrize(
    "values",
    [
        {"start_ts": 10**18},
        {"start_ts": "soon"},
        {"end_ts": -(10**15)},
        {"reminder_1_minutes": 10**12},
        {"repeat_interval": "often"},
        {"repeat_interval": WEEK, "repeat_rule": "Monday"},
    ],
)
def test_what_is_no_time_reminds_of_nothing(phone: SimulatedPhone, values: dict[str, Any]) -> None:
    add(phone, "Choir", 15, 16, **{"reminder_1_minutes": 30, **values})
    phone.launch("com.android.settings")
    phone.look()

    assert phone.state.notifications == []


def test_a_damaged_database_reminds_of_nothing(phone: SimulatedPhone) -> None:
    phone.files.write(EVENTS_DB, b"no database at all, but long enough to be taken for one by its size")
    phone.launch("com.android.settings")

    assert phone.screenshot().any()
