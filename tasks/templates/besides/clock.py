"""Templates of Clock: alarms with weekdays and labels, all but one deleted, and the one that rings next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Role, Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Move, Touch
from tasks.pools import words
from tasks.rules import fill, find, find_button, seek
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, begin, fill_table, matches, nothing, rows
from tasks.templates.clock import (
    ALARMS,
    ALARMS_MAY_CHANGE,
    APP,
    TimeOfDay,
    beside,
    draw_times,
    expand,
    go_to_tab,
    pick_time,
    switch_of,
)
from tasks.templates.on_phone import APPS, put_settings

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, kw_only=True)
class WeekAlarm:
    """An alarm that may repeat: `days` are indices of weekdays, 0 is Monday; none makes it ring once."""

    time: TimeOfDay
    days: frozenset[int] = frozenset()
    enabled: bool = True
    label: str = ""

    @property
    def row(self) -> dict[str, object]:
        """Its row, without the key."""
        return {
            "hour": self.time.hour, "minutes": self.time.minute, "daysofweek": sum(1 << day for day in self.days),
            "enabled": int(self.enabled), "label": self.label,
        }  # fmt: skip

    def next_ring(self) -> datetime:
        """Return when it rings next after the tasks' start, were it enabled."""
        ring = NOW.replace(hour=self.time.hour, minute=self.time.minute)
        while ring <= NOW or (self.days and ring.weekday() not in self.days):
            ring += timedelta(days=1)
        return ring


def _prepare(alarms: Sequence[WeekAlarm], phone: Phone) -> None:
    put_settings(phone, {("system", "time_12_24"): "12"})
    fill_table(phone, ALARMS, "alarm_instances", ())
    fill_table(phone, ALARMS, "alarm_templates", (alarm.row for alarm in alarms))
    begin(phone, APP)


def _are(alarms: Sequence[WeekAlarm], phone: Phone) -> bool:
    """Say whether exactly these alarms are there, none of them due to ring twice."""
    due = [row["alarm_id"] for row in rows(phone, ALARMS, "SELECT alarm_id FROM alarm_instances")]
    found = rows(phone, ALARMS, "SELECT * FROM alarm_templates")
    return len(due) == len(set(due)) and matches(found, (alarm.row for alarm in alarms))


def _some_alarms(rng: Random, times: Sequence[TimeOfDay]) -> list[WeekAlarm]:
    kinds = (frozenset[int](), frozenset(range(5)), frozenset({5, 6}), frozenset(rng.sample(range(7), 2)))
    return [WeekAlarm(time=time, days=rng.choice(kinds), enabled=rng.random() < 0.6) for time in times]


def _twin(time: TimeOfDay) -> TimeOfDay:
    """Return the time that reads the same on a dial: half a day later."""
    return TimeOfDay(hour=(time.hour + 12) % 24, minute=time.minute)


