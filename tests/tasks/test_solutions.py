"""A solution's action and a model's are the same where they reach the same thing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from agent import Agent, ScriptedModel
from agent.action import Action, Finish, Wait
from agent.answers import unspaced
from agent.parse import parse_action
from device.action import Launch, LongPress, Press, Swipe, Tap, TypeText
from device.frame import Display, ForegroundApp
from device.simulator import SimulatedPhone
from perception.box import Box
from perception.screen import Element, Role, Screen
from tasks.builtin import TEMPLATES
from tasks.moves import Move, to_action
from tasks.oracle import play
from tasks.solutions import SolutionWriter, does_the_same, read_solutions
from tasks.training.teacher import answer_for
from tests.tasks.solving import TreePhone

BUTTON = Element(id=0, text="Save", role=Role.BUTTON, box=Box(left=100, top=100, right=300, bottom=200), clickable=True)
SLIDER = Element(id=1, text="Level", role=Role.SLIDER, box=Box(left=0, top=500, right=1000, bottom=560), clickable=True)
SCREEN = Screen(
    app=ForegroundApp(package="", activity=""), display=Display(width=1080, height=2400), elements=(BUTTON, SLIDER)
)


@pytest.mark.parametrize(
    ("action", "solution", "same"),
    [
        (Tap(x=110, y=110), Tap(x=200, y=150), True),
        # A finger beside the button.
        (Tap(x=310, y=150), Tap(x=200, y=150), True),
        (Tap(x=600, y=1500), Tap(x=200, y=150), False),
        (LongPress(x=200, y=150), Tap(x=200, y=150), False),
        (Tap(x=20, y=530), Tap(x=0, y=530), True),
        (Tap(x=500, y=530), Tap(x=999, y=530), False),
        # Where no element is, such as on a keyboard, it has to be the very place.
        (Tap(x=500, y=2000), Tap(x=500, y=2000), True),
        (Tap(x=500, y=2000), Tap(x=500, y=2010), False),
        (Swipe(x1=500, y1=1600, x2=500, y2=400), Swipe(x1=540, y1=1680, x2=540, y2=720), True),
        (Swipe(x1=500, y1=400, x2=500, y2=1600), Swipe(x1=540, y1=1680, x2=540, y2=720), False),
        (TypeText(text="a"), TypeText(text="a"), True),
        (TypeText(text="a"), TypeText(text="b"), False),
        (Launch(app="Clock"), Launch(app="Clock"), True),
        (Press(key="home"), Press(key="back"), False),
        (Finish(message="There."), Finish(), True),
        (Wait(), Finish(), False),
    ],
)
def test_actions_are_held_against_each_other(action: Action, solution: Action, same: bool) -> None:
    assert does_the_same(action, solution, SCREEN) is same


def test_what_a_solution_says_to_a_model_does_what_it_does() -> None:
    looked_at = 0

    def hold(screen: Screen, moves: Sequence[Move], move: Move) -> Move:
        nonlocal looked_at
        said = parse_action(unspaced(answer_for(move, screen, task.goal)), screen.display)
        right = to_action(move, screen.display) or Finish()
        assert does_the_same(said.action, right, screen, said=said.thought)
        looked_at += 1
        return move

    with closing(SimulatedPhone(seed=1)) as simulated:
        start = simulated.snapshot()
        for name in ("settings_brightness", "clock_create_alarm", "contacts_create", "markor_delete_note"):
            simulated.restore(start)
            task = TEMPLATES[name].instance(Random(name), "test")
            phone = TreePhone(simulated)
            task.setup(phone)
            assert play(task, phone, disturb=hold) is not None
    assert looked_at > 10


def test_an_answer_that_cannot_be_read_leaves_the_solution_where_it_was(tmp_path: Path) -> None:
    answers = ("Hm.", 'do(action="Launch", app="Settings")', "Hm.", 'finish(message="Done.")')
    model = ScriptedModel(answers, metadata={"handroid.prompt_layout": "elements"})
    task = TEMPLATES["settings_dark_theme"].instance(Random(1), "test")
    with closing(SimulatedPhone(seed=1)) as simulated:
        phone = TreePhone(simulated)
        task.setup(phone)
        writer = SolutionWriter(task, tmp_path)
        Agent(phone, model, on_event=writer.notice).run(task.goal)
    writer.close()
    right = read_solutions(tmp_path)
    assert list(right) == [1, 2, 3, 4]
    assert right[1] == right[2] == Launch(app="Settings")
    assert right[3] == right[4] != right[2]
