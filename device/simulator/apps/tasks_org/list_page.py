"""The list of tasks under the headers of its groups, and the bar below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.apps.shared.list_app import empty_page
from device.simulator.apps.shared.table import Record
from device.simulator.apps.tasks_org.task_store import PRIORITIES, Grouping, due_day, due_text, group_title
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    checkbox,
    column,
    fab,
    header,
    icon_button,
    row,
    scaffold,
    scroll_list,
    spacer,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.tasks_org.tasks_app import TasksApp

_ORDERS = {
    Grouping.DUE_DATE: "dueDate = 0, dueDate, importance, _id",
    Grouping.PRIORITY: "importance, dueDate = 0, dueDate, _id",
    Grouping.NONE: "title COLLATE NOCASE, _id",
}
_COLORS = {"High": (211, 47, 47), "Medium": (245, 124, 0), "Low": (25, 118, 210), "None": (117, 117, 117)}


def view(app: TasksApp) -> View:
    """Return the page."""
    records = [record for record in app.tasks.all(_ORDERS[app.grouping], where="deleted = 0") if _is_shown(app, record)]
    rows: list[View] = []
    title = ""
    for record in records:
        own = group_title(record, app.grouping, app.today)
        if own != title:
            rows.append(header(own))
            title = own
        rows.append(_row(app, record))
    body = scroll_list(*rows, spacer(88), key="tasks") if rows else empty_page("There are no tasks here")
    create = fab("add", "Create new task", lambda: app.push("edit", 0))
    if app.selected:
        delete = icon_button("delete", "Delete task", lambda: app.open_dialog("delete", *app.selected))
        return scaffold(bar=app.selection_bar(delete), body=body)
    bar = toolbar("Today" if app.today_only else "My Tasks") if app.query is None else app.search_bar()
    return scaffold(bar=bar, body=body, bottom=_bottom(app), over=[create])


def _is_shown(app: TasksApp, record: Record) -> bool:
    if record["completed"] and not app.shows_completed:
        return False
    day = due_day(record)
    if app.today_only and (day is None or day > app.today):
        return False
    wanted = (app.query or "").strip().casefold()
    return not wanted or wanted in f"{record['title']} {record['notes'] or ''}".casefold()


def _bottom(app: TasksApp) -> View:
    return row(
        icon_button("menu", "Menu", lambda: app.open_dialog("drawer")),
        icon_button("search", "Search", app.begin_search, resource_id="menu_search"),
        icon_button("sort", "Sort", lambda: app.open_dialog("group"), resource_id="menu_sort"),
        spacer(weight=1),
        icon_button("more", "More options", lambda: app.open_dialog("more")),
        height=64,
        padding=Insets(8, 0, 8, 0),
        background="surface_container",
        resource_id="bottomAppBar",
    )


def _row(app: TasksApp, record: Record) -> View:
    number, done = record["_id"], bool(record["completed"])
    marked = number in app.selected
    box = checkbox(done, on_click=lambda: app.complete(record), resource_id="completeBox", width=48)
    # Its colour alone tells the priority here, as that of the box does in the real app.
    color = _COLORS[PRIORITIES.get(record["importance"], "None")]
    dot = View(kind="leaf", width=8, height=8, radius=4, background=color, in_tree=False)
    words = [text(Own(record["title"] or ""), 17, max_lines=2, color="disabled" if done else "on_surface")]
    words[0].resource_id = "title"
    if record["dueDate"]:
        late = not done and (due_day(record) or app.today) < app.today
        words.append(
            text(
                due_text(record, app.today),
                13,
                color="error" if late else "on_surface_variant",
                resource_id="due_date",
            )
        )
    return row(
        box,
        column(*words, width="fill", weight=1, padding=Insets(0, 10, 0, 10), in_tree=False),
        dot,
        padding=Insets(12, 0, 24, 0),
        selected=marked,
        background="secondary_container" if marked else None,
        on_click=lambda: app.tap_or_mark(number, lambda: app.push("edit", number)),
        on_long_click=lambda: app.mark(number),
        resource_id="rowBody",
    )
