"""Templates of OpenTracks: questions about recorded activities."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import Answer, list_of, number_of
from tasks.moves import Done, Move, Open, Scroll
from tasks.pools import word
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, PACKAGES, begin, fill_table, nothing
from tasks.templates.androidworld.script import back, open_app, script, tap, write

APP = "OpenTracks"
TRACKS_DB = "/data/data/de.dennisguse.opentracks/databases/database.db"
METERS_PER_MILE = 1609.344
KINDS = {
    "running": "Run",
    "trail running": "Trail run",
    "cycling": "Ride",
    "mountain biking": "Mountain ride",
    "walking": "Walk",
    "hiking": "Hike",
    "swimming": "Swim",
    "kayaking": "Paddle",
}
"""Activity types, each with what its activities are called; some are easily taken for another."""
MONDAY = (NOW - timedelta(days=NOW.weekday())).date()
_MOST_OF_A_KIND = 3
_FACTS = re.compile(r"(\w{3} \d+, \d{4}) \d\d:\d\d, (\d+\.\d\d) mi • (?:(\d+):)?(\d+):\d\d, ([a-z ]+)")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """An activity as the list shows it: its kind, its day, its miles and its minutes."""

    kind: str
    day: date
    miles: float
    minutes: int


Answering = Callable[[Sequence[Activity]], Answer]


def _draw_activities(rng: Random, split: Split) -> list[Activity]:
    """Draw up to three activities of each kind in the last three weeks, at most one of a kind a day."""
    found = []
    for kind in KINDS:
        days = rng.sample(range(21), rng.randint(2, _MOST_OF_A_KIND))
        for ago in days:
            miles = rng.randint(50, 1500) / 100
            day = NOW.date() - timedelta(days=ago)
            found.append(Activity(kind=kind, day=day, miles=miles, minutes=rng.randint(8, 175)))
    return found


def _record(rng: Random, split: Split, activity: Activity) -> Mapping[str, object]:
    start = datetime(activity.day.year, activity.day.month, activity.day.day, rng.randint(6, 11), 15, tzinfo=NOW.tzinfo)
    length = activity.minutes * 60_000
    meters = activity.miles * METERS_PER_MILE
    return {
        "name": f"{word(rng, split).capitalize()} {KINDS[activity.kind].lower()}",
        "description": "",
        "category": activity.kind,
        "activity_type": activity.kind,
        "starttime": int(start.timestamp() * 1000),
        "stoptime": int(start.timestamp() * 1000) + length,
        "totaldistance": meters,
        "totaltime": length,
        "movingtime": length,
        "numpoints": 0,
        "avgspeed": meters / length * 1000,
        "avgmovingspeed": meters / length * 1000,
        "elevationgain": rng.randint(0, 300),
        "elevationloss": rng.randint(0, 300),
    }


def _prepare(records: Sequence[Mapping[str, object]], phone: Phone) -> None:
    begin(phone, APP)
    fill_table(phone, TRACKS_DB, "tracks", records)


def _seen(screen: Screen) -> list[Activity]:
    """Read the activities that the list shows."""
    found = []
    for element in screen.elements:
        facts = _FACTS.fullmatch(element.detail) if element.role is Role.ROW else None
        if facts:
            day = datetime.strptime(facts[1], "%b %d, %Y").date()
            minutes = int(facts[3] or 0) * 60 + int(facts[4])
            found.append(Activity(kind=facts[5], day=day, miles=float(facts[2]), minutes=minutes))
    return found


def _answered(answering: Answering, wanted: Callable[[Activity], bool], screen: Screen, _moves: Sequence[Move]) -> str:
    return answering([activity for activity in _seen(screen) if wanted(activity)]).text


def _day_move(day: date, screen: Screen, _progress: Sequence[Move]) -> Move:
    """Return the move towards the end of a day in the list, which has the latest on top; then read the day."""
    if screen.app.package != PACKAGES[APP]:
        return Open(app=APP)
    shown = _seen(screen)
    if shown and shown[-1].day < day:
        return Done(message=", ".join(activity.kind for activity in shown if activity.day == day))
    return Scroll(direction="down")


def _question(
    rng: Random,
    split: Split,
    activities: Sequence[Activity],
    kind: str,
    wanted: Callable[[Activity], bool],
    answering: Answering,
    parameters: Mapping[str, str],
) -> Draft:
    """Return a question about the activities of one kind that are `wanted`; the solution searches for the kind."""
    records = [_record(rng, split, activity) for activity in activities]
    said = partial(_answered, answering, wanted)
    return Draft(
        parameters=parameters,
        setup=partial(_prepare, records),
        check=nothing,
        solve=script(open_app(APP), tap("Search"), write(kind), back(), done=said),
        answer=answering([activity for activity in activities if wanted(activity)]),
        may_change=(),
    )


def _long(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _of_kind(kind: str, first: date, last: date) -> Callable[[Activity], bool]:
    return lambda activity: activity.kind == kind and first <= activity.day <= last


def _pick(rng: Random, activities: Sequence[Activity]) -> str:
    """Draw a kind of which there is an activity since Monday."""
    return rng.choice(sorted({activity.kind for activity in activities if activity.day >= MONDAY}) or sorted(KINDS))


def _count(found: Sequence[Activity]) -> Answer:
    return number_of(len(found))


def _minutes(found: Sequence[Activity]) -> Answer:
    return number_of(sum(activity.minutes for activity in found))


def _miles(found: Sequence[Activity]) -> Answer:
    return Answer(kind="number", values=(f"{sum(activity.miles for activity in found):.6g}",))


def _longest(found: Sequence[Activity]) -> Answer:
    return Answer(kind="number", values=(f"{max((activity.miles for activity in found), default=0):.6g}",))


def _draw_of_week(answering: Answering, rng: Random, split: Split) -> Draft:
    activities = _draw_activities(rng, split)
    kind = _pick(rng, activities)
    wanted = _of_kind(kind, MONDAY, NOW.date())
    return _question(rng, split, activities, kind, wanted, answering, {"kind": kind, "monday": _long(MONDAY)})


def _draw_interval(rng: Random, split: Split) -> Draft:
    activities = _draw_activities(rng, split)
    kind = _pick(rng, activities)
    first = NOW.date() - timedelta(days=rng.randint(12, 20))
    last = NOW.date() - timedelta(days=rng.randint(0, 5))
    parameters = {"kind": kind, "first": _long(first), "last": _long(last)}
    return _question(rng, split, activities, kind, _of_kind(kind, first, last), _miles, parameters)


def _draw_duration(rng: Random, split: Split) -> Draft:
    activities = _draw_activities(rng, split)
    chosen = rng.choice(activities)
    wanted = _of_kind(chosen.kind, chosen.day, chosen.day)
    parameters = {"kind": chosen.kind, "day": _long(chosen.day)}
    return _question(rng, split, activities, chosen.kind, wanted, _minutes, parameters)


def _draw_on_date(rng: Random, split: Split) -> Draft:
    activities = _draw_activities(rng, split)
    oldest = min(activity.day for activity in activities)
    day = rng.choice(sorted({activity.day for activity in activities} - {oldest}))
    return Draft(
        parameters={"day": _long(day)},
        setup=partial(_prepare, [_record(rng, split, activity) for activity in activities]),
        check=nothing,
        solve=partial(_day_move, day),
        answer=list_of([activity.kind for activity in activities if activity.day == day]),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="sports_tracker_activities_count_for_week",
        app=APP,
        phrasings=(
            "How many {kind} activities does OpenTracks have from {monday} until today? Answer with a number",
            "Count my {kind} activities in OpenTracks since Monday, {monday}. Say the number only",
        ),
        held_out=("Since {monday}, how often was I {kind}, going by OpenTracks? A number, please",),
        draw=partial(_draw_of_week, _count),
        steps=10,
    ),
    Template(
        name="sports_tracker_activities_on_date",
        app=APP,
        phrasings=(
            "Which types of activity does OpenTracks have for {day}? Answer with the types, with commas between them",
            "Going by OpenTracks, what did I do on {day}? Name the activity types only, separated by commas",
        ),
        held_out=("Name, with commas between them, the types of activity that I recorded in OpenTracks on {day}",),
        draw=_draw_on_date,
        steps=20,
    ),
    Template(
        name="sports_tracker_activity_duration",
        app=APP,
        phrasings=(
            "How many minutes did my {kind} activity on {day} take, going by OpenTracks? Answer with a number",
            "In OpenTracks, how long is the {kind} activity of {day}? Say the minutes as a number",
        ),
        held_out=("Look up in OpenTracks for how many minutes I was {kind} on {day}; a number will do",),
        draw=_draw_duration,
        steps=10,
    ),
    Template(
        name="sports_tracker_longest_distance_activity",
        app=APP,
        phrasings=(
            "How many miles long is my longest {kind} activity in OpenTracks since {monday}? Answer with a number",
            "Since {monday}, what was the longest {kind} activity in OpenTracks? Say the miles as a number",
        ),
        held_out=("My record in {kind} since {monday}, going by OpenTracks: how many miles? A number, please",),
        draw=partial(_draw_of_week, _longest),
        steps=10,
    ),
    Template(
        name="sports_tracker_total_distance_for_category_over_interval",
        app=APP,
        phrasings=(
            "How many miles do my {kind} activities from {first} to {last} in OpenTracks make? Answer with a number",
            "Add up the distances of {kind} in OpenTracks from {first} to {last}, and say the miles as a number",
        ),
        held_out=("From {first} to {last}, how many miles did I cover {kind}, going by OpenTracks? A number, please",),
        draw=_draw_interval,
        steps=20,
    ),
    Template(
        name="sports_tracker_total_duration_for_category_this_week",
        app=APP,
        phrasings=(
            "How many minutes do my {kind} activities in OpenTracks since {monday} make? Answer with a number",
            "Add up how long I was {kind} since {monday}, going by OpenTracks, and say the minutes as a number",
        ),
        held_out=("All {kind} since {monday} in OpenTracks: how many minutes? A number, please",),
        draw=partial(_draw_of_week, _minutes),
        steps=10,
    ),
)
