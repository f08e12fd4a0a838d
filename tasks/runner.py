"""Runs tasks on a phone with a model, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from agent.events import Event
from agent.loop import Agent
from agent.outcome import Outcome
from agent.policy import Policy
from agent.result import Limits, Result
from device.phone import Phone
from llm.generation import Model
from tasks.interrupt import Interruption
from tasks.template import Task


@dataclass(frozen=True, kw_only=True)
class TaskRun:
    """A task and how its run went."""

    task: Task
    result: Result


class Runner:
    """Runs tasks until they are over or somebody presses Ctrl-C.

    Args:
        phone: The phone; it is left open.
        model: The model; it is left open.
        limits: What each task may use up.
        policy: What may be done without asking; the built-in policy where None.
        on_event: Is called with each event of each run.
        say: Tells the person what happens.

    Attributes:
        interrupted: Whether a run was ended by Ctrl-C; no other is begun then.
    """

    def __init__(
        self,
        phone: Phone,
        model: Model,
        *,
        limits: Limits | None = None,
        policy: Policy | None = None,
        on_event: Callable[[Event], None] | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._phone, self._model = phone, model
        self._limits, self._policy = limits, policy
        self._on_event, self._say = on_event, say
        self.interrupted = False

    def run(self, tasks: Iterable[Task]) -> Iterator[TaskRun]:
        """Set up, run and check each task, and yield it when it is over.

        Raises:
            PhoneError: A task could not be set up.
        """
        for task in tasks:
            if self.interrupted:
                return
            yield self._run_one(task)

    def _run_one(self, task: Task) -> TaskRun:
        task.setup(self._phone)
        agent = Agent(
            self._phone, self._model, policy=self._policy, limits=self._limits, on_event=self._on_event
        )
        with Interruption(agent.stop, say=self._say) as interruption:
            result = agent.run(task.goal, check=task.check)
        self.interrupted = interruption.happened
        return TaskRun(task=task, result=result)


def share_achieved(runs: Iterable[TaskRun]) -> float:
    """Return the share of runs whose check passed, 0 where there are none."""
    outcomes = [run.result.outcome is Outcome.ACHIEVED for run in runs]
    return sum(outcomes) / len(outcomes) if outcomes else 0.0
