"""Every built-in template: worded well, set up, solved by its own rules, and judged by a check that can fail."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import get_args

import pytest

from device.simulator import SimulatedPhone, Snapshot
from device.simulator.apps.clock.cities import CITIES as KNOWN_CITIES
from device.simulator.apps.settings_table import CHOICES, SWITCHES, TEXT_ENTRIES
from tasks.builtin import TEMPLATES
from tasks.moves import Done
from tasks.template import Split, Template, split_of
from tasks.templates.clock import CITIES
from tasks.templates.settings import FONT_SIZE, SCREEN_TIMEOUT, TOGGLES
from tests.tasks.solving import TreePhone, solve

SPLITS: tuple[Split, ...] = get_args(Split)
EVERY = pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.name)


@pytest.fixture(scope="module")
def started() -> Iterator[tuple[SimulatedPhone, Snapshot]]:
    with SimulatedPhone() as simulated:
        yield simulated, simulated.snapshot()


@pytest.fixture
def phone(started: tuple[SimulatedPhone, Snapshot]) -> TreePhone:
    simulated, first = started
    simulated.restore(first)
    return TreePhone(simulated)


def test_there_are_many_templates_of_every_app() -> None:
    apps = [template.app for template in TEMPLATES.values()]

    assert len(apps) >= 30
    assert set(apps) == {"Settings", "Clock", "Contacts", "Markor"}


@EVERY
def test_a_template_is_said_in_many_ways(template: Template) -> None:
    assert len(set(template.phrasings)) >= 8
    assert len(template.held_out) >= 2
    assert not set(template.phrasings) & set(template.held_out)


@EVERY
@pytest.mark.parametrize("split", SPLITS)
def test_goals_are_filled_in_and_repeatable(template: Template, split: Split) -> None:
    goals = [template.instance(Random(seed), split).goal for seed in range(20)]

    assert goals == [template.instance(Random(seed), split).goal for seed in range(20)]
    assert not [goal for goal in goals if "{" in goal or "}" in goal or "  " in goal]


@pytest.mark.parametrize(
    "name", ["contacts_create", "markor_create_note", "clock_create_alarm", "settings_device_name"]
)
def test_splits_share_no_value(name: str) -> None:
    values: dict[Split, set[str]] = {split: set() for split in SPLITS}
    for split in SPLITS:
        for seed in range(60):
            task = TEMPLATES[name].instance(Random(seed), split)
            values[split] |= {task.parameters[key] for key in ("first", "phone", "time") if key in task.parameters}
            for key in ("title", "text"):
                values[split] |= set(task.parameters.get(key, "").lower().split()) - {"phone"}

    assert values["train"]
    assert values["test"]
    assert not values["train"] & values["test"]


def test_about_a_fifth_of_all_values_is_kept_for_testing() -> None:
    test = sum(split_of(f"value {number}") == "test" for number in range(1000))

    assert 150 <= test <= 250


@EVERY
@pytest.mark.parametrize("split", SPLITS)
def test_a_template_is_solved_and_its_check_fails_before(template: Template, split: Split, phone: TreePhone) -> None:
    for seed in range(2):
        task = template.instance(Random(f"{template.name} {split} {seed}"), split)
        task.setup(phone)

        assert task.check(phone) == task.already_done, task.goal
        moves = solve(task, phone)

        assert task.check(phone), task.goal
        assert isinstance(moves[-1], Done)


@EVERY
def test_a_solution_finds_back_after_wrong_moves(template: Template, phone: TreePhone) -> None:
    task = template.instance(Random(f"{template.name} disturbed"), "test")
    task.setup(phone)

    solve(task, phone, disturbances=Random(template.name))

    assert task.check(phone), task.goal


def test_the_table_of_toggles_is_what_settings_writes() -> None:
    known = {(switch.label, switch.namespace, switch.key, switch.on, switch.off) for switch in SWITCHES}

    assert {(toggle.label, toggle.space, toggle.key, toggle.on, toggle.off) for toggle in TOGGLES} <= known


@pytest.mark.parametrize("choice", [SCREEN_TIMEOUT, FONT_SIZE], ids=lambda choice: choice.name)
def test_choices_are_what_settings_offers(choice: object) -> None:
    assert isinstance(choice, type(SCREEN_TIMEOUT))
    offered = next(known for known in CHOICES if known.label == choice.pages[-1])

    assert tuple(choice.values.items()) == offered.options
    assert (choice.space, choice.key) == (offered.namespace, offered.key)


def test_the_device_name_is_where_settings_keeps_it() -> None:
    assert ("Device name", "global", "device_name") in {(e.label, e.namespace, e.key) for e in TEXT_ENTRIES}


def test_every_city_is_one_the_clock_knows() -> None:
    assert {city.lower().replace(" ", "_") for city in CITIES} <= KNOWN_CITIES.keys()
