"""The events that the templates of Simple Calendar Pro are about, and the way to a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Literal

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.moves import Back, Move, Touch
from tasks.pools import sentence, word
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, begin, fill_table
from tasks.templates.androidworld.steps import touch
from tasks.templates.on_phone import put_settings

APP = "Simple Calendar Pro"
DATABASE = "/data/data/com.simplemobiletools.calendar.pro/databases/events.db"
TODAY = NOW.date()
KINDS = ("Call", "Meeting", "Lunch", "Workshop", "Review", "Interview", "Rehearsal", "Training")
PLACES = ("Room", "Hall", "Library", "Studio", "Garden", "Office")
DAY, WEEK, MONTH = 86_400, 604_800, 2_592_001
EMPTY: Mapping[str, object] = {
    "location": "", "description": "", "reminder_1_minutes": -1, "reminder_2_minutes": -1, "reminder_3_minutes": -1,
    "reminder_1_type": 0, "reminder_2_type": 0, "reminder_3_type": 0, "repeat_interval": 0, "repeat_rule": 0,
    "repeat_limit": 0, "repetition_exceptions": "[]", "attendees": "", "import_id": "", "time_zone": "UTC", "flags": 0,
    "event_type": 1, "parent_id": 0, "last_updated": 0, "source": "imported-ics", "availability": 0, "color": 0,
    "type": 0,
}  # fmt: skip

Repeat = Literal["", "Daily", "Weekly", "Monthly"]


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event; `start` is in the phone's zone, UTC."""

    title: str
    start: datetime
    minutes: int
    description: str = ""
    location: str = ""
    repeat: Repeat = ""

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)

    @property
    def day(self) -> date:
        """The day it begins on."""
        return self.start.date()

    @property
    def new_row(self) -> dict[str, object]:
        """What its row has to hold when it was just added."""
        interval = {"": 0, "Daily": DAY, "Weekly": WEEK, "Monthly": MONTH}[self.repeat]
        rule = {"": 0, "Daily": 0, "Weekly": 1 << self.day.weekday(), "Monthly": 1}[self.repeat]
        return {
            "start_ts": int(self.start.timestamp()), "end_ts": int(self.end.timestamp()), "title": self.title,
            "description": self.description, "location": self.location, "repeat_interval": interval,
            "repeat_rule": rule, "repeat_limit": 0,
        }  # fmt: skip

    @property
    def row(self) -> dict[str, object]:
        """Its whole row, the key aside."""
        return {**EMPTY, **self.new_row}


def day_title(day: date) -> str:
    """Return a day as the app writes it."""
    return f"{day:%B} {day.day} {day.year} ({day:%a})"


def some_events(rng: Random, split: Split, count: int, days: Sequence[int] = tuple(range(-3, 15))) -> list[Event]:
    """Draw events with different titles, `days` from today, none of which meets another; today's are still to come."""
    found: dict[str, Event] = {}
    taken: set[tuple[date, int]] = set()
    while len(found) < count:
        day = TODAY + timedelta(days=rng.choice(days))
        hour = rng.randrange(17 if day == TODAY else 7, 22)
        title = f"{word(rng, split).capitalize()} {rng.choice(KINDS)}"
        if (day, hour) not in taken and title not in found:
            taken.add((day, hour))
            start = datetime.combine(day, time(hour), NOW.tzinfo)
            found[title] = Event(
                title=title,
                start=start,
                minutes=rng.choice((15, 30, 45, 60)),
                description=sentence(rng, split),
                location=f"{word(rng, split).capitalize()} {rng.choice(PLACES)}",
            )
    return list(found.values())


def prepare(events: Sequence[Event], phone: Phone) -> None:
    """Leave exactly these events; the phone writes hours up to 24."""
    put_settings(phone, {("system", "time_12_24"): "24"})
    begin(phone, APP)
    fill_table(phone, DATABASE, "events", (event.row for event in events))


def go_to_day(day: date, screen: Screen) -> Move | None:
    """Return the move towards the view of a day, None when it is in front."""
    titles = [element.text for element in screen.elements if element.role is Role.TEXT]
    if day_title(day) in titles and touch(screen, "Next day") is not None:
        return None
    if f"{day:%B %Y}" in titles and touch(screen, "Next month") is not None:
        cell = next((e for e in screen.elements if e.text == str(day.day) and e.clickable), None)
        return Touch(element=cell) if cell is not None else Back()
    if touch(screen, "Next month") is not None:
        return touch(screen, "Next month" if day > TODAY else "Previous month")
    return Back()


def new_event(rng: Random, split: Split, day: date, repeat: Repeat = "") -> Event:
    """Draw an event without a place that begins at a full hour of a day."""
    hour = rng.randrange(8, 21)
    return Event(
        title=f"{word(rng, split).capitalize()} {rng.choice(KINDS)}",
        start=datetime.combine(day, time(hour), NOW.tzinfo),
        minutes=rng.choice((15, 30, 45, 60)),
        description=sentence(rng, split),
        repeat=repeat,
    )


def words_of(event: Event) -> dict[str, str]:
    """Return what goals say of an event."""
    day = event.day
    return {
        "date": f"{day:%B} {day.day}, {day.year}", "weekday": f"{day:%A}", "time": f"{event.start:%H:%M}",
        "title": event.title, "description": event.description, "minutes": str(event.minutes),
    }  # fmt: skip


def calendar_template(
    name: str, phrasings: Sequence[str], draw: Callable[[Random, Split], Draft], *, steps: int
) -> Template:
    """Return a template; the last phrasing is for tests alone."""
    return Template(
        name=f"simple_calendar_{name}",
        app=APP,
        phrasings=tuple(phrasings[:-1]),
        held_out=tuple(phrasings[-1:]),
        draw=draw,
        steps=steps,
    )
