"""Templates of Simple Calendar Pro: questions about what is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from perception.screen import Role, Screen
from tasks.answer import Answer, list_of
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import first_name
from tasks.rules import find
from tasks.template import Draft, Solve, Split, Template
from tasks.templates.androidworld.calendar_kit import (
    APP,
    TODAY,
    Event,
    calendar_template,
    go_to_day,
    new_event,
    prepare,
    some_events,
    words_of,
)
from tasks.templates.androidworld.phone_kit import NOW, nothing
from tasks.templates.androidworld.steps import is_front, look_further, row_with, search_for, touch, touches


def _day_move(day: date, titles: Sequence[str], answer: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Look at a day until the last of some titles is seen, then answer."""
    if not is_front(screen, APP):
        return Open(app=APP)
    move = go_to_day(day, screen)
    if move is not None:
        return move
    return Done(message=answer) if row_with(screen, titles[-1]) is not None else look_further(progress)


def _list_move(titles: Sequence[str], answer: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Look through the list of what comes until the last of some titles is seen, then answer."""
    if not is_front(screen, APP):
        return Open(app=APP)
    option = find(screen, "Simple event list", Role.RADIO)
    if option is not None:
        return Touch(element=option)
    if not touches(progress, "Simple event list"):
        return touch(screen, "Change view") or Back()
    return Done(message=answer) if row_with(screen, titles[-1]) is not None else look_further(progress)


def _search_move(title: str, opens: str, answer: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Search for a title and, where `opens` says so, look into the event; then answer."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if find(screen, "Title", Role.FIELD) is not None:
        return Done(message=answer)
    row = row_with(screen, title)
    if row is not None and find(screen, "Search", Role.FIELD) is not None:
        return Touch(element=row) if opens else Done(message=answer)
    return search_for(screen, title) or Back()


def _question(events: Sequence[Event], parameters: Mapping[str, str], answer: Answer, solve: Solve) -> Draft:
    return Draft(
        parameters=parameters,
        setup=partial(prepare, events),
        check=nothing,
        solve=solve,
        answer=answer,
        may_change=(),
    )


Picks = Callable[[Sequence[Event], Event], Sequence[Event]]


def _draw_on_day(picks: Picks, rng: Random, split: Split) -> Draft:
    """Ask about a day on which three events take place, by one of them."""
    offset = rng.randint(1, 13)
    events = sorted(some_events(rng, split, 3, [offset]), key=lambda event: event.start)
    events = [event if event.start.hour < 20 else replace(event, minutes=30) for event in events]
    chosen = events[rng.randrange(2)]
    found = picks(events, chosen)
    others = [each for each in some_events(rng, split, 9) if each.day != events[0].day]
    answer = list_of([event.title for event in found])
    solve = partial(_day_move, chosen.day, answer.values, answer.text)
    return _question([*others, *events], words_of(chosen), answer, solve)


def _draw_next_week(rng: Random, split: Split) -> Draft:
    events = some_events(rng, split, 10, range(16))
    monday = TODAY + timedelta(days=1)
    if not any(0 <= (event.day - monday).days < 7 for event in events):
        events.append(new_event(rng, split, monday + timedelta(days=2)))
    week = sorted((e for e in events if 0 <= (e.day - monday).days < 7), key=lambda event: event.start)
    answer = list_of([event.title for event in week])
    return _question(events, {}, answer, partial(_list_move, answer.values, answer.text))


def _draw_next_event(rng: Random, split: Split) -> Draft:
    events = some_events(rng, split, 8)
    coming = sorted((event for event in events if event.start > NOW), key=lambda event: event.start)
    if not coming:
        coming = [new_event(rng, split, TODAY + timedelta(days=2))]
        events += coming
    answer = list_of([coming[0].title])
    return _question(events, {}, answer, partial(_list_move, answer.values, answer.text))


def _draw_location(rng: Random, split: Split) -> Draft:
    events = some_events(rng, split, 8)
    answer = Answer(kind="words", values=(events[0].location,))
    solve = partial(_search_move, events[0].title, "event", answer.text)
    return _question(events, {"title": events[0].title}, answer, solve)


def _draw_meeting(rng: Random, split: Split) -> Draft:
    person, other = rng.sample([first_name(rng, split) for _ in range(40)], 2)
    while other == person:
        other = first_name(rng, split)
    title = f"Meeting with {person}"
    events = some_events(rng, split, 4)
    past = new_event(rng, split, TODAY - timedelta(days=2))
    first = new_event(rng, split, TODAY + timedelta(days=rng.randint(1, 6)))
    later = new_event(rng, split, TODAY + timedelta(days=rng.randint(7, 13)))
    meetings = [replace(event, title=title) for event in (past, first, later)]
    decoy = replace(new_event(rng, split, TODAY + timedelta(days=1)), title=f"Meeting with {other}")
    moment = f"{first.start:%B} {first.day.day} {first.day.year} {first.start:%H:%M}"
    answer = Answer(kind="moment", values=(moment,))
    solve = partial(_search_move, title, "", answer.text)
    return _question([*events, *meetings, decoy], {"person": person}, answer, solve)


def _at_time(events: Sequence[Event], chosen: Event) -> Sequence[Event]:
    return [event for event in events if event.start <= chosen.start < event.end]


def _in_range(events: Sequence[Event], chosen: Event) -> Sequence[Event]:
    evening = datetime.combine(chosen.day, time(20), NOW.tzinfo)
    return [event for event in events if chosen.start <= event.start < evening] or [chosen]


def _after(events: Sequence[Event], chosen: Event) -> Sequence[Event]:
    return [event for event in events if event.start > chosen.start][:1]


TITLES = "Answer with the titles, with commas between them."


def _asked(*phrasings: str) -> list[str]:
    return [f"{phrasing} {TITLES}" for phrasing in phrasings]


TEMPLATES: tuple[Template, ...] = (
    calendar_template(
        "any_events_on_date",
        _asked(
            "Is anything on {date} in Simple Calendar Pro?",
            "Have I got plans in Simple Calendar Pro for {date}?",
            "Does Simple Calendar Pro show anything for {date}?",
        ),
        partial(_draw_on_day, lambda events, chosen: events),
        steps=10,
    ),
    calendar_template(
        "events_on_date",
        _asked(
            "Name everything on {date} in Simple Calendar Pro.",
            "What happens on {date} by Simple Calendar Pro?",
            "List what Simple Calendar Pro has for {date}.",
        ),
        partial(_draw_on_day, lambda events, chosen: events),
        steps=10,
    ),
    calendar_template(
        "event_on_date_at_time",
        _asked(
            "What takes place at {time} on {date} by Simple Calendar Pro?",
            "Where should I be on {date} at {time}, by Simple Calendar Pro?",
            "In Simple Calendar Pro, what is going on at {time} on {date}?",
        ),
        partial(_draw_on_day, _at_time),
        steps=10,
    ),
    calendar_template(
        "events_in_time_range",
        _asked(
            "What begins between {time} and 20:00 on {date}, {time} included, in Simple Calendar Pro?",
            "From {time} on, but before 20:00, what begins on {date} by Simple Calendar Pro?",
            "On {date}, which events in Simple Calendar Pro begin at {time} or later and before 20:00?",
        ),
        partial(_draw_on_day, _in_range),
        steps=10,
    ),
    calendar_template(
        "first_event_after_start_time",
        _asked(
            "What begins next after {time} on {date} in Simple Calendar Pro?",
            "By Simple Calendar Pro, what is the first thing that begins later than {time} on {date}?",
            "On {date}, what follows on what begins at {time} in Simple Calendar Pro?",
        ),
        partial(_draw_on_day, _after),
        steps=10,
    ),
    calendar_template(
        "events_in_next_week",
        _asked(
            "Which events of next week, Monday to Sunday, are in Simple Calendar Pro?",
            "What is on from the coming Monday to the Sunday after it, by Simple Calendar Pro?",
            "Name all of next week, Monday to Sunday, in Simple Calendar Pro.",
        ),
        _draw_next_week,
        steps=10,
    ),
    calendar_template(
        "next_event",
        (
            "What is coming up first in Simple Calendar Pro? Answer with the title.",
            "From now on, which event of Simple Calendar Pro is the first? Say its title.",
            "Say the title of the event that comes next in Simple Calendar Pro.",
        ),
        _draw_next_event,
        steps=10,
    ),
    calendar_template(
        "location_of_event",
        (
            'Where does "{title}" take place, by Simple Calendar Pro? Answer with the place alone.',
            'Look up the place of "{title}" in Simple Calendar Pro and say just that.',
            'Simple Calendar Pro knows where "{title}" is: say only the place.',
        ),
        _draw_location,
        steps=10,
    ),
    calendar_template(
        "next_meeting_with_person",
        (
            "When do I meet {person} next, by Simple Calendar Pro? Answer like this: March 5 2021 18:30",
            "Find my next meeting with {person} in Simple Calendar Pro, say its day and time as in: March 5 2021 18:30",
            "The next meeting with {person} in Simple Calendar Pro, when is it? In this form: March 5 2021 18:30",
        ),
        _draw_meeting,
        steps=10,
    ),
)
