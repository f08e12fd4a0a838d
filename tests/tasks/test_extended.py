"""Every template of every registry: its oracle achieves the goal; a wrong outcome and a side effect are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from device.simulator import SimulatedPhone, Snapshot
from tasks.builtin import TEMPLATES
from tasks.extended import EXTENDED
from tasks.moves import Done
from tasks.side_effects import side_effects
from tasks.template import Task, Template
from tasks.templates.androidworld.counterparts import DISABLED, TASKS, counterpart, table, tasks
from tests.tasks.solving import TreePhone, solve
from tests.tasks.tampering import elsewhere, lasting_changes, one_more, undo

ROOT = Path(__file__).parents[2]
SEEDS = 5
ALL = (*TEMPLATES.values(), *EXTENDED.values())
EVERY = pytest.mark.parametrize("template", ALL, ids=lambda each: each.name)


@dataclass(frozen=True, kw_only=True)
class Played:
    """A task whose solution was played: the phone once the task was set up, and after; the solution's last words."""

    task: Task
    phone: TreePhone
    before: Snapshot
    after: Snapshot
    words: str


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[SimulatedPhone, Snapshot]]:
    with SimulatedPhone() as simulated:
        yield simulated, simulated.snapshot()


@pytest.fixture
def phone(started: tuple[SimulatedPhone, Snapshot]) -> TreePhone:
    simulated, first = started
    simulated.restore(first)
    return TreePhone(simulated)


@pytest.fixture(scope="module", params=ALL, ids=lambda each: each.name)
def played_once(request: pytest.FixtureRequest, started: tuple[SimulatedPhone, Snapshot]) -> Played:
    """Play a template's solution, once for all tests of the template."""
    simulated, first = started
    simulated.restore(first)
    phone = TreePhone(simulated)
    task = undone_instance(request.param)
    task.setup(phone)
    before = simulated.snapshot()
    assert task.check(phone) == (task.accepts is not None), task.goal
    words = play(task, phone)
    return Played(task=task, phone=phone, before=before, after=simulated.snapshot(), words=words)


@pytest.fixture
def played(played_once: Played) -> Played:
    """Return the same with the phone as the solution left it."""
    played_once.phone.simulated.restore(played_once.after)
    return played_once


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


def test_the_oracle_achieves_the_goal(played: Played) -> None:
    task = played.task

    assert task.check(played.phone), (task.goal, side_effects(played.phone, task.may_change or ()))
    assert task.accepts is None or task.accepts(played.words), (task.goal, played.words)


@pytest.mark.slow
@EVERY
def test_the_oracle_achieves_the_goal_with_every_seed(template: Template, phone: TreePhone) -> None:
    first = phone.simulated.snapshot()
    for seed in range(SEEDS):
        phone.simulated.restore(first)
        task = instance(template, seed)
        task.setup(phone)

        assert task.check(phone) == (task.already_done or task.accepts is not None), task.goal
        words = play(task, phone)

        assert task.check(phone), (task.goal, side_effects(phone, task.may_change or ()))
        assert task.accepts is None or task.accepts(words), (task.goal, words)


def test_a_wrong_outcome_is_refused(played: Played) -> None:
    task, simulated, words = played.task, played.phone.simulated, played.words
    if task.accepts is not None:
        assert not any(map(task.accepts, ("", "I don't know", f"{words}, {words}", f"{words} 77", words[:-1])))
        return
    found = lasting_changes(played.before, played.after)
    refused = []
    for change in found:
        simulated.restore(played.after)
        undo(simulated, change, played.before)
        refused.append(not task.check(played.phone))
    simulated.restore(played.before)

    assert any(refused) or not found, found
    assert not task.check(played.phone)


def test_one_change_too_many_is_refused(played: Played) -> None:
    simulated = played.phone.simulated
    for change in lasting_changes(played.before, played.after):
        simulated.restore(played.after)
        assert not one_more(simulated, change) or not played.task.check(played.phone), change


def test_a_side_effect_elsewhere_is_refused(played: Played) -> None:
    for what in elsewhere(played.phone.simulated, played.task.may_change or ()):
        assert not played.task.check(played.phone), what

    assert played.task.check(played.phone)


@EVERY
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


def test_the_documented_table_is_the_registrys() -> None:
    page = (ROOT / "docs" / "androidworld.md").read_text(encoding="utf-8")

    assert page.partition("<!-- table -->\n")[2].strip() == table().strip()


def test_every_template_of_a_kind_of_our_own_is_listed_with_its_kind() -> None:
    page = (ROOT / "docs" / "task-kinds.md").read_text(encoding="utf-8")
    counterparts = {name for _, task in tasks() if (name := counterpart(task))}
    listed = {
        name for line in page.splitlines() if line.startswith("| ") for name in re.findall("`([a-z0-9_]+)`", line)
    }

    assert listed <= {template.name for template in ALL}
    assert EXTENDED.keys() - counterparts <= listed
