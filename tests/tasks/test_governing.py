"""Runs under a governor: over the real adb server, with the embedded model, and a phone that says it is hot."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from agent import Agent, Limits, Outcome, Said, Trace
from agent.events import Event
from agent.trace import read_trace
from device.adb_phone import connect
from device.adb_shell import AdbShell
from device.sensors import Sensors
from device.sensors.thermalservice import ThermalService
from device.simulator.server import SimulatedPhoneServer
from llm import Governor, Hysteresis, Throttling
from llm import Limits as GovernorLimits
from llm.governor import Decision, Pace, Rule
from tasks.demo import demonstration
from tasks.governing import Announcer, reading_of
from tasks.models import choose_files
from tests.tasks.conftest import handroid

pytestmark = pytest.mark.slow


class EachTime(ThermalService):
    """The phone's thermal service, asked at every decision instead of once a second."""

    every = 0.0


class Counting(Governor):
    """Notes what the engine did between decisions."""

    def worked(self, seconds: float, *, threads: int, tokens: int) -> None:
        HAPPENED.append(tokens)
        super().worked(seconds, threads=threads, tokens=tokens)


HAPPENED: list[int | str | Decision] = []


@pytest.fixture
def happened() -> Iterator[list[int | str | Decision]]:
    HAPPENED.clear()
    yield HAPPENED
    HAPPENED.clear()


class Story:
    """Makes the phone hot while the model answers, and cool again when it was told to pause."""

    def __init__(self, shell: AdbShell) -> None:
        self.shell = shell
        self.chapters = iter(("override-status 3", "override-status 4"))

    def tell(self, event: Event) -> None:
        if isinstance(event, Said) and event.step == 1:
            self.turn(next(self.chapters, ""))

    def turn(self, command: str) -> None:
        if command:
            self.shell.run(f"cmd thermalservice {command}")
            HAPPENED.append(command)

    def decided(self, decision: Decision) -> None:
        HAPPENED.append(decision)
        if decision.pace is Pace.HOLD:
            self.turn("reset")


def test_severe_slows_critical_pauses_recovery_restores_and_the_task_is_achieved(
    served: SimulatedPhoneServer, tmp_path: Path, happened: list[int | str | Decision]
) -> None:
    shell = AdbShell(served.serial)
    story, trace = Story(shell), Trace(tmp_path / "trace")
    announced: list[str] = []
    announcer = Announcer(announced.append, trace)

    def decided(decision: Decision) -> None:
        announcer(decision)
        story.decided(decision)

    sensors = Sensors((EachTime(shell.run),))
    governor = Counting(
        lambda: reading_of(sensors.read()),
        policy=Hysteresis(),
        limits=GovernorLimits(drift=math.inf),  # how fast this machine is is not what is tried here
        interval=0,
        on_decision=decided,
    )
    task = next(task for task in demonstration(0) if task.template == "settings_dark_theme")
    with (
        closing(choose_files(None, None).open(context=8192, governor=governor)) as engine,
        connect(served.serial) as phone,
    ):
        task.setup(phone)
        agent = Agent(
            phone, engine, limits=Limits(max_seconds=600), trace=trace, on_event=story.tell, governor=governor
        )
        result = agent.run(task.goal, check=task.check)

    assert result.outcome is Outcome.ACHIEVED, result.message
    decisions = [each for each in happened if isinstance(each, Decision)]
    rules = [decision.rule for decision in decisions]
    severe, critical = rules.index(Rule.SEVERE), rules.index(Rule.CRITICAL)
    assert severe < critical
    full, slow, held, after = decisions[0], decisions[severe], decisions[critical], decisions[-1]
    assert slow.pace is Pace.WORK
    assert slow.tier.load < 0.5 * full.tier.load
    assert held.pace is Pace.HOLD
    assert (after.tier, after.pace) == (full.tier, Pace.WORK)
    # From the phone's word to the governor's no more than one chunk or token was finished; none after CRITICAL.
    for command, decision in (("override-status 3", slow), ("override-status 4", held)):
        between = happened[happened.index(command) + 1 : happened.index(decision)]
        assert sum(isinstance(each, int) for each in between) <= 1
    held_until = next(each for each in happened[happened.index(held) + 1 :] if isinstance(each, Decision))
    assert not any(isinstance(each, int) for each in happened[happened.index(held) : happened.index(held_until)])

    recorded = [record.decision for record in read_trace(tmp_path / "trace").decisions]
    assert recorded == decisions
    cause = recorded[severe].reading.throttling
    assert cause is not None
    assert cause.value is Throttling.SEVERE
    assert "overridden" in cause.source
    assert any("pauses (critical" in line for line in announced)


def test_the_program_governs_and_keeps_what_it_decided(served: SimulatedPhoneServer, tmp_path: Path) -> None:
    shell = AdbShell(served.serial)
    shell.run("cmd thermalservice override-status 3")
    config = tmp_path / "handroid.toml"
    config.write_text('governor = "hysteresis"\n')
    goal = "Turn on the dark theme"

    words = ["-c", str(config), "run", goal, "-d", served.serial, "--trace", str(tmp_path / "run"), "--json"]
    ended = handroid(*words, "--max-steps", "1")

    assert ended.json["steps"] == 1
    decision = read_trace(tmp_path / "run").decisions[0].decision
    assert decision.rule is Rule.SEVERE
    assert "governor: " in ended.stderr
    assert "severe" in ended.stderr
    fixed = handroid("run", goal, "-d", served.serial, "--governor", "fixed", "--max-steps", "1", "--json")
    assert fixed.json["steps"] == 1
    assert "severe" not in fixed.stderr
