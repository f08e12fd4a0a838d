"""Templates of the Clock app: alarms, the timer, the stopwatch and world clocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from xml.etree import ElementTree

from device.phone import Phone
from perception.screen import Element, Role, Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import word
from tasks.rules import fill, find, find_button, made_touch, seek
from tasks.template import Draft, Split, Template, split_of
from tasks.templates.on_phone import APPS, execute, put_settings, query, read_text, sql_text, start_at_home

APP = "Clock"
DATA = "/data/user_de/0/com.google.android.deskclock"
ALARMS = f"{DATA}/databases/alarms.db"
PREFERENCES = f"{DATA}/shared_prefs/com.google.android.deskclock_preferences.xml"
ALARMS_MAY_CHANGE = (f"{ALARMS}:alarm_templates", f"{ALARMS}:alarm_instances")
PREFERENCES_MAY_CHANGE = (PREFERENCES, PREFERENCES.rpartition("/")[0])
RUNNING = "1"
_SETUP = re.compile(r"(\d\d)h (\d\d)m (\d\d)s")
"""The timer's length as its keypad shows it."""


@dataclass(frozen=True, kw_only=True)
class TimeOfDay:
    """A time of day; `hour` counts from 0 to 23."""

    hour: int
    minute: int

    def __str__(self) -> str:
        """Return it as the app writes it: ``7:05 AM``."""
        return f"{self.hour_12}:{self.minute:02d} {self.half}"

    @property
    def hour_12(self) -> int:
        """The hour on a 12-hour dial, 1 to 12."""
        return (self.hour + 11) % 12 + 1

    @property
    def half(self) -> str:
        """``AM`` or ``PM``."""
        return "AM" if self.hour < 12 else "PM"


def draw_times(rng: Random, split: Split, count: int) -> list[TimeOfDay]:
    """Draw different times at full five minutes; the first is of the split."""
    every = [TimeOfDay(hour=hour, minute=minute) for hour in range(24) for minute in range(0, 60, 5)]
    first = rng.choice([time for time in every if split_of(str(time)) == split])
    return [first, *rng.sample([time for time in every if time != first], count - 1)]


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """An alarm that a set-up puts into the app."""

    time: TimeOfDay
    enabled: bool = True
    label: str = ""


def _prepare(alarms: Sequence[Alarm], phone: Phone) -> None:
    """Leave exactly these alarms, and no timer, stopwatch or city."""
    start_at_home(phone)
    put_settings(phone, {("system", "time_12_24"): "12"})
    phone.shell(f"rm -f {PREFERENCES}")
    inserts = (
        "INSERT INTO alarm_templates (hour, minutes, daysofweek, enabled, vibrate, label, delete_after_use) VALUES "
        f"({alarm.time.hour}, {alarm.time.minute}, 0, {int(alarm.enabled)}, 1, {sql_text(alarm.label)}, 0)"
        for alarm in alarms
    )
    execute(phone, ALARMS, ("DELETE FROM alarm_instances", "DELETE FROM alarm_templates", *inserts))


def _alarms(phone: Phone) -> list[tuple[int, int, bool, str]]:
    rows = query(phone, ALARMS, "SELECT hour, minutes, enabled, label FROM alarm_templates")
    return sorted((int(hour), int(minute), enabled == "1", label) for hour, minute, enabled, label in rows)


def _alarms_are(wanted: Sequence[Alarm], phone: Phone) -> bool:
    """Say whether exactly these alarms are there, none of them due to ring twice."""
    if query(phone, ALARMS, "SELECT alarm_id FROM alarm_instances GROUP BY alarm_id HAVING count(*) > 1"):
        return False
    return _alarms(phone) == sorted((a.time.hour, a.time.minute, a.enabled, a.label) for a in wanted)


def _some_alarms(rng: Random, split: Split, count: int) -> list[Alarm]:
    return [Alarm(time=time, enabled=rng.random() < 0.5) for time in draw_times(rng, split, count)]


def go_to_tab(tab: str, screen: Screen) -> Move | None:
    """Return the move towards a tab of the app's main page, or None when it is in front."""
    if screen.app.package != APPS[APP]:
        return Open(app=APP)
    entry = find(screen, tab, Role.TAB)
    if entry is None:
        return Back()
    return None if entry.selected else Touch(element=entry)


