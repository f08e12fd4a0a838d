"""Joplin: notebooks, notes, to-dos, and the rows that they are."""

from __future__ import annotations

import sqlite3

import pytest

from device.simulator.apps.joplin import JoplinApp
from device.simulator.apps.joplin.notebook_store import NOTES_DB
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


def sql(phone: SimulatedPhone, statement: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(phone.files.path(NOTES_DB)) as connection:
        found = connection.execute(statement).fetchall()
    connection.close()
    phone.changed()
    return found


@pytest.fixture(autouse=True)
def _open_joplin(phone: SimulatedPhone) -> None:
    sql(
        phone,
        "INSERT INTO folders (id, title, created_time, updated_time) VALUES ('a', 'Home', 1, 1), ('b', 'Work', 1, 1)",
    )
    assert phone.launch(JoplinApp.package)


def write_note(hand: Hand, kind: str, title: str, body: str) -> None:
    hand.tap("Add new")
    hand.tap(kind)
    hand.type(title, into="Title")
    hand.type(body, into="Add body")
    hand.tap("Save changes")


def test_a_new_note_is_in_both_tables(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Sidebar")
    hand.tap("Work")
    write_note(hand, "New note", "Plan", "First\nSecond")

    assert sql(phone, "SELECT parent_id, title, body, is_todo FROM notes") == [("b", "Plan", "First\nSecond", 0)]
    assert sql(phone, "SELECT title, body FROM notes_normalized") == [("plan", "first\nsecond")]


def test_ticking_a_to_do(phone: SimulatedPhone, hand: Hand) -> None:
    write_note(hand, "New to-do", "Buy milk", "")
    hand.tap("to-do: Buy milk")
    assert sql(phone, "SELECT is_todo, todo_completed > 0 FROM notes") == [(1, 1)]
    hand.tap("to-do: Buy milk")

    assert sql(phone, "SELECT todo_completed FROM notes") == [(0,)]


def test_editing_and_the_trash(phone: SimulatedPhone, hand: Hand) -> None:
    write_note(hand, "New note", "Plan", "one")
    hand.tap("Plan")
    hand.tap("Edit")
    hand.type("two", into="one")
    hand.tap("Save changes")
    assert hand.sees("Plan", "two")
    hand.tap("Actions")
    hand.tap("Delete")
    hand.tap("OK")

    assert sql(phone, "SELECT body, deleted_time > 0 FROM notes") == [("two", 1)]
    assert not hand.sees("Plan")


def test_search_finds_words_of_title_and_body(hand: Hand) -> None:
    write_note(hand, "New note", "Plan", "walk the dog")
    write_note(hand, "New note", "List", "eggs")
    hand.tap("Search")
    hand.type("dog PLAN", cls="EditText")

    assert hand.sees("Plan")
    assert not hand.sees("List")


def test_notebooks_tell_how_much_they_hold(hand: Hand) -> None:
    hand.tap("Sidebar")
    hand.tap("New notebook")
    hand.type("Garden", cls="EditText")
    hand.tap("OK")
    hand.tap("Sidebar")

    assert hand.order("Garden", "Home", "Work")


def test_an_empty_note_is_dropped(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Add new")
    hand.tap("New note")
    hand.back()
    hand.back()

    assert sql(phone, "SELECT COUNT(*) FROM notes") == [(0,)]
