"""Files: what taps do to the files of the phone."""

from __future__ import annotations

import pytest

from device.media_file import scene
from device.simulator.apps.files import FilesApp
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

STORAGE = "/storage/emulated/0"


@pytest.fixture(autouse=True)
def _open_files(phone: SimulatedPhone) -> None:
    for name, content in (("plan.txt", b"plan"), ("plan.pdf", b"1234567"), ("tall.pdf", b"1" * 2000)):
        phone.files.write(f"{STORAGE}/Download/{name}", content)
    assert phone.launch(FilesApp.package)


def names(phone: SimulatedPhone, folder: str) -> list[str]:
    return sorted(entry.name for entry in phone.files.path(f"{STORAGE}/{folder}").iterdir())


def test_downloads_are_shown_first(hand: Hand) -> None:
    assert hand.sees("Downloads", "plan.txt", "plan.pdf")
    assert hand.order("plan.pdf", "plan.txt", "tall.pdf")


def test_moving_a_file(phone: SimulatedPhone, hand: Hand) -> None:
    hand.hold("plan.txt")
    hand.tap("More options")
    hand.tap("Move to...")
    hand.tap("Documents")
    hand.tap("MOVE")

    assert phone.toast == "Moved 1 item"
    assert names(phone, "Download") == ["plan.pdf", "tall.pdf"]
    assert phone.files.read(f"{STORAGE}/Documents/plan.txt") == b"plan"


def test_a_copy_gets_another_name_where_its_own_is_taken(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{STORAGE}/Music/plan.pdf", b"other")
    hand.hold("plan.pdf")
    hand.tap("More options")
    hand.tap("Copy to...")
    hand.tap("Music")
    hand.tap("COPY")

    assert names(phone, "Music") == ["plan (1).pdf", "plan.pdf"]
    assert names(phone, "Download") == ["plan.pdf", "plan.txt", "tall.pdf"]


def test_deleting_asks_first(phone: SimulatedPhone, hand: Hand) -> None:
    hand.hold("plan.txt")
    hand.tap("Delete")
    hand.tap("Cancel")
    assert "plan.txt" in names(phone, "Download")
    hand.tap("Delete")
    hand.tap("OK")

    assert names(phone, "Download") == ["plan.pdf", "tall.pdf"]


def test_renaming_and_a_new_folder(phone: SimulatedPhone, hand: Hand) -> None:
    hand.hold("plan.txt")
    hand.tap("More options")
    hand.tap("Rename")
    hand.type("idea.txt", cls="EditText")
    hand.tap("OK")
    hand.tap("More options")
    hand.tap("New folder")
    hand.type("Box", cls="EditText")
    hand.tap("OK")

    assert names(phone, "Download") == ["Box", "idea.txt", "plan.pdf", "tall.pdf"]


def test_a_taken_name_is_refused(phone: SimulatedPhone, hand: Hand) -> None:
    hand.hold("plan.txt")
    hand.tap("More options")
    hand.tap("Rename")
    hand.type("plan.pdf", cls="EditText")
    hand.tap("OK")

    assert phone.toast == "Failed to rename document"
    assert phone.files.read(f"{STORAGE}/Download/plan.pdf") == b"1234567"


def test_search_and_order(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Sort by...")
    hand.tap("Size (largest first)")
    assert hand.order("tall.pdf", "plan.pdf", "plan.txt")
    hand.tap("Search")
    hand.type("PLAN", cls="EditText")

    assert hand.sees("plan.pdf", "plan.txt")
    assert not hand.sees("tall.pdf")


def test_what_no_app_shows_says_so(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("plan.pdf")

    assert phone.toast == "No app can perform this action."


def test_back_leaves_selection_folder_and_app(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Show roots")
    hand.tap("sdk_gphone_x86_64")
    hand.tap("Download")
    hand.hold("plan.txt")
    hand.back()
    assert hand.sees("Downloads")
    hand.back()
    assert hand.sees("Alarms")
    hand.back()

    assert phone.app.package != FilesApp.package


def test_folders_are_shown_as_tiles(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{STORAGE}/Download/lake.png", scene(1))
    phone.changed()
    hand.tap("Grid view")
    titles = [node for node in hand.nodes() if node.get("resource-id") == "android:id/title"]
    assert [node.get("text") for node in titles] == ["lake.png", "plan.pdf", "plan.txt", "tall.pdf"]
    hand.hold("plan.txt")
    hand.tap("plan.pdf")
    assert hand.sees("2 selected")
    hand.back()
    hand.tap("List view")

    assert hand.sees("plan.txt", "Grid view")


def test_a_picture_that_is_none_is_a_tile_too(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write(f"{STORAGE}/Download/broken.png", b"no picture")
    phone.changed()
    hand.tap("Grid view")

    assert phone.screenshot().any()
    assert hand.sees("broken.png")
