"""The runner, interruption, progress lines, exit codes and the demonstration, without a model file."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from random import Random

import pytest
from click import ClickException
from rich.console import Console

import agent.errors
import device.errors
import llm.errors
import perception.errors
import tasks.errors
from agent import Event, Hang, Outcome, ScriptedModel, StepDone
from agent.prompt import LAYOUT_KEY
from device.adb_phone import connect
from device.simulator import SimulatedPhone
from perception import perceive
from tasks.answer import number_of
from tasks.builtin import TEMPLATES
from tasks.demo import demonstration, exit_code
from tasks.evaluate import draw_tasks, summarise
from tasks.exit_codes import ExitCode, exit_code_of, known_errors
from tasks.extended import EXTENDED
from tasks.interrupt import Interruption
from tasks.moves import Done, to_action
from tasks.progress import step_line
from tasks.runner import Runner
from tasks.simulated import simulated_phone
from tasks.template import Draft, Template
from tests.tasks.solving import TreePhone, solve

OPEN, FINISH = 'do(action="Launch", app="Settings")', 'finish(message="Done.")'


@pytest.fixture
def phone() -> Iterator[TreePhone]:
    with SimulatedPhone() as simulated:
        yield TreePhone(simulated)


def scripted(*answers: str | Hang) -> ScriptedModel:
    return ScriptedModel(answers, metadata={LAYOUT_KEY: "elements"})


def test_the_outcome_is_the_checks_and_not_the_models(phone: TreePhone) -> None:
    tasks = draw_tasks([TEMPLATES["settings_device_name"]], instances=2, split="test", seed=0)
    runs = list(Runner(phone, scripted(OPEN, FINISH, OPEN, FINISH)).run(tasks))

    assert [run.result.outcome for run in runs] == [Outcome.NOT_ACHIEVED] * 2
    assert exit_code(tuple(runs)) is ExitCode.FAILURE
    summary = summarise(runs)
    assert summary["figures"]["achieved_share"] == 0
    assert summary["rows"] == [
        {"template": "settings_device_name", "instances": 2, "achieved": 0, "steps": 2.0, "side_effects": 0}
    ]
    assert len(summary["failures"]) == 2


def test_side_effects_are_counted_and_make_the_check_fail(phone: TreePhone) -> None:
    task = EXTENDED["open_app"].instance(Random(0), "test")
    app = task.parameters["app"]
    quiet = [f'do(action="Launch", app="{app}")', FINISH]
    runs = list(Runner(phone, scripted(*quiet)).run([task]))

    assert [(run.result.outcome, run.side_effects) for run in runs] == [(Outcome.ACHIEVED, ())]

    def meddle(event: Event) -> None:
        if isinstance(event, StepDone):
            phone.shell("settings put system font_scale 1.3; touch /sdcard/Download/x")

    runs = list(Runner(phone, scripted(*quiet), on_event=meddle).run([task]))
    assert runs[0].result.outcome is Outcome.NOT_ACHIEVED
    assert runs[0].side_effects == ("system/font_scale", "/storage/emulated/0/Download/x")
    assert summarise(runs)["rows"][0]["side_effects"] == 1


def test_a_question_is_judged_by_the_last_words(phone: TreePhone) -> None:
    answer = number_of(3)
    draft = Draft(
        parameters={}, setup=lambda _: None, check=lambda _: True, solve=lambda *_: Done(message="3"), answer=answer
    )
    template = Template(name="q", app="", phrasings=("How many?",), held_out=(), draw=lambda *_: draft, steps=40)
    task = template.instance(Random(0), "train")
    said = [FINISH, 'finish(message="There are 3.")', 'finish(message="3 or 4")']

    assert [run.result.outcome for run in Runner(phone, scripted(*said)).run([task] * 3)] == [
        Outcome.NOT_ACHIEVED,
        Outcome.ACHIEVED,
        Outcome.NOT_ACHIEVED,
    ]


def test_a_signal_ends_the_run_and_begins_no_other(phone: TreePhone) -> None:
    tasks = draw_tasks([TEMPLATES["settings_device_name"]], instances=3, split="test", seed=0)
    said: list[str] = []
    runner = Runner(phone, scripted(OPEN, Hang.UNTIL_ABORTED), on_event=_signal_after_first_step, say=said.append)

    runs = list(runner.run(tasks))

    assert [run.result.outcome for run in runs] == [Outcome.STOPPED]
    assert runner.interrupted
    assert len(said) == 1


def _signal_after_first_step(event: Event) -> None:
    if isinstance(event, StepDone):
        signal.raise_signal(signal.SIGINT)


def test_a_second_signal_leaves_at_once_and_handlers_are_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    stopped = threading.Event()

    with pytest.raises(KeyboardInterrupt), Interruption(stopped.set, say=lambda _: None):
        signal.raise_signal(signal.SIGINT)
        assert stopped.wait(30)
        signal.raise_signal(signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) is before


def test_a_signal_that_comes_while_a_lock_is_held_waits_for_nobody() -> None:
    lock, stopped = threading.Lock(), threading.Event()

    def stop() -> None:
        with lock:
            stopped.set()

    with Interruption(stop, say=lambda _: None) as interruption:
        with lock:
            signal.raise_signal(signal.SIGINT)
            assert interruption.happened
        assert stopped.wait(30)


def test_a_steps_line_tells_what_was_done_and_what_it_took(phone: TreePhone) -> None:
    records = []

    def keep(event: Event) -> None:
        if isinstance(event, StepDone):
            records.append(event.record)

    tasks = draw_tasks([TEMPLATES["settings_device_name"]], instances=1, split="test", seed=0)
    list(Runner(phone, scripted(OPEN, FINISH), on_event=keep).run(tasks))
    console = Console(record=True, width=200)
    with console.capture() as captured:
        console.print(step_line(records[0], wall=100.0))
    line = captured.get()

    assert line.split()[:3] == ["1", "launch", "Settings"]
    assert "s model" in line
    assert "s phone" in line
    assert "s other" in line


def test_every_error_of_ours_has_an_exit_code() -> None:
    modules = (agent.errors, device.errors, llm.errors, perception.errors, tasks.errors)
    errors = [value for module in modules for value in vars(module).values() if isinstance(value, type)]
    roots = [kind for kind in errors if kind.__bases__ == (Exception,)]

    assert len(roots) == len(modules)
    for kind in errors:
        leaf = issubclass(kind, known_errors())
        for_model = issubclass(kind, agent.errors.ActionError)
        assert leaf or for_model or kind in roots or kind.__name__.endswith("UsageError"), kind


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (device.errors.NoPhoneError(""), 2),
        (device.errors.OfflineError(""), 3),
        (llm.errors.TruncatedModelError(""), 2),
        (llm.errors.EngineError(""), 3),
        (agent.errors.GoalError(""), 2),
        (agent.errors.TraceError(""), 3),
        (tasks.errors.ConfigurationError(""), 2),
        (tasks.errors.SimulatorStartError(""), 3),
        (KeyboardInterrupt(), 130),
    ],
    ids=lambda value: type(value).__name__,
)
def test_exit_codes_say_who_must_act(error: BaseException, code: int) -> None:
    assert exit_code_of(error) == code
    assert not isinstance(error, ClickException)


def test_the_demonstration_shows_at_least_six_tasks_that_need_doing() -> None:
    for seed in range(5):
        shown = demonstration(seed)

        assert len({task.goal for task in shown}) >= 6
        assert {TEMPLATES[task.template].app for task in shown} == {"Settings", "Clock", "Contacts", "Markor"}
        assert not any(task.already_done for task in shown)


def test_instances_are_spread_evenly_and_repeatable() -> None:
    every = list(TEMPLATES.values())
    first = draw_tasks(every, instances=len(every) * 2, split="test", seed=1)
    again = draw_tasks(every, instances=len(every) * 2, split="test", seed=1)

    assert [task.goal for task in first] == [task.goal for task in again]
    assert {sum(task.template == name for task in first) for name in TEMPLATES} == {2}


def test_tasks_are_set_up_solved_and_checked_over_adb(adb_server: int) -> None:
    rng = Random("over adb")
    with simulated_phone(seed=2) as serial, connect(serial) as phone:
        for name in ("settings_night_light", "clock_create_alarm", "contacts_create", "markor_create_note"):
            task = TEMPLATES[name].instance(rng, "test")
            task.setup(phone)
            assert task.check(phone) == task.already_done, task.goal
            moves = solve(task, phone)
            assert task.check(phone), task.goal
            assert isinstance(moves[-1], Done)
            assert to_action(moves[-1], perceive(phone.capture()).display) is None
