"""Templates whose outcome is what an app shows and has not stored: a timer, a stopwatch, a contact's draft."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.perceive import perceive
from perception.screen import Role, Screen
from tasks.moves import Back, Done, Move, Open, Touch
from tasks.pools import first_name, last_name, phone_number
from tasks.rules import fill, find, find_button
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import NOW, begin, rows
from tasks.templates.androidworld.steps import is_front, touch
from tasks.templates.clock import PREFERENCES, PREFERENCES_MAY_CHANGE
from tasks.templates.contacts import DATABASE as CONTACTS

PHONE_LABELS = ("Work", "Main", "Pager")
"""Labels of a number that no other field of the editor shows."""


def _tab(name: str, screen: Screen) -> Move | None:
    """Return the move towards a tab of the clock, None when it is in front."""
    if not is_front(screen, "Clock"):
        return Open(app="Clock")
    tab = find(screen, name, Role.TAB)
    if tab is None:
        return Back()
    return None if tab.selected else Touch(element=tab)


def _says(text: str, phone: Phone) -> bool:
    """Say whether the clock is in front and shows a text."""
    screen = perceive(phone.capture())
    return is_front(screen, "Clock") and any(element.text == text for element in screen.elements)


def _timer_move(shown: str, digits: str, screen: Screen, progress: Sequence[Move]) -> Move:
    move = _tab("Timer", screen)
    if move is not None:
        return move
    if find(screen, shown) is not None:
        return Done(message=f"The timer says {shown}.")
    typed = next((e.text for e in screen.elements if len(e.text) == len(shown) and e.text.endswith("s")), "")
    so_far = "".join(filter(str.isdigit, typed)).lstrip("0")
    if digits.startswith(so_far) and len(so_far) < len(digits):
        return touch(screen, digits[len(so_far)]) or Back()
    return touch(screen, "Delete") or Back()


def _draw_timer(rng: Random, _split: Split) -> Draft:
    hours, minutes, seconds = rng.randrange(1, 24), rng.randrange(60), rng.randrange(60)
    shown = f"{hours:02d}h {minutes:02d}m {seconds:02d}s"

    def setup(phone: Phone) -> None:
        begin(phone, "Clock")
        phone.shell(f"rm -f {PREFERENCES}")

    return Draft(
        parameters={"hours": str(hours), "minutes": str(minutes), "seconds": str(seconds)},
        setup=setup,
        check=partial(_says, shown),
        solve=partial(_timer_move, shown, f"{hours}{minutes:02d}{seconds:02d}"),
        may_change=PREFERENCES_MAY_CHANGE,
    )


def _start_stopwatch(state: int, phone: Phone) -> None:
    """Leave the stopwatch running (1) or paused (2), some seconds in."""
    begin(phone, "Clock")
    start = int(NOW.timestamp()) * 1000 - 42_000
    values = f'<int name="sw_state" value="{state}" /><long name="sw_start_time" value="{start}" />'
    values += f'<long name="sw_wall_clock_time" value="{start}" /><long name="sw_accum_time" value="5000" />'
    phone.push(f"<?xml version='1.0' encoding='utf-8'?><map>{values}</map>".encode(), PREFERENCES)


def _is_paused(phone: Phone) -> bool:
    screen = perceive(phone.capture())
    tab = find(screen, "Stopwatch", Role.TAB)
    is_shown = is_front(screen, "Clock") and tab is not None and tab.selected
    return is_shown and find_button(screen, "Start") is not None and find_button(screen, "Reset") is not None


def _pause_move(screen: Screen, progress: Sequence[Move]) -> Move:
    return _tab("Stopwatch", screen) or touch(screen, "Pause") or Done(message="The stopwatch is paused.")


def _draw_pause(rng: Random, _split: Split) -> Draft:
    return Draft(
        parameters={},
        setup=partial(_start_stopwatch, rng.choice((1, 2))),
        check=_is_paused,
        solve=_pause_move,
        may_change=PREFERENCES_MAY_CHANGE,
    )


def _draft_is_shown(values: dict[str, str], label: str, phone: Phone) -> bool:
    screen = perceive(phone.capture())
    fields = {name: find(screen, name, Role.FIELD) for name in values}
    is_filled = all(field is not None and field.detail == values[name] for name, field in fields.items())
    is_labelled = find_button(screen, label) is not None and find_button(screen, "Save") is not None
    is_stored = bool(rows(phone, CONTACTS, "SELECT * FROM data"))
    return is_front(screen, "Contacts") and is_filled and is_labelled and not is_stored


def _draft_move(values: dict[str, str], label: str, screen: Screen, progress: Sequence[Move]) -> Move:
    if not is_front(screen, "Contacts"):
        return Open(app="Contacts")
    if find_button(screen, "Save") is None:
        return touch(screen, label) or touch(screen, "Create contact") or Back()
    for name, value in values.items():
        field = find(screen, name, Role.FIELD)
        move = fill(field, value) if field is not None else None
        if move is not None:
            return move
    if find_button(screen, label) is not None:
        return Done(message="The contact is entered and not saved.")
    return touch(screen, "Mobile") or Back()


def _draw_draft(rng: Random, split: Split) -> Draft:
    label = rng.choice(PHONE_LABELS)
    values = {
        "First name": first_name(rng, split), "Last name": last_name(rng, split), "Phone": phone_number(rng, split),
    }  # fmt: skip

    def setup(phone: Phone) -> None:
        begin(phone, "Contacts")
        for table in ("data", "raw_contacts", "contacts"):
            phone.shell(f"sqlite3 {CONTACTS} 'DELETE FROM {table}'")

    return Draft(
        parameters={"first": values["First name"], "last": values["Last name"], "phone": values["Phone"],
                    "label": label},
        setup=setup,
        check=partial(_draft_is_shown, values, label),
        solve=partial(_draft_move, values, label),
        may_change=(),
    )  # fmt: skip


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="clock_timer_entry",
        app="Clock",
        phrasings=(
            "Key in a timer of {hours} hours, {minutes} minutes and {seconds} seconds in the Clock, unstarted",
            "Set the Clock's timer to {hours} h {minutes} min {seconds} s. It must not run yet",
        ),
        held_out=("The Clock's timer should say {hours} h {minutes} min {seconds} s, ready to be started by me",),
        draw=_draw_timer,
        steps=10,
    ),
    Template(
        name="clock_stop_watch_paused_verify",
        app="Clock",
        phrasings=("See to it that the stopwatch of the Clock is paused", "The Clock's stopwatch should stand still"),
        held_out=("Make sure that the stopwatch in the Clock doesn't run, without resetting it",),
        draw=_draw_pause,
        steps=10,
    ),
    Template(
        name="contacts_new_contact_draft",
        app="Contacts",
        phrasings=(
            "Begin a contact {first} {last} with the number {phone}, labelled {label}, and leave it unsaved",
            "In Contacts, fill in a new contact: {first} {last}, {phone} ({label}). I'll save it myself",
        ),
        held_out=("Type {first} {last}, {phone} as {label} into a new contact, but don't save",),
        draw=_draw_draft,
        steps=12,
    ),
)
