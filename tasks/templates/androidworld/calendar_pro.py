"""Templates of Simple Calendar Pro: events made and deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from device.phone import Phone
from perception.screen import Element, Role, Screen
from tasks.moves import Back, Done, Hold, Move, Open, Touch
from tasks.rules import fill, find
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.calendar_kit import (
    APP,
    DATABASE,
    TODAY,
    Event,
    Repeat,
    calendar_template,
    day_title,
    go_to_day,
    new_event,
    prepare,
    some_events,
    words_of,
)
from tasks.templates.androidworld.phone_kit import matches, rows
from tasks.templates.androidworld.steps import is_front, look_further, row_with, touch, touches

MAY_CHANGE = ("*/events.db:events",)


def _are(kept: Sequence[Event], added: Sequence[Event], phone: Phone) -> bool:
    found = rows(phone, DATABASE, "SELECT * FROM events")
    return matches(found, (event.row for event in kept), (event.new_row for event in added))


def _by_id(screen: Screen, name: str) -> Element | None:
    return next((element for element in screen.elements if element.resource_id.endswith(f":id/{name}")), None)


def pick_day(day: date, screen: Screen) -> Move | None:
    """Return the next move in the date picker, None where it isn't in front."""
    if touch(screen, "Next month") is None or touch(screen, "OK") is None:
        return None
    cell = next((element for element in screen.elements if element.detail == f"{day:%d %B %Y}"), None)
    if cell is None:
        shown = next((e.text for e in screen.elements if e.text.endswith(f" {day.year}") and " " in e.text), "")
        is_past = bool(shown) and datetime.strptime(shown, "%B %Y").date() > day
        return touch(screen, "Previous month" if is_past else "Next month")
    return touch(screen, "OK") if cell.checked else Touch(element=cell)


def pick_time(hour: int, minute: int, screen: Screen) -> Move | None:
    """Return the next move in the time picker, None where it isn't in front."""
    head = [element for element in screen.elements if element.role is Role.TAB and element.text.isdecimal()]
    if len(head) != 2 or touch(screen, "OK") is None:
        return None
    if head[0].text != f"{hour:02d}":
        return touch(screen, f"{hour} hours") or Touch(element=head[0])
    if head[1].text != f"{minute:02d}":
        return touch(screen, f"{minute:02d} minutes") or Touch(element=head[1])
    return touch(screen, "OK")


def _add_move(event: Event, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, "Save"):
        return Done(message=f"{event.title} is in the calendar.")
    opened = last_picker(progress)
    end = opened.startswith("event_end")
    moment = event.end if end else event.start
    picking = pick_day(moment.date(), screen) or pick_time(moment.hour, moment.minute, screen)
    if picking is not None:
        return picking
    option = find(screen, event.repeat or "No repetition", Role.RADIO)
    if option is not None:
        return Touch(element=option)
    if touch(screen, "Save") is None:
        return touch(screen, "New Event") or Back()
    return form_move(event, screen) or touch(screen, "Save") or Back()


def form_move(event: Event, screen: Screen) -> Move | None:
    """Return the next move in the editor, None when all is as it should be."""
    for label, value in (("Title", event.title), ("Description", event.description)):
        field = find(screen, label, Role.FIELD)
        if field is not None and (move := fill(field, value)) is not None:
            return move
    wanted = (
        ("event_start_date", day_title(event.day)),
        ("event_start_time", f"{event.start:%H:%M}"),
        ("event_end_date", day_title(event.end.date())),
        ("event_end_time", f"{event.end:%H:%M}"),
    )
    for name, text in wanted:
        shown = _by_id(screen, name)
        if shown is not None and shown.text != text:
            return Touch(element=shown)
    repeat = next((e for e in screen.elements if e.text == "Repetition" and e.clickable), None)
    if event.repeat and repeat is not None and repeat.detail != event.repeat:
        return Touch(element=repeat)
    return None


def last_picker(progress: Sequence[Move]) -> str:
    """Return the resource name of the row whose picker was opened last."""
    for move in reversed(progress):
        if isinstance(move, Touch) and ":id/event_" in move.element.resource_id:
            return move.element.resource_id.partition(":id/")[2]
    return ""


def _delete_move(day: date, targets: Sequence[str], screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, APP):
        return Open(app=APP)
    if touch(screen, "Yes") is not None:
        return touch(screen, "Yes") or Back()
    if touches(progress, "Yes"):
        return Done(message="The events are deleted.")
    if touch(screen, "Close") is not None:
        for title in targets:
            row = row_with(screen, title)
            if row is not None and not row.selected:
                return Touch(element=row)
        return touch(screen, "Delete") or Back()
    move = go_to_day(day, screen)
    if move is not None:
        return move
    row = row_with(screen, targets[0])
    return Hold(element=row) if row is not None else look_further(progress)


Days = Callable[[Random], int]


def _draw_add(days: Days, repeats: Sequence[Repeat], rng: Random, split: Split) -> Draft:
    kept = some_events(rng, split, rng.randint(3, 8))
    event = new_event(rng, split, TODAY + timedelta(days=days(rng)), rng.choice(repeats))
    return Draft(
        parameters=words_of(event),
        words={"rule": {"": "", "Daily": "every day", "Weekly": "every week", "Monthly": "every month"}[event.repeat]},
        setup=partial(prepare, kept),
        check=partial(_are, kept, [event]),
        solve=partial(_add_move, event),
        may_change=MAY_CHANGE,
    )


