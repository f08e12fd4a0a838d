"""`TasksApp`: the pages and dialogs of Tasks.org, and what they share."""

from __future__ import annotations

import shutil
from datetime import date
from typing import ClassVar

from device.simulator.app import AppIcon, Page
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.apps.shared.date_picker import date_picker
from device.simulator.apps.shared.list_app import ListApp
from device.simulator.apps.shared.questions import question
from device.simulator.apps.shared.table import Record, Table
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.apps.tasks_org import edit_page, list_page
from device.simulator.apps.tasks_org.task_store import PREFERENCES, SCHEMA, TASKS_DB, Grouping
from device.simulator.view import View

_GROUPING, _SHOW_COMPLETED = "group_mode", "show_completed"


class TasksApp(ListApp):
    """Tasks.org over its Room database; how the list is shown is in the preferences.

    Attributes:
        today_only: Whether the list shows what is due today or was due before, and not all tasks.
    """

    package = "org.tasks"
    activity = "com.todoroo.astrid.activity.MainActivity"
    label = "Tasks"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="check", background=(21, 101, 192))
    version = "13.6.3"

    today_only: bool

    def install(self) -> None:
        """Make the database, without tasks."""
        self.tasks.create()

    def uninstall_data(self) -> None:
        """Delete database and preferences."""
        remove_database(self.phone.files.path(TASKS_DB))
        shutil.rmtree(self.phone.files.path(PREFERENCES).parent, ignore_errors=True)

    def reset(self) -> None:
        """Show all tasks."""
        super().reset()
        self.today_only = False

    @property
    def tasks(self) -> Table:
        """The tasks, those that were deleted included."""
        return Table(path=self.phone.files.path(TASKS_DB), schema=SCHEMA, name="tasks", key="_id")

    @property
    def today(self) -> date:
        """The phone's date."""
        return self.phone.clock.local().date()

    @property
    def grouping(self) -> Grouping:
        """What the list is grouped by."""
        chosen = self._preferences.read().get(_GROUPING)
        return next((grouping for grouping in Grouping if grouping.value == chosen), Grouping.DUE_DATE)

    @property
    def shows_completed(self) -> bool:
        """Whether the list shows what has been done."""
        return bool(self._preferences.read().get(_SHOW_COMPLETED, False))

    def view(self) -> View:
        """Build the list or the editor."""
        return edit_page.view(self) if self.page.name == "edit" else list_page.view(self)

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu, a choice, the date picker or a question."""
        match dialog.name:
            case "drawer":
                names = ("My Tasks", "Today")
                return self.overflow(*((name, lambda name=name: self._show(name)) for name in names))
            case "group":
                labels = [grouping.value for grouping in Grouping]
                return self.choices("Group", labels, self.grouping.value, self._group_by)
            case "more":
                words = "Hide completed" if self.shows_completed else "Show completed"
                done = [record["_id"] for record in self.tasks.all(where="completed > 0 AND deleted = 0")]
                return self.overflow(
                    (words, self._toggle_completed), ("Clear completed", lambda: self.open_dialog("clear", *done))
                )
            case "due":
                return date_picker(self, dialog, lambda day: edit_page.set_due(self.page, day))
            case "due_more":
                return edit_page.due_menu(self)
            case "discard":
                return question(self, "", "Discard changes?", "DISCARD", self.pop, cancel="KEEP EDITING")
        doomed = list(dialog.args)
        if dialog.name == "clear":
            words = "Clear completed tasks?"
        else:
            words = "Delete task?" if len(doomed) == 1 else f"Delete {len(doomed)} tasks?"
        return question(self, "", words, "OK", lambda: self._delete(doomed), cancel="CANCEL")

    def back(self) -> bool:
        """Ask before what was typed is lost."""
        if self.page.name == "edit":
            edit_page.leave(self)
            return True
        return super().back()

    def complete(self, record: Record) -> None:
        """Mark a task as done, or as not done."""
        now = int(self.phone.clock.now() * 1000)
        done = bool(record["completed"])
        self.tasks.save({"completed": 0 if done else now, "modified": now}, record["_id"])
        if not done:
            self.phone.show_toast("Task completed")

    @property
    def _preferences(self) -> PreferenceFile:
        return PreferenceFile(self.phone.files.path(PREFERENCES))

    def _show(self, name: str) -> None:
        self.today_only = name == "Today"
        self.page.scroll.clear()

    def _group_by(self, label: str) -> None:
        self._preferences.edit({_GROUPING: label})
        self.page.scroll.clear()

    def _toggle_completed(self) -> None:
        self._preferences.edit({_SHOW_COMPLETED: not self.shows_completed})

    def _delete(self, doomed: list[int]) -> None:
        # The row stays for synchronisation, as in the real app.
        now = int(self.phone.clock.now() * 1000)
        for number in doomed:
            self.tasks.save({"deleted": now, "modified": now}, number)
        self.selected = []
        del self.stack[1:]
        self.phone.show_toast("Task deleted" if len(doomed) == 1 else f"{len(doomed)} tasks deleted")
