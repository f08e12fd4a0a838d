"""Markor: what taps do to the files of Documents/Markor and to the screen."""

from __future__ import annotations

import pytest

from device.simulator.apps.markor.note_store import NOTEBOOK, NoteStore, clean_name, read_notes
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

PACKAGE = "net.gsantner.markor"
EDITOR = "document__fragment__edit__highlighting_editor"


@pytest.fixture(autouse=True)
def _open_markor(phone: SimulatedPhone) -> None:
    assert phone.launch(PACKAGE)


def notes(phone: SimulatedPhone) -> dict[str, str]:
    """Return the notes on the phone."""
    return read_notes(phone.files.path(NOTEBOOK))


def put(phone: SimulatedPhone, path: str, text: str = "text", *, age: float = 0) -> None:
    """Write a note without using the app, ``age`` seconds before now."""
    store = NoteStore(phone.files.path(NOTEBOOK))
    store.write(path, text, now=phone.clock.now() - age)
    phone.changed()


def create(hand: Hand, name: str, button: str) -> None:
    """Fill in the dialog for a new file or folder."""
    hand.tap("Create a new file or folder")
    hand.type(name, resource_id="new_file_dialog__name")
    hand.tap(button)


def test_an_empty_notebook(hand: Hand) -> None:
    assert hand.sees("Markor", "Empty directory", "Create a new file or folder", "Files", "QuickNote", "Search")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("shopping", "shopping.md"), ("list.txt", "list.txt"), ("v1.2 plan", "v1.2 plan.md"), ("a/b", "a_b.md")],
)
def test_creating_a_note(phone: SimulatedPhone, hand: Hand, typed: str, stored: str) -> None:
    create(hand, typed, "OK")
    assert notes(phone) == {stored: ""}
    hand.type("milk\n牛奶", resource_id=EDITOR)
    assert notes(phone) == {stored: ""}
    hand.tap("Save")
    assert phone.toast == "Saved"
    assert notes(phone) == {stored: "milk\n牛奶"}
    hand.tap("Navigate up")
    assert hand.sees(stored, "2023-10-15 15:34, 11 B")


