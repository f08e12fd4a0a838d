"""`CalendarApp`: Simple Calendar Pro's views, dialogs and editor, and what they share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar, Literal

from device.simulator.app import AppIcon, Page
from device.simulator.apps.calendar_pro import event_page, views_page, week_page
from device.simulator.apps.calendar_pro.event_store import EVENTS_DB, SCHEMA, Occurrence, occurrences
from device.simulator.apps.calendar_pro.reminding import due
from device.simulator.apps.shared.date_picker import date_picker
from device.simulator.apps.shared.hours import HourFormat, time_text
from device.simulator.apps.shared.list_app import ListApp
from device.simulator.apps.shared.questions import question
from device.simulator.apps.shared.table import Table
from device.simulator.apps.shared.time_picker import time_picker
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.view import View

ViewName = Literal["Monthly view", "Weekly view", "Daily view", "Simple event list"]
_VIEWS: tuple[ViewName, ...] = ("Monthly view", "Weekly view", "Daily view", "Simple event list")
_SEARCHED_DAYS = 400


class CalendarApp(ListApp):
    """Simple Calendar Pro over ``events.db``.

    Attributes:
        shown: Which view the main page is.
        day: The day that the month or day view is about, as ``2023-10-15``; empty for today.
        reminded: What was reminded of: an event's id, when it begins, and how many minutes before that.
    """

    package = "com.simplemobiletools.calendar.pro"
    activity = ".activities.MainActivity"
    activities: ClassVar[dict[str, str]] = {
        ".activities.MainActivity": "main",
        ".activities.EventActivity": "event",
    }
    label = "Simple Calendar Pro"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="apps", background=(244, 67, 54))
    version = "6.24.1"

    shown: ViewName
    day: str
    reminded: list[tuple[int, float, int]]

    def install(self) -> None:
        """Make the database, without events."""
        self.events.create()
        self.reminded = []

    def uninstall_data(self) -> None:
        """Delete the database."""
        remove_database(self.phone.files.path(EVENTS_DB))

    def reset(self) -> None:
        """Show this month."""
        super().reset()
        self.shown, self.day = "Monthly view", ""

    @property
    def events(self) -> Table:
        """The events."""
        return Table(path=self.phone.files.path(EVENTS_DB), schema=SCHEMA, name="events", key="id")

    @property
    def today(self) -> date:
        """The phone's date."""
        return self.phone.clock.local().date()

    @property
    def current_day(self) -> date:
        """The day that the view is about."""
        return date.fromisoformat(self.day) if self.day else self.today

    @property
    def hour_format(self) -> HourFormat:
        """How hours are counted."""
        return HourFormat(self.phone.settings.get("system", "time_12_24") or "12")

    def time_text(self, hour: int, minute: int) -> str:
        """Return a time of day as the phone writes it."""
        return time_text(hour, minute, self.hour_format)

    def between(self, first: date, last: date) -> list[Occurrence]:
        """Return what takes place from a day to another, both included."""
        return occurrences(self.events.all(), first, last)

    def found(self) -> list[Occurrence]:
        """Return what the search finds, within a year or so around today."""
        wanted, reach = (self.query or "").strip().casefold(), timedelta(days=_SEARCHED_DAYS)
        return [
            each
            for each in self.between(self.today - reach, self.today + reach)
            if wanted in f"{each.event['title']}\n{each.event['location']}\n{each.event['description']}".casefold()
        ]

    def view(self) -> View:
        """Build a view of the calendar, or the editor."""
        return event_page.view(self) if self.page.name == "event" else views_page.view(self)

    def elapsed(self) -> None:
        """Remind of events."""
        for each, minutes in due(self.events.all(), self.phone.clock.now()):
            mark = (each.event["id"], each.start.timestamp(), minutes)
            if mark not in self.reminded:
                self.reminded.append(mark)
                begin, end = (self.time_text(at.hour, at.minute) for at in (each.start, each.end))
                self.phone.notify(self.package, str(each.event["title"]), f"{begin} - {end}")

    def dialog_view(self, dialog: Page) -> View:
        """Build a choice, a picker or a question."""
        match dialog.name:
            case "views":
                return self.choices("Change view", _VIEWS, self.shown, self._change_view)
            case "repeat":
                return event_page.repeat_choices(self)
            case "reminder":
                return event_page.reminder_choices(self, *dialog.args)
            case "day":
                return date_picker(self, dialog, self.go_to, first_weekday=6)
            case "start_day" | "end_day":
                side = event_page.side_of(dialog.name)
                return date_picker(self, dialog, lambda day: event_page.set_day(self.page, side, day))
            case "start_time" | "end_time":
                side = event_page.side_of(dialog.name)
                return time_picker(
                    self,
                    dialog,
                    lambda hour, minute: event_page.set_time(self.page, side, hour, minute),
                    hour_format=self.hour_format,
                )
            case "discard":
                return question(self, "", "Discard the changes?", "Discard", self.pop)
        doomed = list(dialog.args)
        what = "this event" if len(doomed) == 1 else f"these {len(doomed)} events"
        words = f"Are you sure you want to delete {what}?"
        if any(event["repeat_interval"] for event in self.events.all() if event["id"] in doomed):
            words += " All its repetitions are deleted too."
        return question(self, "", words, "Yes", lambda: self._delete(doomed), cancel="No")

    def back(self) -> bool:
        """Ask before what was typed is lost; from a day go back to its month."""
        if self.page.name == "event":
            event_page.leave(self)
            return True
        if super().back():
            return True
        if self.shown != "Monthly view":
            self._change_view("Monthly view")
            return True
        return False

    def start(self, activity: str) -> None:
        """Show the calendar, or an editor for a new event."""
        if activity == ".activities.EventActivity":
            self.new_event()

    def go_to(self, day: date) -> None:
        """Let the view be about another day."""
        self.day = day.isoformat()
        self._scroll_to_start()

    def open_day(self, day: date) -> None:
        """Show a day."""
        self.go_to(day)
        self._change_view("Daily view")

    def new_event(self) -> None:
        """Open the editor for an event that begins at the next full hour of the day that is shown."""
        now = self.phone.clock.local()
        self.push("event", 0, **event_page.new_form(self.current_day, (now.hour + 1) % 24))

    def open_event(self, number: int) -> None:
        """Open the editor for an event that is there."""
        event = self.events.get(number)
        if event is not None:
            self.push("event", number, **event_page.form(event))

    def _change_view(self, name: str) -> None:
        self.shown = next(view for view in _VIEWS if view == name)
        self.selected = []
        self._scroll_to_start()

    def _scroll_to_start(self) -> None:
        """Show the top of a view; a week's is the morning."""
        self.page.scroll.clear()
        self.page.scroll[week_page.KEY] = self.phone.metrics().px(week_page.FIRST_SHOWN * week_page.HOUR)

    def _delete(self, doomed: list[int]) -> None:
        self.events.delete(doomed)
        self.selected = []
        del self.stack[1:]
