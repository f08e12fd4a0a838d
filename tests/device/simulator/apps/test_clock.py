"""The Clock app: what taps do to alarms.db, to the preferences and to the screen."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from device.simulator.apps.clock.alarm_store import ALARMS_DB, Alarm, read_alarms
from device.simulator.apps.clock.clock_store import (
    CLOCK_PREFERENCES,
    StopwatchState,
    TimerState,
    read_cities,
    read_stopwatch,
    read_timers,
)
from device.simulator.apps.clock.clock_text import alarm_set_text, countdown_text, length_text
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

PACKAGE = "com.google.android.deskclock"


@pytest.fixture(autouse=True)
def _open_clock(phone: SimulatedPhone) -> None:
    assert phone.launch(PACKAGE)


def alarms(phone: SimulatedPhone) -> list[Alarm]:
    """Return the alarms that the database file holds."""
    return read_alarms(phone.files.path(ALARMS_DB))


def sql(path: Path, statement: str) -> list[tuple[object, ...]]:
    """Run one statement on a database as an outside program would."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def test_a_new_phone_has_its_two_alarms_off(phone: SimulatedPhone, hand: Hand) -> None:
    assert hand.order("8:30 AM", "9:00 AM")
    assert hand.sees("Mon, Tue, Wed, Thu, Fri", "Sun, Sat", "Add alarm", "Stopwatch")
    assert [alarm.enabled for alarm in alarms(phone)] == [False, False]
    assert hand.find("8:30 AM", cls="Switch").get("checked") == "false"


