"""Runs tasks on a phone with a model, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from agent.events import Event
from agent.loop import Agent
from agent.policy import Policy
from agent.result import Limits, Result
from agent.trace import Trace
from device.errors import PhoneError
from device.phone import Phone
from llm.generation import Model
from tasks.interrupt import Interruption
from tasks.side_effects import side_effects
from tasks.template import Task


@dataclass(frozen=True, kw_only=True)
class TaskRun:
    """A task and how its run went.

    Attributes:
        side_effects: What changed on the phone that should not have, where the task is watched for that.
    """

    task: Task
    result: Result
    side_effects: tuple[str, ...] = ()


class Runner:
    """Runs tasks until they are over or somebody presses Ctrl-C.

    Args:
        phone: The phone; it is left open.
        model: The model; it is left open.
        limits: What each task may use up; one that needs more steps than that may take as many as it says.
        policy: What may be done without asking; the built-in policy where None.
        on_event: Is called with each event of each run.
        trace_of: Makes the trace for the task with a number, from 1; None keeps none.
        before: Is called before each task is set up.
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
        trace_of: Callable[[int], Trace] | None = None,
        before: Callable[[], None] = lambda: None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._phone, self._model = phone, model
        self._limits, self._policy = limits or Limits(), policy
        self._on_event, self._trace_of, self._before, self._say = on_event, trace_of, before, say
        self.interrupted = False

    def run(self, tasks: Iterable[Task]) -> Iterator[TaskRun]:
        """Set up, run and check each task, and yield it when it is over.

        Raises:
            PhoneError: A task could not be set up.
        """
        for number, task in enumerate(tasks, 1):
            if self.interrupted:
                return
            yield self._run_one(task, number)

    def _run_one(self, task: Task, number: int) -> TaskRun:
        self._before()
        task.setup(self._phone)
        agent = Agent(
            self._phone,
            self._model,
            policy=self._policy,
            limits=replace(self._limits, max_steps=max(self._limits.max_steps, task.steps or 0)),
            trace=self._trace_of(number) if self._trace_of is not None else None,
            on_event=self._on_event,
        )
        with Interruption(agent.stop, say=self._say) as interruption:
            result = agent.run(task.goal, check=task.check, accepts=task.accepts)
        self.interrupted = interruption.happened
        return TaskRun(task=task, result=result, side_effects=self._side_effects(task))

    def _side_effects(self, task: Task) -> tuple[str, ...]:
        if task.may_change is None:
            return ()
        try:
            return side_effects(self._phone, task.may_change)
        except PhoneError:
            # The run's own outcome tells that the phone is gone.
            return ()