def beside(screen: Screen, time: TimeOfDay, text: str) -> Element | None:
    """Return the button with this text on the line of the card that shows the time of an alarm."""
    shown = find(screen, str(time))
    if shown is None:
        return None
    for element in screen.elements:
        if element.text == text and shown.box.top <= element.box.center[1] < shown.box.bottom:
            return element
    return None


def switch_of(screen: Screen, time: TimeOfDay) -> Element | None:
    """Return the switch of the alarm at a time, None where no such alarm is visible."""
    texts = [element.text for element in screen.elements]
    if str(time) not in texts:
        return None
    after = screen.elements[texts.index(str(time)) + 1 :]
    return next((element for element in after if element.role is Role.SWITCH), None)


def pick_time(time: TimeOfDay, screen: Screen) -> Move | None:
    """Return the next move in the time picker, or None where it isn't in front.

    Its header holds the chosen hour and minute, as tabs that bring up their dials.
    """
    ok, half = find_button(screen, "OK"), find(screen, time.half, Role.RADIO)
    if ok is None or half is None:
        return None
    if not half.checked:
        return Touch(element=half)
    dial = find_button(screen, "Switch to clock mode for the time input.")
    if dial is not None:
        return Touch(element=dial)
    header = [element for element in screen.elements if element.role is Role.TAB and element.text.isdecimal()]
    wanted = ((str(time.hour_12), f"{time.hour_12} o'clock"), (f"{time.minute:02d}", f"{time.minute:02d} minutes"))
    if len(header) != len(wanted):
        return Back()
    for shown, (digits, name) in zip(header, wanted, strict=True):
        if shown.text != digits:
            return Touch(element=find_button(screen, name) or shown)
    return Touch(element=ok)