def _days_move(new: WeekAlarm, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package == APPS[APP]:
        picking = pick_time(new.time, screen)
        if picking is not None:
            return picking
        field, ok = find(screen, "Label", Role.FIELD), find_button(screen, "OK")
        if field is not None and ok is not None:
            return fill(field, new.label) or Touch(element=ok)
    move = go_to_tab("Alarm", screen)
    if move is not None:
        return move
    if switch_of(screen, new.time) is None:
        add = find_button(screen, "Add alarm")
        return Touch(element=add) if add is not None else Back()
    move = expand(new.time, screen, progress)
    if move is not None:
        return move
    boxes = {element.text: element for element in screen.elements if element.checked is not None}
    for number, name in enumerate(DAYS):
        box = boxes.get(name)
        if box is None:
            return seek(progress)
        if box.checked != (number in new.days):
            return Touch(element=box)
    add_label = find_button(screen, "Add label")
    return Touch(element=add_label) if add_label is not None else Done(message=f"The alarm at {new.time} is set.")


def _draw_days(rng: Random, split: Split) -> Draft:
    times = draw_times(rng, split, 3)
    label, other = (each.capitalize() for each in words(rng, split, 2))
    days = frozenset(rng.choice(((0, 1, 2, 3, 4), (5, 6), tuple(rng.sample(range(7), rng.randint(1, 3))))))
    new = WeekAlarm(time=times[0], days=days, label=label)
    kept = _some_alarms(rng, times[1:])
    if rng.random() < 0.5:
        kept.append(WeekAlarm(time=_twin(times[0]), label=other))
    kept = [alarm for alarm in kept if alarm.time != new.time]
    names = [DAYS[day] for day in sorted(days)]
    said = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return Draft(
        parameters={"time": str(new.time), "days": said, "label": label},
        setup=partial(_prepare, kept),
        check=partial(_are, [*kept, new]),
        solve=partial(_days_move, new),
        may_change=ALARMS_MAY_CHANGE,
    )


def _delete_move(doomed: Sequence[TimeOfDay], screen: Screen, progress: Sequence[Move]) -> Move:
    move = go_to_tab("Alarm", screen)
    if move is not None:
        return move
    visible = [time for time in doomed if switch_of(screen, time) is not None]
    if not visible:
        return Done(message="The other alarms are deleted.")
    opened = next((time for time in visible if beside(screen, time, "Collapse alarm") is not None), None)
    if opened is None:
        return expand(visible[0], screen, progress) or Back()
    delete = find_button(screen, "Delete")
    return Touch(element=delete) if delete is not None else seek(progress)


def _draw_keep(rng: Random, split: Split) -> Draft:
    times = draw_times(rng, split, rng.randint(2, 3))
    times = list(dict.fromkeys([*times, _twin(times[0])]))
    alarms = _some_alarms(rng, times)
    return Draft(
        parameters={"time": str(times[0])},
        setup=partial(_prepare, rng.sample(alarms, len(alarms))),
        check=partial(_are, alarms[:1]),
        solve=partial(_delete_move, times[1:]),
        may_change=ALARMS_MAY_CHANGE,
    )


def _next_move(answer: str, screen: Screen, _progress: Sequence[Move]) -> Move:
    return go_to_tab("Alarm", screen) or Done(message=answer)


def _draw_next(rng: Random, split: Split) -> Draft:
    """Let alarms that are off come first, as well as one that rings on another day at an earlier time."""
    times = draw_times(rng, split, 4)
    alarms = _some_alarms(rng, times)
    on = [replace(alarm, enabled=True) for alarm in alarms[:2]]
    off = [replace(alarm, enabled=False) for alarm in alarms[2:]]
    first = min(on, key=WeekAlarm.next_ring)
    earlier = [alarm.next_ring() for alarm in off]
    if on[0].next_ring() == on[1].next_ring() or min(earlier) >= first.next_ring():
        return _draw_next(rng, split)
    return Draft(
        parameters={},
        setup=partial(_prepare, rng.sample([*on, *off], 4)),
        check=nothing,
        solve=partial(_next_move, str(first.time)),
        answer=Answer(kind="words", values=(str(first.time),)),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="clock_alarm_on_days",
        app=APP,
        phrasings=(
            'Set an alarm for {time} on {days} with the label "{label}"',
            'Create an alarm at {time} that repeats on {days}, and label it "{label}"',
        ),
        held_out=('On {days} an alarm called "{label}" should ring at {time}',),
        draw=_draw_days,
        steps=24,
    ),
    Template(
        name="clock_keep_one_alarm",
        app=APP,
        phrasings=("Delete all alarms except the one at {time}", "Remove every alarm but that at {time}"),
        held_out=("Only the alarm at {time} should be left, delete the others",),
        draw=_draw_keep,
        steps=20,
    ),
    Template(
        name="clock_next_alarm",
        app=APP,
        phrasings=(
            "Which of my alarms rings next? Answer with its time alone, such as 7:05 AM",
            "When does the next alarm ring? Give its time only, in the form 7:05 AM",
        ),
        held_out=("Look at my alarms and tell me the time of the next one to ring, like 7:05 AM and nothing more",),
        draw=_draw_next,
        steps=6,
    ),
)
