"""Templates of Simple Calendar Pro: an event moved by some hours, a free time found where one is taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import first_name
from tasks.rules import find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.calendar_kit import (
    APP,
    DATABASE,
    TODAY,
    Event,
    calendar_template,
    go_to_day,
    new_event,
    prepare,
    some_events,
    words_of,
)
from tasks.templates.androidworld.calendar_pro import MAY_CHANGE, form_move, pick_time
from tasks.templates.androidworld.phone_kit import NOW, matches, nothing, rows
from tasks.templates.androidworld.steps import is_front, look_further, row_with, touch, touches

_SPAN = re.compile(r"(\d\d):(\d\d) - (\d\d):(\d\d)")
FIRST_HOUR, LAST_HOUR = 9, 20


def _move_move(event: Event, moved: Event, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, "Save"):
        return Done(message=f"{event.title} begins at {moved.start:%H:%M} now.")
    picking = pick_time(moved.start.hour, moved.start.minute, screen)
    if picking is not None:
        return picking
    if find(screen, "Title", Role.FIELD) is not None:
        return form_move(moved, screen) or touch(screen, "Save") or Back()
    move = go_to_day(event.day, screen)
    if move is not None:
        return move
    row = row_with(screen, event.title)
    return Touch(element=row) if row is not None else look_further(progress)


def _is_moved(kept: Sequence[Event], moved: Event, phone: Phone) -> bool:
    changed = {name: value for name, value in moved.row.items() if name != "last_updated"}
    return matches(rows(phone, DATABASE, "SELECT * FROM events"), (event.row for event in kept), [changed])


def _draw_move(rng: Random, split: Split) -> Draft:
    """Let an event of the same title be on another day, and others on the same day."""
    offset = rng.randint(1, 13)
    event = new_event(rng, split, TODAY + timedelta(days=offset))
    others = {each.title: each for each in (*some_events(rng, split, 8), *some_events(rng, split, 2, [offset]))}
    kept = [each for each in others.values() if each.title != event.title]
    kept.append(replace(event, start=event.start + timedelta(days=7)))
    hours = rng.choice([hours for hours in range(-3, 4) if hours and 7 <= event.start.hour + hours <= 21])
    moved = replace(event, start=event.start + timedelta(hours=hours))
    count = f"{abs(hours)} hour{'' if abs(hours) == 1 else 's'}"
    return Draft(
        parameters=words_of(event),
        words={"hours": f"{count} {'later' if hours > 0 else 'earlier'}"},
        setup=partial(prepare, rng.sample([*kept, event], len(kept) + 1)),
        check=partial(_is_moved, kept, moved),
        solve=partial(_move_move, event, moved),
        may_change=MAY_CHANGE,
    )


def first_free(taken: Sequence[tuple[int, int]], start: int, minutes: int) -> int:
    """Return the first full hour from a time on that leaves so many minutes free; all in minutes since midnight."""
    hour = -(-start // 60) * 60
    while any(begin < hour + minutes and end > hour for begin, end in taken):
        hour += 60
    return hour


def _free_move(day: datetime, minutes: int, screen: Screen, progress: Sequence[Move]) -> Move:
    """Look at the day, and go by the times that are written there."""
    if not is_front(screen, APP):
        return Open(app=APP)
    move = go_to_day(day.date(), screen)
    if move is not None:
        return move
    spans = [found for element in screen.elements if (found := _SPAN.search(element.detail)) is not None]
    taken = [(int(s[1]) * 60 + int(s[2]), int(s[3]) * 60 + int(s[4])) for s in spans]
    hour = first_free(taken, day.hour * 60, minutes)
    return Done(message=f"{hour // 60:02d}:00")


def _draw_free(rng: Random, split: Split) -> Draft:
    """Let the wished time be taken, and one or two of the hours after it, some by what begins at half past."""
    offset = rng.randint(1, 13)
    midnight = datetime.combine(TODAY + timedelta(days=offset), time(0), NOW.tzinfo)
    minutes = rng.choice((30, 45, 60))
    wish = rng.randint(FIRST_HOUR, 14)
    events = some_events(rng, split, 3 + rng.randint(0, 1), [offset])
    day = []
    hour = wish
    for place, event in enumerate(events[1:]):
        late = 30 if place and rng.random() < 0.5 else 0
        length = rng.choice((30, 45)) if late == 0 else 30
        day.append(replace(event, start=midnight + timedelta(hours=hour, minutes=late), minutes=length))
        hour += 1
    # What lies after the free hour is no help to who looks for the first one.
    day.append(replace(events[0], start=midnight + timedelta(hours=hour + 2), minutes=60))
    taken = [(each.start.hour * 60 + each.start.minute, each.start.hour * 60 + each.start.minute + each.minutes)
             for each in day]  # fmt: skip
    free = first_free(taken, wish * 60, minutes)
    names = {each.title for each in day}
    others = [each for each in some_events(rng, split, 8) if each.day != midnight.date() and each.title not in names]
    asked = midnight + timedelta(hours=wish)
    return Draft(
        parameters={
            "person": first_name(rng, split),
            "date": f"{asked:%B} {asked.day}, {asked.year}",
            "time": f"{asked:%H:%M}",
            "minutes": str(minutes),
        },
        setup=partial(prepare, rng.sample([*others, *day], len(others) + len(day))),
        check=nothing,
        solve=partial(_free_move, asked, minutes),
        answer=Answer(kind="words", values=(f"{free // 60:02d}:00",)),
        may_change=(),
    )


FREE = "at which full hour from then on am I free for that long first? Answer like this: 07:00"
TEMPLATES: tuple[Template, ...] = (
    calendar_template(
        "move_event",
        (
            'Move "{title}" on {date} in Simple Calendar Pro: it takes place {hours}, and lasts as long as before',
            'In Simple Calendar Pro, let "{title}" of {date} begin {hours}, and make it neither longer nor shorter',
            '"{title}" on {date} begins {hours} than planned, and is as long: change that in Simple Calendar Pro',
        ),
        _draw_move,
        steps=20,
    ),
    calendar_template(
        "free_slot",
        (
            "{person} would like to meet me on {date} at {time} for {minutes} minutes. By Simple Calendar Pro, " + FREE,
            "On {date} I need {minutes} minutes for {person}, at {time} or later. By Simple Calendar Pro, " + FREE,
            "{person} asks for {minutes} minutes on {date}, not before {time}. Going by Simple Calendar Pro, " + FREE,
        ),
        _draw_free,
        steps=10,
    ),
)
