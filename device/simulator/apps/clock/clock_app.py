"""`ClockApp`: the Clock app's tabs, pages and dialogs, and what they share."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.clock import (
    alarm_page,
    bedtime_page,
    city_page,
    clock_page,
    label_dialog,
    stopwatch_page,
    timer_page,
)
from device.simulator.apps.clock.alarm_store import ALARMS_DB, AlarmStore
from device.simulator.apps.clock.clock_store import CLOCK_PREFERENCES, ClockStore, StopwatchState, TimerState
from device.simulator.apps.shared.hours import HourFormat
from device.simulator.apps.shared.time_picker import time_picker
from device.simulator.apps.sqlite_file import remove_database
from device.simulator.apps.wellbeing import WellbeingApp
from device.simulator.view import View
from device.simulator.widgets import scaffold, tab_bar, toolbar

_TABS = (
    ("Alarm", "alarm", alarm_page),
    ("Clock", "clock", clock_page),
    ("Timer", "timer", timer_page),
    ("Stopwatch", "stopwatch", stopwatch_page),
)
_BEDTIME = ("Bedtime", "bed", bedtime_page)


class ClockApp(App):
    """Google's Clock; alarms in ``alarms.db``, the rest in the preferences.

    Attributes:
        tab: Index of the tab in front.
        expanded: Id of the alarm whose card is open; 0 for none.
        digits: What was typed on the timer's keypad, at most six digits.
        adding_timer: Whether the keypad is shown though there are timers.
        marked_city: Id of the city a long press chose; empty for none.
    """

    package = "com.google.android.deskclock"
    activity = "com.android.deskclock.DeskClock"
    label = "Clock"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="clock", background=(66, 103, 210))
    version = "7.5"

    tab: int
    expanded: int
    digits: str
    adding_timer: bool
    marked_city: str

    def install(self) -> None:
        """Make the database with the two alarms of a new phone."""
        self.alarms.create()

    def uninstall_data(self) -> None:
        """Delete the database and the preferences."""
        remove_database(self.phone.files.path(ALARMS_DB))
        self.phone.files.path(CLOCK_PREFERENCES).unlink(missing_ok=True)

    def reset(self) -> None:
        """Show the alarms."""
        super().reset()
        self.tab, self.expanded, self.digits, self.adding_timer, self.marked_city = 0, 0, "", False, ""

    @property
    def alarms(self) -> AlarmStore:
        """The alarms."""
        return AlarmStore(self.phone.files.path(ALARMS_DB))

    @property
    def store(self) -> ClockStore:
        """Cities, timers and stopwatch."""
        return ClockStore(self.phone.files.path(CLOCK_PREFERENCES))

    @property
    def now(self) -> datetime:
        """The phone's date and time, with its zone."""
        return self.phone.clock.local()

    @property
    def milliseconds(self) -> int:
        """The phone's clock in milliseconds since the epoch."""
        return int(self.phone.clock.now() * 1000)

    @property
    def hour_format(self) -> HourFormat:
        """How the user wants to read the time of day."""
        wanted = self.phone.settings.get("system", "time_12_24")
        return HourFormat.TWENTY_FOUR if wanted == "24" else HourFormat.TWELVE

    def time_key(self, now: float) -> object:
        """Count seconds while something on the screen runs, minutes otherwise."""
        running_timer = self.tab == 2 and any(timer.state is TimerState.RUNNING for timer in self.store.timers())
        if running_timer or (self.tab == 3 and self.store.stopwatch().state is StopwatchState.RUNNING):
            return int(now)
        return super().time_key(now)

    def view(self) -> View:
        """Build the tab in front, or the search for a city."""
        if self.page.name == "cities":
            return city_page.view(self)
        tabs = (*_TABS, _BEDTIME) if WellbeingApp.package in self.phone.packages else _TABS
        label, _, page = tabs[self.tab]
        actions = clock_page.actions(self) if page is clock_page else []
        return scaffold(
            bar=toolbar(label, actions=actions),
            body=page.view(self),
            bottom=tab_bar([(label, icon) for label, icon, _ in tabs], self.tab, self.select_tab),
            over=page.buttons(self),
        )

    def dialog_view(self, dialog: Page) -> View:
        """Build the time picker or the dialog for a label."""
        if dialog.name == "time_picker":
            set_time = partial(alarm_page.set_time, self, dialog.args[0])
            return time_picker(self, dialog, set_time, hour_format=self.hour_format)
        if dialog.name == bedtime_page.PICKER:
            set_time = partial(bedtime_page.set_time, self, dialog.args[0])
            return time_picker(self, dialog, set_time, hour_format=self.hour_format)
        return label_dialog.view(self, dialog)

    def back(self) -> bool:
        """Take the mark off a city, close the city search, or leave the keypad for the timers."""
        if self.marked_city:
            self.marked_city = ""
            return True
        if self.tab == 2 and self.adding_timer and len(self.stack) == 1:
            self.adding_timer, self.digits = False, ""
            return True
        return super().back()

    def select_tab(self, index: int) -> None:
        """Bring a tab to the front."""
        self.tab, self.marked_city, self.adding_timer, self.digits = index, "", False, ""
