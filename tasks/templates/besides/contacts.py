"""Templates of Contacts: an e-mail address asked for, duplicates merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Hold, Move, Open, Touch
from tasks.pools import email, phone_number
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.phone_kit import nothing, rows
from tasks.templates.androidworld.steps import is_front, look_further, touch, touches
from tasks.templates.contacts import (
    APP,
    DATABASE,
    KINDS,
    MAY_CHANGE,
    NAME_KIND,
    Person,
    open_person,
    prepare_people,
    some_people,
)

Facts = tuple[tuple[str, str], ...]
"""What is known of a contact: kind and value of each of its rows, sorted."""


def _email_move(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    move = open_person(name, screen, progress)
    if move is not None:
        return move
    address = next((element.text for element in screen.elements if "@" in element.text), None)
    return Done(message=address) if address is not None else look_further(progress)


def _draw_email(rng: Random, split: Split) -> Draft:
    people = [replace(person, email=email(rng, split)) for person in some_people(rng, split, 6)]
    person = people[0]
    return Draft(
        parameters={"first": person.first, "last": person.last},
        setup=partial(prepare_people, rng.sample(people, len(people))),
        check=nothing,
        solve=partial(_email_move, person.name),
        answer=Answer(kind="words", values=(person.email,)),
        may_change=(),
    )


def _merge_move(name: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Select all contacts of a name, then merge them."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if touches(progress, "Merge") > 1:
        return Done(message=f"There is one {name} now.")
    merge = touch(screen, "Merge")
    if merge is not None:
        return merge
    same = [element for element in screen.elements if element.text == name and element.clickable]
    if touch(screen, "Create contact") is not None:
        return Hold(element=same[0]) if same else look_further(progress)
    left = [element for element in same if not element.selected]
    if touch(screen, "Delete") is not None and same:
        return Touch(element=left[0]) if left else touch(screen, "More options") or Back()
    return Back()


def _facts(person: Person) -> Facts:
    known = [(NAME_KIND, person.name)]
    known += [(kind, value) for attribute, kind in KINDS.items() if (value := getattr(person, attribute))]
    return tuple(sorted(known))


def _are(wanted: Sequence[Facts], phone: Phone) -> bool:
    """Say whether exactly these contacts are there, each with these facts and no others."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in rows(phone, DATABASE, "SELECT raw_contact_id, mimetype, data1 FROM view_data"):
        found.setdefault(row["raw_contact_id"], []).append((row["mimetype"], row["data1"]))
    counts = [len(rows(phone, DATABASE, f"SELECT _id FROM {table}")) for table in ("contacts", "raw_contacts")]
    there = sorted(tuple(sorted(facts)) for facts in found.values())
    return there == sorted(wanted) and counts == [len(wanted), len(wanted)]


def _draw_merge(rng: Random, split: Split) -> Draft:
    """Let somebody be there two or three times, with another number each time, among people of similar names."""
    person, *others = some_people(rng, split, 5)
    same = [person, replace(person, phone=phone_number(rng, split), email=email(rng, split))]
    if rng.random() < 0.5:
        same.append(replace(person, phone=phone_number(rng, split)))
    merged = {fact for each in same for fact in _facts(each)}
    people = [*others, *same]
    return Draft(
        parameters={"first": person.first, "last": person.last},
        setup=partial(prepare_people, rng.sample(people, len(people))),
        check=partial(_are, [*map(_facts, others), tuple(sorted(merged))]),
        solve=partial(_merge_move, person.name),
        may_change=MAY_CHANGE,
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="contacts_email_of",
        app=APP,
        phrasings=(
            "What is the email address of {first} {last} in Contacts? Answer with the address only",
            "Look up {first} {last} in Contacts and say just the email address",
        ),
        held_out=("I'd like to write to {first} {last}: which email address do I have in Contacts? Just say it",),
        draw=_draw_email,
        steps=10,
    ),
    Template(
        name="contacts_merge_duplicates",
        app=APP,
        phrasings=(
            "{first} {last} is in Contacts more than once. Merge these into one contact that has all the numbers",
            "Merge the duplicates of {first} {last} in Contacts",
        ),
        held_out=("Make one contact of all that are called {first} {last}, without losing a number",),
        draw=_draw_merge,
        steps=16,
    ),
)
