"""Every template of every registry: its oracle achieves the goal, and a wrong outcome is refused.

Those of the extended registry are watched: one change too many, and a side effect elsewhere, is refused too.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from device.simulator import SimulatedPhone, Snapshot
from tasks.builtin import TEMPLATES
from tasks.extended import EXTENDED
from tasks.moves import Done
from tasks.side_effects import side_effects
from tasks.template import Task, Template
from tasks.templates.androidworld.counterparts import BESIDES, DISABLED, TASKS, counterpart, table, tasks
from tests.tasks.solving import TreePhone, solve
from tests.tasks.tampering import elsewhere, lasting_changes, one_more, undo

ROOT = Path(__file__).parents[2]
SEEDS = 5
EVERY = pytest.mark.parametrize("template", [*TEMPLATES.values(), *EXTENDED.values()], ids=lambda each: each.name)
WATCHED = pytest.mark.parametrize("template", EXTENDED.values(), ids=lambda template: template.name)


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[SimulatedPhone, Snapshot]]:
    with SimulatedPhone() as simulated:
        yield simulated, simulated.snapshot()


@pytest.fixture
def phone(started: tuple[SimulatedPhone, Snapshot]) -> TreePhone:
    simulated, first = started
    simulated.restore(first)
    return TreePhone(simulated)


def instance(template: Template, seed: int) -> Task:
    return template.instance(Random(f"{template.name} {seed}"), "test" if seed % 2 else "train")


def undone_instance(template: Template) -> Task:
    seed = 0
    while (task := instance(template, seed)).already_done:
        seed += 1
    return task


def play(task: Task, phone: TreePhone) -> str:
    """Play a task's solution; return its last words."""
    last = solve(task, phone)[-1]
    assert isinstance(last, Done)
    return last.message


@EVERY
def test_the_oracle_achieves_the_goal(template: Template, phone: TreePhone) -> None:
    first = phone.simulated.snapshot()
    for seed in range(SEEDS):
        phone.simulated.restore(first)
        task = instance(template, seed)
        task.setup(phone)
        is_question = task.accepts is not None

        assert task.check(phone) == (task.already_done or is_question), task.goal
        words = play(task, phone)

        assert task.check(phone), (task.goal, side_effects(phone, task.may_change or ()) if task.may_change else ())
        assert task.accepts is None or task.accepts(words), (task.goal, words)


@EVERY
def test_a_wrong_outcome_is_refused(template: Template, phone: TreePhone) -> None:
    task = undone_instance(template)
    task.setup(phone)
    before = phone.simulated.snapshot()
    words = play(task, phone)
    if task.accepts is not None:
        assert not any(map(task.accepts, ("", "I don't know", f"{words}, {words}", f"{words} 77", words[:-1])))
        return
    after = phone.simulated.snapshot()
    found = lasting_changes(before, after)
    refused = []
    for change in found:
        phone.simulated.restore(after)
        undo(phone.simulated, change, before)
        refused.append(not task.check(phone))
    phone.simulated.restore(before)

    assert any(refused) or template.name not in EXTENDED or not found, found
    assert not task.check(phone)


@WATCHED
def test_one_change_too_many_is_refused(template: Template, phone: TreePhone) -> None:
    task = undone_instance(template)
    task.setup(phone)
    before = phone.simulated.snapshot()
    play(task, phone)
    after = phone.simulated.snapshot()
    for change in lasting_changes(before, after):
        phone.simulated.restore(after)
        assert not one_more(phone.simulated, change) or not task.check(phone), change


@WATCHED
def test_a_side_effect_elsewhere_is_refused(template: Template, phone: TreePhone) -> None:
    task = undone_instance(template)
    task.setup(phone)
    play(task, phone)
    for what in elsewhere(phone.simulated):
        assert not task.check(phone), what

    assert task.check(phone)


@WATCHED
def test_goals_are_filled_in_and_repeatable(template: Template) -> None:
    goals = [instance(template, seed).goal for seed in range(20)]

    assert goals == [instance(template, seed).goal for seed in range(20)]
    assert not [goal for goal in goals if "{" in goal or "}" in goal or "  " in goal]


def test_names_tell_the_registries_apart() -> None:
    assert not TEMPLATES.keys() & EXTENDED.keys()


def test_all_of_androidworlds_tasks_are_listed() -> None:
    names = [name for _, name in tasks()]

    assert len(names) == len(set(names)) == 123
    assert sum(len(group.split()) for group in TASKS.values()) == 116
    assert sum(len(group.split()) for group in DISABLED.values()) == 7
    assert {name for _, task in tasks() if (name := counterpart(task))} >= EXTENDED.keys() - BESIDES


def test_the_documented_table_is_the_registrys() -> None:
    page = (ROOT / "docs" / "androidworld.md").read_text(encoding="utf-8")

    assert page.partition("<!-- table -->\n")[2].strip() == table().strip()
