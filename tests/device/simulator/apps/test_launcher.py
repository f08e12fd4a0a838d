"""The home screen's pages and folders, by icons that are carried about; the drawer's search."""

from __future__ import annotations

from pathlib import Path

import pytest

from device.simulator import SimulatedPhone
from device.simulator.difference import difference
from device.simulator.shell import run_command
from device.simulator.state_file import load_state, save_state
from tests.device.simulator.apps.hand import Hand

EMPTY_CELL = (150, 800)
RIGHT_EDGE = (1075, 800)
DATABASE = "/data/data/com.google.android.apps.nexuslauncher/databases/launcher.db"


def place(hand: Hand, name: str) -> tuple[int, int]:
    left, top, right, bottom = map(int, hand.find(name).get("bounds")[1:-1].replace("][", ",").split(","))
    return (left + right) // 2, (top + bottom) // 2


def carry(hand: Hand, name: str, to: str | tuple[int, int]) -> None:
    hand.phone.drag(*place(hand, name), *(place(hand, to) if isinstance(to, str) else to))


def test_an_icon_carried_onto_another_makes_a_folder_that_opens_and_has_a_name(
    phone: SimulatedPhone, hand: Hand
) -> None:
    carry(hand, "Clock", "Contacts")
    assert not hand.sees("Clock")
    hand.tap("Folder: , 2 items")
    assert hand.sees("Contacts", "Clock")
    hand.type("Daily", cls="EditText")
    hand.back()
    carry(hand, "Markor", "Folder: Daily, 2 items")
    hand.tap("Folder: Daily, 3 items")
    hand.tap("Markor")
    assert phone.foreground()[0] == "net.gsantner.markor"


def test_a_folder_that_is_left_with_one_icon_gives_way_to_it(phone: SimulatedPhone, hand: Hand) -> None:
    carry(hand, "Clock", "Contacts")
    hand.tap("Folder: , 2 items")
    carry(hand, "Clock", (540, 2000))
    assert hand.sees("Clock", "Contacts", "Markor", "Settings")
    assert not phone.app.dialogs


def test_pages_come_and_go_with_what_lies_on_them(phone: SimulatedPhone, hand: Hand) -> None:
    assert not hand.sees("Home screen 1 of 2")
    carry(hand, "Markor", RIGHT_EDGE)
    assert hand.sees("Home screen 2 of 2", "Markor", "Clock")
    phone.swipe(200, 1000, 900, 1000)
    assert hand.sees("Home screen 1 of 2")
    assert not hand.sees("Markor")
    phone.swipe(900, 1000, 200, 1000)
    phone.swipe(900, 1000, 200, 1000)
    assert hand.sees("Markor")
    phone.drag(*place(hand, "Markor"), 3, 900)
    assert hand.sees("Markor")
    assert not any(word.startswith("Home screen") for word in hand.words())


def test_an_icon_let_go_at_the_top_leaves_the_home_screen_and_comes_back_from_the_drawer(
    phone: SimulatedPhone, hand: Hand
) -> None:
    carry(hand, "Markor", (300, 150))
    assert not hand.sees("Markor")
    phone.swipe(540, 1500, 540, 500)
    carry(hand, "Markor", EMPTY_CELL)
    assert hand.sees("Markor", "Clock", "Settings")


def test_a_slow_swipe_carries_and_a_quick_one_does_not(phone: SimulatedPhone, hand: Hand) -> None:
    before = place(hand, "Markor")
    phone.swipe(*before, before[0] - 60, before[1], seconds=0.3)
    assert place(hand, "Markor") == before
    phone.swipe(*before, *EMPTY_CELL, seconds=40)
    assert place(hand, "Markor")[1] < 1000


def test_what_lies_where_is_in_the_launchers_database_and_in_state_files(
    phone: SimulatedPhone, hand: Hand, tmp_path: Path
) -> None:
    before = phone.snapshot()
    carry(hand, "Clock", "Contacts")
    changed = {change.where for change in difference(before, phone.snapshot()) if change.kind == "row"}
    assert changed == {f"{DATABASE}:favorites"}
    rows = run_command(phone, f"sqlite3 {DATABASE} 'SELECT title, itemType FROM favorites WHERE container > 0'")[0]
    assert rows.decode().splitlines() == ["Clock|0", "Contacts|0"]
    save_state(phone, tmp_path / "phone.zip")
    phone.restore(before)
    assert hand.sees("Clock")
    load_state(phone, tmp_path / "phone.zip")
    assert hand.sees("Folder: , 2 items")
    run_command(phone, "pm clear com.google.android.apps.nexuslauncher")
    assert hand.sees("Clock", "Contacts")


def test_an_icon_of_an_app_that_is_not_there_is_left_out(phone: SimulatedPhone, hand: Hand) -> None:
    run_command(
        phone, f"sqlite3 {DATABASE} \"UPDATE favorites SET intent = 'x;component=no.such/.A;end' WHERE _id = 1\""
    )
    assert not hand.sees("Clock")
    assert hand.sees("Contacts")


@pytest.mark.parametrize(("language", "query"), [("en", "cam"), ("zh", "相机"), ("zh", "cam")])
def test_the_drawer_is_searched_by_name(phone: SimulatedPhone, hand: Hand, language: str, query: str) -> None:
    run_command(phone, f"simulator language {language}")
    phone.swipe(540, 1500, 540, 500)
    hand.type(query, cls="EditText")
    apps = [node.get("content-desc") for node in hand.nodes() if node.get("resource-id", "").endswith("id/icon")]
    assert apps == ["Camera" if language == "en" else "相机"]
    hand.type("nothing like it", cls="EditText")
    assert hand.sees("No apps found" if language == "en" else "未找到应用")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE favorites SET cellX = 'x', cellY = NULL, screen = 1.5",
        "UPDATE favorites SET container = -100, screen = 1000000000",
        "UPDATE favorites SET container = _id, itemType = 2",
        "UPDATE favorites SET intent = NULL, title = x'00ff'",
        "DELETE FROM favorites",
        "DROP TABLE favorites",
    ],
)
def test_whatever_the_database_says_there_is_a_home_screen(phone: SimulatedPhone, hand: Hand, sql: str) -> None:
    assert run_command(phone, f'sqlite3 {DATABASE} "{sql}"')[1] == 0
    phone.press_key(3)
    assert phone.screenshot().any()
    phone.swipe(540, 1500, 540, 500)
    assert hand.sees("Camera")


def test_a_damaged_database_gives_way_to_a_new_one(phone: SimulatedPhone, hand: Hand) -> None:
    carry(hand, "Clock", "Contacts")
    phone.files.write(DATABASE, phone.files.read(DATABASE)[:100] + b"damage" * 2000)
    phone.changed()
    assert hand.sees("Clock", "Contacts")


def test_a_long_press_on_an_icon_leads_to_its_info_or_removes_it(phone: SimulatedPhone, hand: Hand) -> None:
    hand.hold("Clock")
    hand.tap("App info")
    assert hand.sees("App info", "Clock", "Force stop")
    phone.press_key(3)
    hand.hold("Clock")
    hand.tap("Remove")
    assert not hand.sees("Clock")
    phone.swipe(540, 1500, 540, 500)
    hand.hold("Clock")
    assert hand.sees("App info")
    assert not hand.sees("Remove")
