"""Templates of Phone: a number blocked, missed calls counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from random import Random

from device.phone import Phone
from perception.screen import Screen
from tasks.answer import number_of
from tasks.moves import Move
from tasks.pools import first_name, last_name, phone_number
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.calls import APP, INCOMING, MISSED, OUTGOING, Call, prepare_calls, some_calls
from tasks.templates.androidworld.phone_kit import fill_table, matches, nothing, rows
from tasks.templates.androidworld.script import open_app, script, tap, write
from tasks.templates.androidworld.sms import fill_contacts

BLOCKED_DB = "/data/data/com.android.providers.blockednumber/databases/blockednumbers.db"
CALLS_IN_SIGHT = 6
"""How many calls of the log the smallest usual display shows."""


def _prepare_block(calls: Sequence[Call], blocked: Sequence[str], phone: Phone) -> None:
    prepare_calls(calls, (), phone)
    fill_table(phone, BLOCKED_DB, "blocked", [{"original_number": number} for number in blocked])


def _are_blocked(numbers: Sequence[str], phone: Phone) -> bool:
    found = rows(phone, BLOCKED_DB, "SELECT original_number FROM blocked")
    return matches(found, ({"original_number": number} for number in numbers))


def _draw_block(rng: Random, split: Split) -> Draft:
    """Let the number have called, as well as one that differs in a digit; two others are blocked already."""
    number = phone_number(rng, split)
    similar = number[:-1] + str((int(number[-1]) + rng.randint(1, 9)) % 10)
    blocked = [phone_number(rng, split) for _ in range(2)]
    calls = [Call(number=similar, kind=INCOMING, ago=3), Call(number=number, kind=MISSED, ago=9)]
    settings = [tap("More options"), tap("Settings"), tap("Blocked numbers")]
    return Draft(
        parameters={"number": number},
        setup=partial(_prepare_block, [*calls, *some_calls(rng, split)], blocked),
        check=partial(_are_blocked, [*blocked, number]),
        solve=script(
            open_app(APP),
            *settings,
            tap("Add a number"),
            write(number),
            tap("Block"),
            done=f"{number} is blocked.",
        ),
        may_change=("*/blockednumbers.db:blocked",),
    )


def _prepare_missed(calls: Sequence[Call], people: Mapping[str, str], phone: Phone) -> None:
    prepare_calls(calls, (), phone)
    fill_contacts(phone, people)


def _count_missed(name: str, screen: Screen, _moves: Sequence[Move]) -> str:
    shown = [element for element in screen.elements if element.text == name]
    return str(sum("Missed" in element.detail for element in shown))


def _draw_missed(rng: Random, split: Split) -> Draft:
    """Let two people with the same first name have called, been called and been missed."""
    first = first_name(rng, split)
    names = [f"{first} {last_name(rng, split)}"]
    while len(names) < 2:
        other = f"{first} {last_name(rng, split)}"
        names += [other] if other not in names else []
    numbers = [phone_number(rng, split)]
    while len(numbers) < 2:
        another = phone_number(rng, split)
        numbers += [another] if another not in numbers else []
    missed = rng.randint(1, 3)
    kinds = [(numbers[0], MISSED)] * missed + [(numbers[0], rng.choice((INCOMING, OUTGOING)))] * 2
    while len(kinds) < CALLS_IN_SIGHT:
        kinds.append((numbers[1], rng.choice((INCOMING, OUTGOING, MISSED))))
    calls = [
        Call(number=number, kind=kind, ago=11 + 23 * place)
        for place, (number, kind) in enumerate(rng.sample(kinds, len(kinds)))
    ]
    return Draft(
        parameters={"name": names[0]},
        setup=partial(_prepare_missed, calls, dict(zip(numbers, names, strict=True))),
        check=nothing,
        solve=script(open_app(APP), tap("Recents"), done=partial(_count_missed, names[0])),
        answer=number_of(missed),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="phone_block_number",
        app=APP,
        phrasings=(
            "Block {number} in Phone",
            "{number} should not reach me any more: block it in the Phone app",
        ),
        held_out=("I want neither calls nor texts from {number}, add it to the blocked numbers",),
        draw=_draw_block,
        steps=14,
    ),
    Template(
        name="phone_missed_calls_from",
        app=APP,
        phrasings=(
            "How many calls from {name} did I miss, by the log of Phone? Answer with a number",
            "Count the missed calls of {name} in Phone and say just the number",
        ),
        held_out=("By Phone, how often did {name} call without my answering? A number will do",),
        draw=_draw_missed,
        steps=10,
    ),
)
