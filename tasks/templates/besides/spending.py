"""A template of Pro Expense beside AndroidWorld's: what was spent on a category in this month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from random import Random

from perception.screen import Screen
from tasks.answer import Answer
from tasks.moves import Back, Done, Move, Open
from tasks.template import Draft, Split, Template
from tasks.templates.androidworld.expense import APP, CATEGORIES, Expense, prepare, some_expenses
from tasks.templates.androidworld.phone_kit import NOW, nothing
from tasks.templates.androidworld.steps import is_front, look_further, row_with, touch, touches

THIS_MONTH = int((NOW - NOW.replace(day=1, hour=0, minute=0)).total_seconds() // 3600)
"""Hours of this month that are over."""


def _move(last: Expense, total: str, screen: Screen, progress: Sequence[Move]) -> Move:
    """Go through the log as far as the month goes back."""
    if not is_front(screen, APP):
        return Open(app=APP)
    if not touches(progress, "MORE"):
        return touch(screen, "MORE") or Back()
    return Done(message=total) if row_with(screen, last.name) is not None else look_further(progress)


def _draw(rng: Random, split: Split) -> Draft:
    category = rng.choice([name for name in CATEGORIES if name != "Income"])
    others = [name for name in CATEGORIES if name != category]
    expenses = some_expenses(rng, split, 22)
    wanted = [
        replace(each, category=category, hours_ago=rng.randrange(1, THIS_MONTH))
        for each in expenses[: rng.randint(2, 4)]
    ]
    # Of the same category in the month before, and of others in this one: some by the names of what is asked for.
    before = [
        replace(each, category=category, hours_ago=rng.randrange(THIS_MONTH + 24, 24 * 45)) for each in expenses[4:7]
    ]
    beside = [replace(each, category=rng.choice(others), hours_ago=rng.randrange(1, 24 * 30)) for each in expenses[7:]]
    beside.append(replace(wanted[0], category=rng.choice(others), name=f"{wanted[0].name}s"))
    last = max(wanted, key=lambda each: each.hours_ago)
    total = f"{sum(each.cents for each in wanted) / 100:.2f}"
    kept = [*wanted, *before, *beside]
    return Draft(
        parameters={"category": category},
        setup=partial(prepare, rng.sample(kept, len(kept)), ""),
        check=nothing,
        solve=partial(_move, last, total),
        answer=Answer(kind="number", values=(total,)),
        may_change=(),
    )


TEMPLATES: tuple[Template, ...] = (
    Template(
        name="expense_total_of_category",
        app=APP,
        phrasings=(
            "How much have I spent on {category} this month, by Pro Expense? Answer with the amount alone",
            "Add up what Pro Expense has in the category {category} for this month, and tell me the sum in dollars",
        ),
        held_out=("By Pro Expense, what does this month's {category} come to? Say just the number",),
        draw=_draw,
        steps=20,
    ),
)
