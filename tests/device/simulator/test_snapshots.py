"""Snapshots: a phone becomes again what it was."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.simulator.clock import DEFAULT_TIME, Clock
from device.simulator.files import FileSystem
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


def test_a_phone_becomes_what_it_was_any_number_of_times(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings", ".Settings$MyDeviceInfoActivity")
    hand.tap("Device name")
    phone.commit_text(" new")
    pixels, xml = phone.screenshot().copy(), phone.hierarchy()
    saved = phone.snapshot()
    for _ in range(2):
        hand.tap("OK")
        phone.go_home()
        phone.settings.put("secure", "ui_night_mode", "2")
        phone.files.write("/sdcard/Documents/a/b.txt", b"x")
        phone.clock.advance(3600)
        phone.battery.level = 3
        phone.notify("com.android.settings", "a", "b")
        phone.restore(saved)
        assert phone.hierarchy() == xml
        assert (phone.screenshot() == pixels).all()
        assert not phone.files.path("/sdcard/Documents/a").exists()
        assert phone.clock.now() == DEFAULT_TIME
        assert phone.battery.level == 100
        assert phone.settings.get("global", "device_name") == "Pixel 6"


def test_every_change_counts_a_revision_and_no_look_does(phone: SimulatedPhone) -> None:
    before = phone.revision
    phone.hierarchy()
    phone.screenshot()
    assert phone.revision == before
    assert phone.screenshot() is phone.screenshot()
    assert phone.hierarchy() is phone.hierarchy()
    phone.tap(100, 2040)
    assert phone.revision > before


def test_a_screenshot_cannot_be_written_to(phone: SimulatedPhone) -> None:
    with pytest.raises(ValueError, match="read-only"):
        phone.screenshot()[0, 0] = 1


def test_aliases_lead_to_one_folder_and_nothing_leads_out(phone: SimulatedPhone) -> None:
    files = phone.files
    files.write("/sdcard/Download/a.txt", b"1")
    for name in ("/storage/self/primary", "/storage/emulated/0", "/mnt/sdcard", "/data/media/0"):
        assert files.read(f"{name}/Download/a.txt") == b"1"
    assert files.resolve("/sdcard/../etc/passwd") == "/etc/passwd"
    assert files.path("/../../etc/passwd").is_relative_to(files.root)


def test_same_size_and_same_tick_are_still_told_apart() -> None:
    files = FileSystem()
    try:
        for content in (b"one", b"two", b"six"):
            files.write("/sdcard/a", content)
            saved = files.snapshot()
            files.write("/sdcard/a", b"xyz")
            files.restore(saved)
            assert files.read("/sdcard/a") == content
    finally:
        files.close()


Tree = dict[str, bytes]
_NAMES = st.sampled_from(["a", "b", "dir/a", "dir/b", "dir/sub/c"])


@settings(deadline=None)
@given(st.lists(st.dictionaries(_NAMES, st.binary(max_size=3), max_size=5), min_size=1, max_size=4), st.data())
def test_any_snapshot_can_be_restored_in_any_order(trees: list[Tree], data: st.DataObject) -> None:
    files = FileSystem()
    try:
        saved = []
        for tree in trees:
            for name in list(_content(files)):
                files.path(f"/sdcard/T/{name}").unlink()
            for name, content in tree.items():
                files.write(f"/sdcard/T/{name}", content)
            saved.append((tree, files.snapshot()))
        for _ in range(4):
            tree, snapshot = data.draw(st.sampled_from(saved))
            files.restore(snapshot)
            assert _content(files) == tree
    finally:
        files.close()
    assert not files.root.exists()


def _content(files: FileSystem) -> Tree:
    root = files.path("/sdcard/T")
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_modes_survive_a_restore() -> None:
    files = FileSystem()
    try:
        files.write("/data/local/tmp/run.sh", b"#!")
        files.path("/data/local/tmp/run.sh").chmod(0o755)
        saved = files.snapshot()
        files.path("/data/local/tmp/run.sh").unlink()
        files.restore(saved)
        assert os.access(Path(files.path("/data/local/tmp/run.sh")), os.X_OK)
    finally:
        files.close()


def test_a_transaction_that_fails_changes_nothing(phone: SimulatedPhone) -> None:
    with phone.files.sqlite("/data/data/x/x.db") as database:
        database.execute("create table t (n)")

    def insert_and_fail() -> None:
        with phone.files.sqlite("/data/data/x/x.db") as database:
            database.execute("insert into t values (1)")
            database.execute("insert into nowhere values (1)")

    with pytest.raises(sqlite3.OperationalError):
        insert_and_fail()
    with phone.files.sqlite("/data/data/x/x.db") as database:
        assert database.execute("select count(*) from t").fetchone() == (0,)


def test_a_running_clock_runs_and_a_frozen_one_stands() -> None:
    frozen = Clock(100)
    assert frozen.now() == frozen.now() == 100
    running = Clock(100, pace="running")
    first = running.now()
    while running.now() == first:
        pass
    assert 100 <= first < running.now()
    running.set(50)
    assert 50 <= running.now() < first
