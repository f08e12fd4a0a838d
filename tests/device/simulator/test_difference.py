"""What changed between two moments."""

from __future__ import annotations

import json

from device.simulator import Change, SimulatedPhone, difference
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand


def test_nothing_done_is_nothing_changed(phone: SimulatedPhone) -> None:
    before = phone.snapshot()
    phone.clock.advance(60)
    assert difference(before, phone.snapshot()) == []


def test_settings_files_folders_and_state_are_told(phone: SimulatedPhone) -> None:
    before = phone.snapshot()
    phone.settings.put("system", "font_scale", "1.3")
    phone.files.write("/sdcard/Documents/new/a.txt", b"12")
    phone.battery.level = 50
    changes = difference(before, phone.snapshot())
    assert Change(kind="setting", where="system/font_scale", before="1.0", after="1.3") in changes
    assert Change(kind="folder", where="/storage/emulated/0/Documents/new", before=None, after=True) in changes
    assert Change(kind="file", where="/storage/emulated/0/Documents/new/a.txt", before=None, after=2) in changes
    assert Change(kind="state", where="battery.level", before=100, after=50) in changes
    assert len(changes) == 4


def test_a_row_of_a_database_is_told_and_no_other(phone: SimulatedPhone) -> None:
    path = "/data/data/x/databases/x.db"
    with phone.files.sqlite(path) as database:
        database.execute("create table t (_id integer primary key, name text)")
        database.executemany("insert into t (name) values (?)", [("one",), ("two",), ("three",)])
    before = phone.snapshot()
    with phone.files.sqlite(path) as database:
        database.execute("update t set name = 'zwei' where _id = 2")
        database.execute("delete from t where _id = 3")
        database.execute("insert into t values (9, 'nine')")
    where = f"{path}:t"
    assert difference(before, phone.snapshot()) == [
        Change(kind="row", where=where, before={"_id": 2, "name": "two"}, after={"_id": 2, "name": "zwei"}),
        Change(kind="row", where=where, before={"_id": 3, "name": "three"}, after=None),
        Change(kind="row", where=where, before=None, after={"_id": 9, "name": "nine"}),
    ]


def test_what_an_app_shows_is_told(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings")
    before = phone.snapshot()
    hand.tap("Display")
    assert [(change.kind, change.where) for change in difference(before, phone.snapshot())] == [
        ("screen", "com.android.settings")
    ]


def test_a_setting_by_shell_is_the_only_change(phone: SimulatedPhone) -> None:
    before = phone.snapshot()
    run_command(phone, "settings put global airplane_mode_on 1")
    assert [change.where for change in difference(before, phone.snapshot())] == ["global/airplane_mode_on"]


def test_two_moments_that_have_passed_are_compared(phone: SimulatedPhone) -> None:
    for name, brightness in (("a", 10), ("b", 20), ("c", 30)):
        run_command(phone, f"settings put system screen_brightness {brightness}; simulator snapshot {name}")
    printed, _ = run_command(phone, "simulator diff a b")
    assert [(each["before"], each["after"]) for each in json.loads(printed)] == [("10", "20")]
    assert run_command(phone, "simulator diff a nothing") == (b"simulator: there is no snapshot nothing\n", 1)
