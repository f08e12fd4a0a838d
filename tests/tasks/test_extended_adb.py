"""Solutions of templates over a real adb server: one in every run, all of them in the long one."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from device.adb_phone import connect
from device.phone import Phone
from tasks.builtin import TEMPLATES
from tasks.extended import EXTENDED
from tasks.moves import Done
from tasks.simulated import simulated_phone
from tasks.template import Template
from tests.tasks.solving import solve

REPRESENTATIVE = "turn_off_wifi_and_turn_on_bluetooth"
SEEDS = 5


@pytest.fixture(scope="module")
def phone() -> Iterator[Phone]:
    with simulated_phone() as serial, connect(serial) as phone:
        phone.shell("simulator snapshot start")
        yield phone


def achieves(template: Template, phone: Phone, *, seed: int) -> None:
    phone.shell("simulator restore start")
    task = template.instance(Random(f"{template.name} {seed}"), "test" if seed % 2 else "train")
    task.setup(phone)
    last = solve(task, phone)[-1]

    assert task.check(phone), task.goal
    assert isinstance(last, Done)
    assert task.accepts is None or task.accepts(last.message), task.goal


def test_one_template_is_solved_over_adb(phone: Phone) -> None:
    achieves(EXTENDED[REPRESENTATIVE], phone, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("template", [*TEMPLATES.values(), *EXTENDED.values()], ids=lambda template: template.name)
def test_every_template_is_solved_over_adb(template: Template, phone: Phone) -> None:
    for seed in range(SEEDS):
        achieves(template, phone, seed=seed)