def test_the_name_is_focused_at_once(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Create a new file or folder")
    assert phone.commit_text("quick")
    phone.press_key(66)
    assert notes(phone) == {"quick.md": ""}


def test_the_type_brings_its_extension(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Create a new file or folder")
    hand.back()
    hand.tap("Markdown")
    hand.tap("Plain Text")
    assert hand.sees(".txt")
    hand.type("log", into="Name")
    hand.tap("OK")
    assert notes(phone) == {"log.txt": ""}


def test_back_saves_and_so_does_leaving_for_home(phone: SimulatedPhone, hand: Hand) -> None:
    create(hand, "a", "OK")
    hand.type("one", resource_id=EDITOR)
    hand.back()
    assert notes(phone) == {"a.md": "one"}
    hand.tap("a.md")
    hand.type("two", resource_id=EDITOR)
    phone.press_key(3)
    assert notes(phone) == {"a.md": "two"}
    hand.phone.launch(PACKAGE)
    hand.type("three", resource_id=EDITOR)
    phone.force_stop(PACKAGE)
    assert notes(phone) == {"a.md": "two"}


def test_an_empty_or_forbidden_name_creates_nothing(phone: SimulatedPhone, hand: Hand) -> None:
    for button in ("OK", "FOLDER"):
        hand.tap("Create a new file or folder")
        hand.back()
        hand.tap(button)
        assert phone.toast == "Enter a name"
        hand.tap("CANCEL")
    assert notes(phone) == {}
    assert [clean_name(name) for name in ("..", " a ", "x:y")] == ["", "a", "x_y"]


def test_a_folder_with_a_note_inside(phone: SimulatedPhone, hand: Hand) -> None:
    create(hand, "Trips", "FOLDER")
    assert phone.files.path(f"{NOTEBOOK}/Trips").is_dir()
    hand.tap("Trips")
    create(hand, "rome", "OK")
    hand.back()
    assert notes(phone) == {"Trips/rome.md": ""}
    assert hand.order("Trips", "..", "rome.md")
    hand.tap("..")
    assert hand.sees("Trips", "1 item")
    create(hand, "Trips", "FOLDER")
    assert phone.toast == "File/folder already exists! Please use a different name"


def test_an_existing_note_is_opened_not_emptied(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "old.md", "kept")
    create(hand, "old.md", "OK")
    assert hand.sees("kept")
    assert notes(phone) == {"old.md": "kept"}


def test_renaming(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "a.md", "A")
    put(phone, "b.md", "B")
    hand.hold("a.md")
    assert hand.sees("1", "Rename", "Delete", "More options")
    hand.tap("Rename")
    hand.type("b.md", resource_id="new_name")
    hand.tap("OK")
    assert phone.toast == "File/folder already exists! Please use a different name"
    hand.type("c.md", resource_id="new_name")
    hand.tap("OK")
    assert notes(phone) == {"b.md": "B", "c.md": "A"}
    assert hand.sees("c.md", "Create a new file or folder")


def test_deleting_one_asks_first(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "a.md")
    put(phone, "ab.md")
    hand.hold("a.md")
    hand.tap("Delete")
    assert hand.sees("Confirm Delete", "\u2022 a.md")
    hand.tap("CANCEL")
    assert len(notes(phone)) == 2
    hand.tap("Delete")
    hand.tap("OK")
    assert list(notes(phone)) == ["ab.md"]


def test_deleting_all(phone: SimulatedPhone, hand: Hand) -> None:
    for path in ("a.md", "b.txt", "Work/c.md"):
        put(phone, path)
    hand.hold("b.txt")
    hand.tap("More options")
    hand.tap("Select all")
    assert hand.sees("3")
    assert not hand.sees("Rename")
    hand.tap("Delete")
    hand.tap("OK")
    assert notes(phone) == {}
    assert not list(phone.files.path(NOTEBOOK).iterdir())
    assert hand.sees("Empty directory")


def test_a_second_tap_takes_a_note_off_the_selection(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "a.md")
    put(phone, "b.md")
    hand.hold("a.md")
    hand.tap("b.md")
    assert hand.sees("2")
    hand.tap("a.md")
    hand.tap("b.md")
    assert hand.sees("Markor", "Create a new file or folder")


@pytest.mark.parametrize(("action", "left"), [("Move", False), ("Copy", True)])
def test_moving_and_copying(phone: SimulatedPhone, hand: Hand, action: str, left: bool) -> None:
    put(phone, "a.md", "A")
    put(phone, "Work/x.md", "X")
    hand.hold("a.md")
    hand.tap("More options")
    hand.tap(action)
    hand.tap("Work", cls="CheckedTextView")
    hand.tap("OK")
    assert notes(phone) == {"Work/a.md": "A", "Work/x.md": "X"} | ({"a.md": "A"} if left else {})


def test_a_folder_does_not_move_into_itself(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "Work/x.md")
    hand.hold("Work")
    hand.tap("More options")
    hand.tap("Move")
    choices = [node.get("text") for node in hand.nodes() if node.get("class", "").endswith("CheckedTextView")]
    assert choices == ["Markor"]
    hand.tap("OK")
    assert list(notes(phone)) == ["Work/x.md"]


def test_searching_and_sorting(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "b.md", "1", age=10)
    put(phone, "A.md", "22", age=20)
    put(phone, "Work/bar.md", "333", age=0)
    assert hand.order("Work", "A.md", "b.md")
    hand.tap("Sort by")
    hand.tap("Date")
    assert hand.order("Work", "b.md", "A.md")
    phone.force_stop(PACKAGE)
    phone.launch(PACKAGE)
    assert hand.order("Work", "b.md", "A.md")
    hand.tap("Sort by")
    hand.tap("Size")
    assert hand.order("Work", "A.md", "b.md")
    hand.tap("Search")
    hand.type("BA", into="Search")
    assert hand.sees("bar.md", "Work, 2023-10-15 15:34, 3 B")
    assert not hand.sees("b.md")
    hand.tap("bar.md")
    assert hand.sees("333")
    hand.tap("Navigate up")
    hand.tap("Navigate up")
    assert hand.sees("A.md")


def test_view_mode_reload_and_info(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "a.md", "one two\nthree")
    hand.tap("a.md")
    hand.tap("View mode")
    assert hand.sees("one two\nthree", "Edit mode")
    hand.tap("Edit mode")
    put(phone, "a.md", "changed")
    hand.tap("More options")
    hand.tap("Reload")
    assert hand.sees("changed")
    hand.tap("More options")
    hand.tap("Info")
    assert any("Words: 1" in word for word in hand.words())
    hand.tap("OK")
    assert hand.sees("Save")


def test_a_long_note_scrolls_and_keeps_its_text(phone: SimulatedPhone, hand: Hand) -> None:
    text = "\n".join(f"line {number}" for number in range(120))
    put(phone, "long.md", text)
    hand.tap("long.md")
    before = hand.find(resource_id=EDITOR).get("bounds")
    assert hand.find(cls="ScrollView").get("scrollable") == "true"
    phone.swipe(500, 1800, 500, 600)
    assert hand.find(resource_id=EDITOR).get("text") == text
    assert phone.app.page.scroll["note"] > 0
    assert before is not None


def test_the_notes_that_are_always_at_hand(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("QuickNote", cls="TextView")
    hand.type("idea", resource_id=EDITOR)
    hand.back()
    hand.tap("To-Do", cls="TextView")
    hand.back()
    assert notes(phone) == {"QuickNote.md": "idea"}
    hand.tap("More", cls="TextView")
    assert hand.sees("License", NOTEBOOK)
    hand.back()
    assert hand.sees("QuickNote.md")


def test_files_of_another_program_show_at_once(phone: SimulatedPhone, hand: Hand) -> None:
    phone.files.write("/sdcard/Documents/Markor/pushed.md", b"\xff\xfe broken")
    phone.changed()
    hand.tap("pushed.md")
    hand.back()
    assert phone.files.read("/sdcard/Documents/Markor/pushed.md") == b"\xff\xfe broken"


def test_clearing_the_app_keeps_the_notes(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "a.md")
    hand.tap("Sort by")
    hand.tap("Size")
    phone.clear(PACKAGE)
    phone.launch(PACKAGE)
    assert list(notes(phone)) == ["a.md"]
    hand.tap("Sort by")
    assert hand.find("Name", cls="CheckedTextView").get("checked") == "true"


def test_a_snapshot_brings_back_notes_and_editor(phone: SimulatedPhone, hand: Hand) -> None:
    put(phone, "a.md", "one")
    hand.tap("a.md")
    hand.type("two", resource_id=EDITOR)
    before = phone.snapshot()
    hand.back()
    hand.hold("a.md")
    hand.tap("Delete")
    hand.tap("OK")
    phone.restore(before)
    assert hand.sees("two")
    assert notes(phone) == {"a.md": "one"}
    hand.back()
    assert notes(phone) == {"a.md": "two"}