def _draw_delete(days: Days, count: int, rng: Random, split: Split) -> Draft:
    offset = days(rng)
    day = TODAY + timedelta(days=offset)
    others = [other for other in range(-3, 15) if other != offset]
    kept = some_events(rng, split, 6, others)
    targets = sorted(some_events(rng, split, 3, [offset]), key=lambda event: event.start)
    while {event.title for event in kept} & {event.title for event in targets}:
        kept = some_events(rng, split, 6, others)
    if count == 1:
        # On the same day stays one of the same title at another time, and another title at the same time.
        target, rest = targets[0], targets[1:]
        kept += [*rest, replace(target, start=target.start + timedelta(days=7))]
        targets = [target]
    return Draft(
        parameters=words_of(targets[0]),
        setup=partial(prepare, rng.sample(kept + targets, len(kept) + len(targets))),
        check=partial(_are, kept, ()),
        solve=partial(_delete_move, day, [event.title for event in targets]),
        may_change=MAY_CHANGE,
    )


ONCE: tuple[Any, ...] = ("",)
THIS_WEEK = " (the next one after today)"
WHAT = 'called "{title}", with the description "{description}", from {time} on for {minutes} minutes'
TEMPLATES: tuple[Template, ...] = (
    calendar_template(
        "add_one_event",
        (
            f"Make an event on {{date}} in Simple Calendar Pro, {WHAT}",
            f"In Simple Calendar Pro, put an event into {{date}}, {WHAT}",
            f"There is something on {{date}}, {WHAT}: add it to Simple Calendar Pro",
        ),
        partial(_draw_add, lambda rng: rng.randint(2, 40), ONCE),
        steps=34,
    ),
    calendar_template(
        "add_one_event_in_two_weeks",
        (
            f"Make an event two weeks from today in Simple Calendar Pro, {WHAT}",
            f"In Simple Calendar Pro, put an event on the day in a fortnight, {WHAT}",
            f"There is something in exactly two weeks, {WHAT}: add it to Simple Calendar Pro",
        ),
        partial(_draw_add, lambda rng: 14, ONCE),
        steps=34,
    ),
    calendar_template(
        "add_one_event_relative_day",
        (
            f"Make an event on {{weekday}}{THIS_WEEK} in Simple Calendar Pro, {WHAT}",
            f"In Simple Calendar Pro, put an event into the coming {{weekday}}, {WHAT}",
            f"There is something on {{weekday}}{THIS_WEEK}, {WHAT}: add it to Simple Calendar Pro",
        ),
        partial(_draw_add, lambda rng: rng.randint(1, 6), ONCE),
        steps=34,
    ),
    calendar_template(
        "add_one_event_tomorrow",
        (
            f"Make an event for the day after today in Simple Calendar Pro, {WHAT}",
            f"In Simple Calendar Pro, put an event into tomorrow, {WHAT}",
            f"There is something tomorrow, {WHAT}: add it to Simple Calendar Pro",
        ),
        partial(_draw_add, lambda rng: 1, ONCE),
        steps=34,
    ),
    calendar_template(
        "add_repeating_event",
        (
            f"Make an event in Simple Calendar Pro that takes place {{rule}} from {{date}} on and never ends, {WHAT}",
            f"In Simple Calendar Pro, add what happens {{rule}}, first on {{date}}, without an end, {WHAT}",
            f"{{rule}}, first on {{date}} and for ever, there is something {WHAT}: add it to Simple Calendar Pro",
        ),
        partial(_draw_add, lambda rng: rng.randint(1, 20), ("Daily", "Weekly", "Monthly")),
        steps=34,
    ),
    calendar_template(
        "delete_one_event",
        (
            'Delete "{title}" on {date} at {time} from Simple Calendar Pro, and only that',
            'In Simple Calendar Pro, remove the event "{title}" of {date}, {time}',
            '"{title}" at {time} on {date} is cancelled, take just that out of Simple Calendar Pro',
        ),
        partial(_draw_delete, lambda rng: rng.randint(1, 13), 1),
        steps=12,
    ),
    calendar_template(
        "delete_events",
        (
            "Delete everything on {date} from Simple Calendar Pro",
            "In Simple Calendar Pro, clear {date} of all its events",
            "Keep {date} free: remove what Simple Calendar Pro has on that day",
        ),
        partial(_draw_delete, lambda rng: rng.randint(1, 13), 3),
        steps=14,
    ),
    calendar_template(
        "delete_events_on_relative_day",
        (
            f"Delete everything on {{weekday}}{THIS_WEEK} from Simple Calendar Pro",
            "In Simple Calendar Pro, clear the coming {weekday} of all its events",
            f"Keep {{weekday}}{THIS_WEEK} free: remove what Simple Calendar Pro has on it",
        ),
        partial(_draw_delete, lambda rng: rng.randint(1, 6), 3),
        steps=12,
    ),
)
