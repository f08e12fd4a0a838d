"""Tasks.org: what taps do to its database and to the screen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from device.simulator.apps.shared.table import Table
from device.simulator.apps.tasks_org.task_store import EMPTY, SCHEMA, TASKS_DB, due_value
from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand

NOW = 1697384040000


@pytest.fixture(autouse=True)
def _open_tasks(phone: SimulatedPhone) -> None:
    assert phone.launch("org.tasks")


def table(phone: SimulatedPhone) -> Table:
    return Table(path=phone.files.path(TASKS_DB), schema=SCHEMA, name="tasks", key="_id")


def add(phone: SimulatedPhone, title: str, day: int = 0, **values: Any) -> None:
    due = due_value(date(2023, 10, day)) if day else 0
    table(phone).save({**EMPTY, "title": title, "dueDate": due, **values})
    phone.changed()


def kept(phone: SimulatedPhone, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in columns) for row in table(phone).all(where="deleted = 0")]


def test_a_task_is_created_with_day_and_priority(phone: SimulatedPhone, hand: Hand) -> None:
    assert hand.sees("There are no tasks here")
    hand.tap("Create new task")
    hand.type("Buy paint", into="Task name")
    hand.tap("No due date")
    hand.tap("Pick a date")
    hand.tap("Next month")
    hand.tap("03 November 2023")
    hand.tap("OK")
    hand.tap("High")
    hand.type("two tins", into="Description")
    hand.tap("Save")

    assert kept(phone, "title", "importance", "notes", "created") == [("Buy paint", 0, "two tins", NOW)]
    assert kept(phone, "dueDate") == [(due_value(date(2023, 11, 3)),)]
    assert hand.order("Fri, Nov 3", "Buy paint")


def test_groups_by_day_and_by_priority(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Late", 12, importance=2)
    add(phone, "Now", 15, importance=3)
    add(phone, "Soon", 16, importance=0)
    add(phone, "Some time", importance=0)
    assert hand.order("Overdue", "Late", "Today", "Now", "Tomorrow", "Soon", "No due date", "Some time")
    hand.tap("Sort")
    hand.tap("Priority")
    assert hand.order("High priority", "Soon", "Some time", "Low priority", "Late", "No priority", "Now")
    phone.force_stop("org.tasks")
    phone.launch("org.tasks")
    assert hand.sees("High priority")


def test_completing_hides_and_shows_again(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Late", 12)
    add(phone, "Now", 15)
    hand.tap(cls="CheckBox")
    assert phone.toast == "Task completed"
    assert kept(phone, "title", "completed") == [("Late", NOW), ("Now", 0)]
    assert not hand.sees("Late")
    hand.tap("More options")
    hand.tap("Show completed")
    assert hand.sees("Late", "Now")
    hand.tap(cls="CheckBox")
    assert kept(phone, "title", "completed") == [("Late", 0), ("Now", 0)]


def test_only_today_and_searching(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Late", 12)
    add(phone, "Soon", 16, notes="with Late")
    hand.tap("Menu")
    hand.tap("Today")
    assert hand.sees("Late")
    assert not hand.sees("Soon")
    hand.tap("Menu")
    hand.tap("My Tasks")
    hand.tap("Search")
    hand.type("late", cls="EditText")
    assert hand.sees("Late", "Soon")


def test_leaving_the_editor_asks_only_when_something_was_changed(phone: SimulatedPhone, hand: Hand) -> None:
    add(phone, "Late", 12)
    hand.tap("Late")
    hand.back()
    assert hand.sees("My Tasks")
    hand.tap("Late")
    hand.tap("High")
    hand.tap("Close")
    hand.tap("KEEP EDITING")
    hand.tap("Close")
    hand.tap("DISCARD")
    assert kept(phone, "importance") == [(3,)]


def test_deleting_keeps_a_marked_row(phone: SimulatedPhone, hand: Hand) -> None:
    for title in ("One", "Two", "Three"):
        add(phone, title)
    hand.hold("One")
    hand.tap("Three")
    hand.tap("Delete task")
    hand.tap("CANCEL")
    hand.tap("Delete task")
    hand.tap("OK")
    assert kept(phone, "title") == [("Two",)]
    assert len(table(phone).all()) == 3