def _create_move(time: TimeOfDay, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package == APPS[APP]:
        picking = pick_time(time, screen)
        if picking is not None:
            return picking
    move = go_to_tab("Alarm", screen)
    if move is not None:
        return move
    switch = switch_of(screen, time)
    if switch is not None:
        return Done(message=f"The alarm at {time} is set.") if switch.checked else Touch(element=switch)
    add = find_button(screen, "Add alarm")
    return Touch(element=add) if add is not None else Back()


def _draw_create(rng: Random, split: Split) -> Draft:
    alarms = _some_alarms(rng, split, rng.randint(1, 4))
    new = Alarm(time=alarms[0].time)
    others = alarms[1:]
    return Draft(
        parameters={"time": str(new.time)},
        words={"small": str(new.time).lower()},
        setup=partial(_prepare, others),
        check=partial(_alarms_are, (*others, new)),
        solve=partial(_create_move, new.time),
        may_change=ALARMS_MAY_CHANGE,
    )


def _switch_move(time: TimeOfDay, state: str, screen: Screen, progress: Sequence[Move]) -> Move:
    move = go_to_tab("Alarm", screen)
    if move is not None:
        return move
    switch = switch_of(screen, time)
    if switch is None:
        return seek(progress)
    if switch.checked == (state == "on"):
        return Done(message=f"The alarm at {time} is {state}.")
    return Touch(element=switch)


def _draw_switch(rng: Random, split: Split) -> Draft:
    alarms = _some_alarms(rng, split, rng.randint(1, 4))
    state = rng.choice(("on", "off"))
    already_done = rng.random() < 0.08
    target = Alarm(time=alarms[0].time, enabled=(state == "on") == already_done)
    wanted = Alarm(time=target.time, enabled=state == "on")
    enable = "enable" if state == "on" else "disable"
    return Draft(
        parameters={"time": str(target.time), "state": state},
        words={"enable": enable, "Enable": enable.capitalize()},
        setup=partial(_prepare, (target, *alarms[1:])),
        check=partial(_alarms_are, (wanted, *alarms[1:])),
        solve=partial(_switch_move, target.time, state),
        may_change=ALARMS_MAY_CHANGE,
        already_done=already_done,
    )


def expand(time: TimeOfDay, screen: Screen, progress: Sequence[Move]) -> Move | None:
    """Return the move towards the expanded card of an alarm, or None when it is expanded."""
    move = go_to_tab("Alarm", screen)
    if move is not None:
        return move
    if beside(screen, time, "Collapse alarm") is not None:
        return None
    expand = beside(screen, time, "Expand alarm")
    return Touch(element=expand) if expand is not None else seek(progress)


def _delete_move(time: TimeOfDay, screen: Screen, progress: Sequence[Move]) -> Move:
    move = go_to_tab("Alarm", screen)
    if move is None and switch_of(screen, time) is None and made_touch(progress, "Delete"):
        return Done(message=f"The alarm at {time} is deleted.")
    move = expand(time, screen, progress)
    if move is not None:
        return move
    delete = find_button(screen, "Delete")
    return Touch(element=delete) if delete is not None else seek(progress)


def _draw_delete(rng: Random, split: Split) -> Draft:
    alarms = _some_alarms(rng, split, rng.randint(1, 4))
    shuffled = rng.sample(alarms, len(alarms))
    return Draft(
        parameters={"time": str(alarms[0].time)},
        setup=partial(_prepare, shuffled),
        check=partial(_alarms_are, alarms[1:]),
        solve=partial(_delete_move, alarms[0].time),
        may_change=ALARMS_MAY_CHANGE,
    )


def _label_move(time: TimeOfDay, label: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package == APPS[APP]:
        field, ok = find(screen, "Label", Role.FIELD), find_button(screen, "OK")
        if field is not None and ok is not None:
            return fill(field, label) or Touch(element=ok)
    move = expand(time, screen, progress)
    if move is not None:
        return move
    if find(screen, label) is not None:
        return Done(message=f"The alarm at {time} is labelled {label}.")
    add = find_button(screen, "Add label")
    return Touch(element=add) if add is not None else seek(progress)


def _draw_label(rng: Random, split: Split) -> Draft:
    alarms = _some_alarms(rng, split, rng.randint(1, 4))
    label = word(rng, split).capitalize()
    target = alarms[0]
    return Draft(
        parameters={"time": str(target.time), "text": label},
        setup=partial(_prepare, alarms),
        check=partial(_alarms_are, (Alarm(time=target.time, enabled=target.enabled, label=label), *alarms[1:])),
        solve=partial(_label_move, target.time, label),
        may_change=ALARMS_MAY_CHANGE,
    )


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A timer's length."""

    hours: int
    minutes: int
    seconds: int

    def __str__(self) -> str:
        """Return it in words: ``1 hour 5 minutes``."""
        parts = ((self.hours, "hour"), (self.minutes, "minute"), (self.seconds, "second"))
        return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)

    @property
    def short(self) -> str:
        """The length as a timer's card shows it: ``1h 5m``."""
        parts = ((self.hours, "h"), (self.minutes, "m"), (self.seconds, "s"))
        return " ".join(f"{count}{unit}" for count, unit in parts if count)

    @property
    def total(self) -> int:
        """All of it, in seconds."""
        return (self.hours * 60 + self.minutes) * 60 + self.seconds

    @property
    def digits(self) -> str:
        """What is typed on the keypad for it: hhmmss without leading zeros."""
        return f"{self.hours:02d}{self.minutes:02d}{self.seconds:02d}".lstrip("0")


def _preferences(phone: Phone) -> dict[str, str]:
    """Return the app's preferences, by name, as text."""
    content = read_text(phone, PREFERENCES)
    if not content:
        return {}
    entries = ElementTree.fromstring(content.encode())
    return {entry.get("name", ""): entry.get("value") or entry.text or "" for entry in entries}


def _timer_runs(duration: Duration, phone: Phone) -> bool:
    values = _preferences(phone)
    lengths = [
        int(value)
        for name, value in values.items()
        if name.startswith("timer_setup_timet_")
        and values.get(f"timer_state_{name.removeprefix('timer_setup_timet_')}") == RUNNING
    ]
    return lengths == [duration.total * 1000]


def _timer_move(duration: Duration, screen: Screen, progress: Sequence[Move]) -> Move:
    move = go_to_tab("Timer", screen)
    if move is not None:
        return move
    shown = next((match for e in screen.elements if (match := _SETUP.fullmatch(e.text))), None)
    if shown is None:
        return _timer_card_move(duration, screen)
    typed = "".join(shown.groups()).lstrip("0")
    if typed == duration.digits:
        key = "Start"
    elif duration.digits.startswith(typed):
        key = duration.digits[len(typed)]
    else:
        key = "Delete"
    button = find_button(screen, key)
    return Touch(element=button) if button is not None else Back()


def _timer_card_move(duration: Duration, screen: Screen) -> Move:
    """Return the move where timers are listed: the right one has to run, a wrong one has to go."""
    if find(screen, f"{duration.short} Timer") is None:
        wrong = find_button(screen, "Delete")
        return Touch(element=wrong) if wrong is not None else Back()
    start = find_button(screen, "Start")
    return Touch(element=start) if start is not None else Done(message=f"The timer of {duration} is running.")


def _draw_timer(rng: Random, split: Split) -> Draft:
    while True:
        hours = rng.choice((0, 0, 0, 1, 2, 3, 5, 10, 12))
        minutes = rng.choice((0, 5, 10, 15, 20, 25, 30, 40, 45, 50, rng.randrange(1, 60)))
        duration = Duration(hours=hours, minutes=minutes, seconds=rng.choice((0, 0, 0, 10, 15, 20, 30, 45, 50)))
        if duration.total and split_of(str(duration)) == split:
            break
    return Draft(
        parameters={"duration": str(duration)},
        setup=partial(_prepare, ()),
        check=partial(_timer_runs, duration),
        solve=partial(_timer_move, duration),
        may_change=PREFERENCES_MAY_CHANGE,
    )


def _stopwatch_runs(phone: Phone) -> bool:
    return _preferences(phone).get("sw_state") == RUNNING


def _stopwatch_move(screen: Screen, progress: Sequence[Move]) -> Move:
    move = go_to_tab("Stopwatch", screen)
    if move is not None:
        return move
    if find_button(screen, "Pause") is not None:
        return Done(message="The stopwatch is running.")
    start = find_button(screen, "Start")
    return Touch(element=start) if start is not None else Back()


def _draw_stopwatch(rng: Random, split: Split) -> Draft:
    alarms = _some_alarms(rng, split, rng.randint(1, 3))
    return Draft(
        parameters={},
        setup=partial(_prepare, alarms),
        check=_stopwatch_runs,
        solve=_stopwatch_move,
        may_change=PREFERENCES_MAY_CHANGE,
    )


CITIES = (
    "Accra", "Algiers", "Amsterdam", "Anchorage", "Ankara", "Athens", "Auckland", "Bangkok", "Barcelona", "Beijing",
    "Berlin", "Boston", "Brisbane", "Brussels", "Budapest", "Cairo", "Chicago", "Copenhagen", "Denver", "Dublin",
    "Hanoi", "Helsinki", "Hong Kong", "Honolulu", "Istanbul", "Jakarta", "Johannesburg", "Karachi", "Kathmandu",
    "Lagos", "Lima", "Lisbon", "London", "Los Angeles", "Madrid", "Manila", "Melbourne", "Mexico City", "Miami",
    "Montreal", "Moscow", "Mumbai", "Nairobi", "New York", "Oslo", "Paris", "Perth", "Prague", "Reykjavik", "Riyadh",
    "Rome", "San Francisco", "Santiago", "Seattle", "Seoul", "Shanghai", "Singapore", "Stockholm", "Sydney", "Taipei",
    "Tehran", "Tokyo", "Toronto", "Vancouver", "Vienna", "Warsaw", "Zurich",
)  # fmt: skip


def _city_is_there(city: str, phone: Phone) -> bool:
    cities = [value for name, value in _preferences(phone).items() if name.startswith("city_id_")]
    return cities == [city.lower().replace(" ", "_")]


def _city_move(city: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if screen.app.package == APPS[APP]:
        field = find(screen, "Search for a city", Role.FIELD)
        if field is not None:
            row = next((e for e in screen.elements if e.text.startswith(f"{city}, ") and e.clickable), None)
            return Touch(element=row) if row is not None else fill(field, city) or Back()
    move = go_to_tab("Clock", screen)
    if move is not None:
        return move
    if any(element.text.partition(",")[0] == city for element in screen.elements):
        return Done(message=f"{city} is among the world clocks.")
    add = find_button(screen, "Cities")
    return Touch(element=add) if add is not None else Back()


def _draw_city(rng: Random, split: Split) -> Draft:
    city = rng.choice([city for city in CITIES if split_of(city) == split])
    return Draft(
        parameters={"city": city},
        setup=partial(_prepare, ()),
        check=partial(_city_is_there, city),
        solve=partial(_city_move, city),
        may_change=PREFERENCES_MAY_CHANGE,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="clock_create_alarm",
        app=APP,
        phrasings=(
            "Set an alarm for {time}",
            "Set an alarm for {small}",
            "Create an alarm for {time}",
            "Create a new alarm at {time}",
            "Add an alarm at {time}",
            "Please set an alarm at {time}",
            "Wake me up at {time}",
            "I need an alarm for {time}",
            "Make a new alarm for {time} in the Clock app",
            "Set the alarm clock to {time}",
        ),
        held_out=("Can you create an alarm for {time}?", "Open Clock and set an alarm for {time}"),
        draw=_draw_create,
    ),
    Template(
        name="clock_switch_alarm",
        app=APP,
        phrasings=(
            "Turn {state} the {time} alarm",
            "Turn {state} the alarm at {time}",
            "Turn the {time} alarm {state}",
            "Switch {state} my alarm at {time}",
            "Switch the alarm at {time} {state}",
            "{Enable} the alarm at {time}",
            "Please {enable} my {time} alarm",
            "Make sure the {time} alarm is {state}",
        ),
        held_out=("Could you turn the alarm at {time} {state}?", "I want the {time} alarm to be {state}"),
        draw=_draw_switch,
    ),
    Template(
        name="clock_delete_alarm",
        app=APP,
        phrasings=(
            "Delete the {time} alarm",
            "Delete the alarm at {time}",
            "Delete my alarm for {time}",
            "Remove the alarm at {time}",
            "Remove the {time} alarm from the Clock app",
            "Please delete the alarm set for {time}",
            "Open Clock and delete the {time} alarm",
            "I don't need the alarm at {time} any more, delete it",
        ),
        held_out=("Get rid of the {time} alarm", "Can you delete my {time} alarm?"),
        draw=_draw_delete,
    ),
    Template(
        name="clock_label_alarm",
        app=APP,
        phrasings=(
            'Label the {time} alarm "{text}"',
            'Label the alarm at {time} "{text}"',
            'Add the label "{text}" to the {time} alarm',
            'Add the label "{text}" to the alarm at {time}',
            'Set the label of the {time} alarm to "{text}"',
            'Give the alarm at {time} the label "{text}"',
            'Please label my {time} alarm "{text}"',
            'Name the alarm at {time} "{text}"',
        ),
        held_out=('The {time} alarm should have the label "{text}"', 'Put the label "{text}" on the alarm at {time}'),
        draw=_draw_label,
    ),
    Template(
        name="clock_start_timer",
        app=APP,
        phrasings=(
            "Start a timer for {duration}",
            "Start a {duration} timer",
            "Set a timer for {duration}",
            "Set a timer for {duration} and start it",
            "Start a timer of {duration} in the Clock app",
            "Please start a timer for {duration}",
            "Create a timer for {duration} and start it",
            "Run a timer for {duration}",
            "Count down {duration} with the timer",
        ),
        held_out=("I need a timer for {duration}", "Could you set the timer to {duration}?"),
        draw=_draw_timer,
    ),
    Template(
        name="clock_start_stopwatch",
        app=APP,
        phrasings=(
            "Start the stopwatch",
            "Run the stopwatch",
            "Please start the stopwatch",
            "Start the stopwatch in the Clock app",
            "Open Clock and start the stopwatch",
            "Get the stopwatch running",
            "Start timing with the stopwatch",
            "Let the stopwatch run",
        ),
        held_out=("Make the stopwatch run", "Can you start the stopwatch for me?"),
        draw=_draw_stopwatch,
    ),
    Template(
        name="clock_add_city",
        app=APP,
        phrasings=(
            "Add {city} to the world clock",
            "Add {city} to the world clocks",
            "Add the city {city} in the Clock app",
            "Show the time in {city} in the Clock app",
            "Add a clock for {city}",
            "Please add {city} to my cities in Clock",
            "Add a world clock for {city}",
            "Put {city} on the world clock",
        ),
        held_out=("I want to see the time in {city} in Clock", "Can you add {city} as a world clock city?"),
        draw=_draw_city,
    ),
)