def test_adding_an_alarm_on_the_dial(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Add alarm")
    assert hand.sees("Select time", "Cancel", "OK", "7 o'clock", "12 o'clock")
    hand.tap("7 o'clock")
    assert hand.sees("00 minutes", "55 minutes")
    hand.tap("05 minutes")
    hand.tap("AM")
    hand.tap("OK")

    added = [alarm for alarm in alarms(phone) if (alarm.hour, alarm.minutes) == (7, 5)]
    assert len(added) == 1
    assert added[0].enabled
    assert phone.toast == "Alarm set for 15 hours and 31 minutes from now."
    assert hand.sees("7:05 AM", "Tomorrow", "Collapse alarm")
    assert sql(phone.files.path(ALARMS_DB), "SELECT year, month, day, hour, minutes FROM alarm_instances") == [
        (2023, 9, 16, 7, 5)
    ]


def test_adding_an_alarm_by_typing(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Add alarm")
    hand.tap("Switch to text input mode for the time input.")
    hand.type("6", cls="EditText", resource_id="material_hour_text_input")
    hand.type("42", cls="EditText", resource_id="material_minute_text_input")
    hand.tap("PM")
    hand.tap("OK")
    assert (18, 42) in [(alarm.hour, alarm.minutes) for alarm in alarms(phone)]
    assert hand.sees("6:42 PM", "Today")


@pytest.mark.parametrize(("hour", "minute"), [("13", "00"), ("0", "10"), ("7", "60"), ("", "10"), ("x", "10")])
def test_a_typed_time_that_is_none_is_not_taken(phone: SimulatedPhone, hand: Hand, hour: str, minute: str) -> None:
    hand.tap("Add alarm")
    hand.tap("Switch to text input mode for the time input.")
    hand.type(hour, cls="EditText", resource_id="material_hour_text_input")
    hand.type(minute, cls="EditText", resource_id="material_minute_text_input")
    hand.tap("OK")
    assert phone.toast == "Enter a valid time"
    assert len(alarms(phone)) == 2
    assert hand.sees("Cancel")


def test_cancelling_the_picker_adds_nothing(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Add alarm")
    hand.tap("3 o'clock", cls="TextView")
    hand.tap("Cancel")
    assert len(alarms(phone)) == 2
    assert not hand.sees("Cancel")


def test_the_day_in_24_hours(phone: SimulatedPhone, hand: Hand) -> None:
    phone.settings.put("system", "time_12_24", "24")
    assert hand.sees("08:30", "09:00")
    hand.tap("Add alarm")
    assert not hand.sees("AM")
    hand.tap("19 hours")
    hand.tap("40 minutes")
    hand.tap("OK")
    assert (19, 40) in [(alarm.hour, alarm.minutes) for alarm in alarms(phone)]
    assert hand.sees("19:40")


def test_the_switch_enables_only_its_alarm(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("9:00 AM", cls="Switch")
    assert [alarm.enabled for alarm in alarms(phone)] == [False, True]
    assert phone.toast == "Alarm set for 5 days, 17 hours, and 26 minutes from now."
    hand.tap("9:00 AM", cls="Switch")
    assert [alarm.enabled for alarm in alarms(phone)] == [False, False]


def test_an_open_card_changes_label_days_and_vibration(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Expand alarm")
    hand.tap("Add label")
    hand.type("Gym ✓", cls="EditText")
    hand.tap("OK")
    for day in ("Monday", "Sunday"):
        hand.tap(day, cls="CompoundButton")
    hand.tap("Vibrate")

    first = alarms(phone)[0]
    assert (first.label, sorted(first.days), first.vibrate) == ("Gym ✓", [1, 2, 3, 4, 6], False)
    assert hand.sees("Sun, Tue, Wed, Thu, Fri", "Gym ✓")
    assert hand.find("Monday", cls="CompoundButton").get("checked") == "false"
    hand.tap("Collapse alarm")
    assert hand.sees("Gym ✓")
    assert not hand.sees("Delete")


def test_deleting_an_alarm(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Expand alarm", index=1)
    hand.tap("Delete")
    assert [(alarm.hour, alarm.minutes) for alarm in alarms(phone)] == [(8, 30)]
    assert phone.toast == "Alarm deleted"
    hand.tap("Expand alarm")
    hand.tap("Delete")
    assert hand.sees("No Alarms")


def test_changing_the_time_of_an_alarm(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("8:30 AM")
    hand.tap("10 o'clock")
    hand.tap("15 minutes")
    hand.tap("PM")
    hand.tap("OK")
    assert [(alarm.hour, alarm.minutes, alarm.enabled) for alarm in alarms(phone)] == [(9, 0, False), (22, 15, True)]


def test_alarms_written_by_another_program_show_at_once(phone: SimulatedPhone, hand: Hand) -> None:
    path = phone.files.path(ALARMS_DB)
    insert = "INSERT INTO alarm_templates (hour, minutes, daysofweek, enabled, vibrate, label) VALUES"
    for minutes in (1, 2, 3):
        sql(path, f"{insert} (5, {minutes}, 127, 1, 0, 'Trip')")
        phone.changed()
        assert hand.sees(f"5:0{minutes} AM", "Every day", "Trip")
    sql(path, "DELETE FROM alarm_templates")
    phone.changed()
    assert hand.sees("No Alarms")


def test_a_lost_or_broken_database_is_made_anew(phone: SimulatedPhone, hand: Hand) -> None:
    path = phone.files.path(ALARMS_DB)
    path.write_bytes(b"no database")
    phone.changed()
    assert hand.sees("8:30 AM")
    path.unlink()
    phone.changed()
    assert hand.sees("9:00 AM")
    assert not list(path.parent.glob("*-*"))


def test_adding_and_removing_a_city(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Clock", cls="TextView")
    hand.tap("Cities")
    hand.type("toky", into="Search for a city")
    assert hand.sees("Tokyo, Japan")
    assert not hand.sees("Paris, France")
    hand.tap("Tokyo, Japan")
    preferences = phone.files.path(CLOCK_PREFERENCES)
    assert [city.name for city in read_cities(preferences)] == ["Tokyo, Japan"]
    assert b'<string name="city_id_0">tokyo</string>' in preferences.read_bytes()
    assert hand.sees("Tokyo", "Tomorrow, 9 hours ahead", "12:34 AM")
    hand.hold("Tokyo")
    hand.tap("Delete")
    assert read_cities(preferences) == []


def test_a_search_for_no_city(hand: Hand) -> None:
    hand.tap("Clock", cls="TextView")
    hand.tap("Cities")
    hand.type("sao p", into="Search for a city")
    assert hand.sees("São Paulo, Brazil")
    hand.type("qqq", cls="EditText")
    assert hand.sees("No cities found")
    hand.tap("Clear text")
    assert hand.sees("Abu Dhabi, UAE")


def test_a_timer_is_typed_but_not_started(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Timer", cls="TextView")
    assert hand.sees("00h 00m 00s")
    assert not hand.sees("Start")
    for key in ("1", "2", "3", "4", "5"):
        hand.tap(key, cls="Button")
    assert hand.sees("01h 23m 45s", "Start")
    hand.tap("Delete")
    hand.tap("00", cls="Button")
    assert hand.sees("12h 34m 00s")
    hand.tap("7", cls="Button")
    assert hand.sees("12h 34m 00s")
    assert read_timers(phone.files.path(CLOCK_PREFERENCES)) == []


def test_a_timer_runs_pauses_grows_and_goes(phone: SimulatedPhone, hand: Hand) -> None:
    preferences = phone.files.path(CLOCK_PREFERENCES)
    hand.tap("Timer", cls="TextView")
    for key in ("5", "00"):
        hand.tap(key, cls="Button")
    hand.tap("Start")
    phone.clock.advance(65)
    assert hand.sees("5m Timer", "3:55", "Pause")
    hand.tap("Pause")
    phone.clock.advance(100)
    assert hand.sees("3:55", "Start")
    hand.tap("Add 1 minute")
    assert hand.sees("4:55")
    [timer] = read_timers(preferences)
    assert (timer.state, timer.length, timer.left_at_start) == (TimerState.PAUSED, 300_000, 295_000)
    hand.tap("Reset")
    assert hand.sees("5:00")
    hand.tap("Delete")
    assert read_timers(preferences) == []
    assert hand.sees("00h 00m 00s")


def test_a_second_timer_and_a_label(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Timer", cls="TextView")
    hand.tap("9", cls="Button")
    hand.tap("Start")
    hand.tap("Add timer")
    hand.tap("8", cls="Button")
    hand.tap("Start")
    assert hand.order("8s Timer", "9s Timer")
    hand.tap("9s Timer")
    hand.type("Eggs", cls="EditText")
    hand.tap("OK")
    assert [timer.label for timer in read_timers(phone.files.path(CLOCK_PREFERENCES))] == ["", "Eggs"]
    phone.clock.advance(12)
    assert hand.sees("-4", "-3", "Stop")


def test_the_stopwatch(phone: SimulatedPhone, hand: Hand) -> None:
    preferences = phone.files.path(CLOCK_PREFERENCES)
    hand.tap("Stopwatch", cls="TextView")
    assert [word for word in hand.words() if word == "Stopwatch"][:2] == ["Stopwatch", "Stopwatch"]
    assert hand.sees("00:00", "Start")
    hand.tap("Start")
    assert hand.sees("Pause", "Lap")
    phone.clock.advance(3)
    hand.tap("Lap")
    phone.clock.advance(4)
    hand.tap("Pause")
    assert hand.sees("00:07", "# 1", "00:03.00", "# 2", "00:04.00", "Start", "Reset")
    stopwatch = read_stopwatch(preferences)
    assert (stopwatch.state, stopwatch.accumulated, stopwatch.laps) == (StopwatchState.PAUSED, 7000, (3000,))
    hand.tap("Reset")
    assert read_stopwatch(preferences).state is StopwatchState.RESET
    assert not hand.sees("# 1")


def test_a_snapshot_brings_back_alarms_and_screen(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Expand alarm")
    hand.tap("Add label")
    before = phone.snapshot()
    hand.type("Gone", cls="EditText")
    hand.tap("OK")
    hand.tap("Delete")
    phone.restore(before)
    assert hand.sees("Cancel", "OK")
    hand.tap("Cancel")
    assert [alarm.label for alarm in alarms(phone)] == ["", ""]
    assert hand.sees("8:30 AM", "Collapse alarm")


def test_clearing_the_app_brings_back_a_new_phones_alarms(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Expand alarm")
    hand.tap("Delete")
    phone.clear(PACKAGE)
    assert len(alarms(phone)) == 2


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "Alarm set for less than 1 minute from now."),
        (1, "Alarm set for 1 minute from now."),
        (425, "Alarm set for 7 hours and 5 minutes from now."),
        (1440, "Alarm set for 1 day from now."),
        (1501, "Alarm set for 1 day, 1 hour, and 1 minute from now."),
    ],
)
def test_how_the_wait_is_worded(minutes: int, words: str) -> None:
    assert alarm_set_text(timedelta(minutes=minutes)) == words


def test_how_timers_are_worded() -> None:
    assert [countdown_text(value) for value in (3_909_000, 309_000, 9_000, 8_001, 0, -4_000)] == [
        "1:05:09",
        "5:09",
        "9",
        "9",
        "0",
        "-4",
    ]
    assert [length_text(value) for value in (3_905_000, 60_000)] == ["1h 5m 5s", "1m"]
