"""The editor of a task: title, due date, priority and description."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from device.simulator.app import Page
from device.simulator.apps.shared.date_picker import open_date_picker
from device.simulator.apps.shared.form import field, picker_row
from device.simulator.apps.tasks_org.task_store import EMPTY, PRIORITIES, day_text, due_day, due_text, due_value
from device.simulator.view import Insets, View
from device.simulator.widgets import chip, icon_button, row, scaffold, scroll_list, spacer, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.tasks_org.tasks_app import TasksApp


def view(app: TasksApp) -> View:
    """Return the editor of the task that the page was opened with, 0 for a new one."""
    data = _data(app)
    number = app.page.args[0]
    actions = [icon_button("save", "Save", lambda: _save(app), resource_id="menu_save")]
    if number:
        actions.append(icon_button("delete", "Delete task", lambda: app.open_dialog("delete", number)))
    chips = [
        chip(
            name,
            data["importance"] == value,
            partial(data.update, importance=value),
            width="wrap",
            padding=Insets(14, 0, 14, 0),
            cls="android.widget.RadioButton",
        )
        for value, name in PRIORITIES.items()
    ]
    return scaffold(
        bar=toolbar("", on_up=lambda: leave(app), up="Close", actions=actions),
        body=scroll_list(
            field(data, "title", "Task name", resource_id="title"),
            picker_row(
                "Due date",
                due_text({"dueDate": data["dueDate"]}, app.today),
                lambda: app.open_dialog("due_more"),
                icon="clock",
                resource_id="due_date",
            ),
            text("Priority", 13, color="on_surface_variant", padding=Insets(60, 8, 16, 0)),
            row(*chips, gap=8, padding=Insets(56, 4, 16, 8), in_tree=False),
            field(data, "notes", "Description", icon="note", lines=4, resource_id="notes"),
            spacer(24),
            key="edit",
            resource_id="edit_scroll",
        ),
    )


def set_due(page: Page, day: date | None) -> None:
    """Take over the day that was picked."""
    page.data["dueDate"] = due_value(day)


def due_menu(app: TasksApp) -> View:
    """Return the choice of days for the due date: near ones, none, or one from the calendar."""
    today = app.today

    def pick() -> None:
        open_date_picker(app, "due", due_day(app.page.data) or today)

    near = [("Today", today), ("Tomorrow", today + timedelta(days=1)), ("Next week", today + timedelta(days=7))]
    items = [(f"{name}", partial(set_due, app.page, day)) for name, day in near]
    menu = app.overflow(*items, ("No due date", partial(set_due, app.page, None)), ("Pick a date", pick))
    menu.placement = "center"
    return menu


def leave(app: TasksApp) -> None:
    """Leave the editor; ask first where something was changed."""
    data = _data(app)
    if all(data[name] == value for name, value in data["before"].items()):
        app.pop()
    else:
        app.open_dialog("discard")


def _data(app: TasksApp) -> dict[str, Any]:
    data = app.page.data
    if "before" not in data:
        record = app.tasks.get(app.page.args[0]) or EMPTY
        values = {
            "title": str(record["title"] or ""),
            "notes": str(record["notes"] or ""),
            "dueDate": record["dueDate"],
            "importance": record["importance"],
        }
        data.update(values, before=values)
    return data


def _save(app: TasksApp) -> None:
    data, number = _data(app), app.page.args[0]
    now = int(app.phone.clock.now() * 1000)
    values: dict[str, Any] = {
        "title": data["title"].strip() or "(No title)",
        "notes": data["notes"].strip() or None,
        "dueDate": data["dueDate"],
        "importance": data["importance"],
        "modified": now,
    }
    app.tasks.save(values if number else {**EMPTY, **values, "created": now}, number)
    app.pop()
    app.phone.show_toast(f"Saved: {day_text(due_day(values), app.today)}" if values["dueDate"] else "Saved")
