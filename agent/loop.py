"""`Agent`: one goal on one phone, step by step: observe, think, act, verify."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from contextlib import suppress

from agent.ask import Ask
from agent.ending import Ending
from agent.errors import AgentUsageError, GoalError, TraceError
from agent.events import Event, RunEnded, RunStarted
from agent.outcome import Outcome
from agent.policy import Policy
from agent.policy_file import default_policy
from agent.prompt import layout_for
from agent.record import RunRecord
from agent.result import Limits, Result
from agent.run import Run, Setting
from agent.trace import Trace
from device.errors import PhoneError
from device.phone import Phone
from llm.errors import LlmError
from llm.generation import Model
from llm.governor import Governor
from perception.errors import PerceptionError


class Agent:
    """Drives a phone with a model until a goal is reached, a limit is hit or somebody stops it.

    Args:
        phone: The phone; it is left open.
        model: The model; it is left open.
        policy: What may be done without asking; the built-in policy where None.
        limits: What a run may use up.
        trace: Where to keep the run; a trace takes one run.
        on_event: Is called with each event, in the thread of `run`.
        ask: The person beside the phone; None where nobody is there, and what needs consent is refused.
        governor: The model's: no step begins while it holds. None where there is none.
        clock: Seconds that only go forward.

    Raises:
        AgentUsageError: The model asks for a prompt layout that this version doesn't know.
    """

    def __init__(
        self,
        phone: Phone,
        model: Model,
        *,
        policy: Policy | None = None,
        limits: Limits | None = None,
        trace: Trace | None = None,
        on_event: Callable[[Event], None] | None = None,
        ask: Ask | None = None,
        governor: Governor | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        try:
            layout = layout_for(model)
        except ValueError as error:
            raise AgentUsageError(str(error)) from error
        self._stopping = False
        self._setting = Setting(
            phone=phone,
            model=model,
            layout=layout,
            policy=policy or default_policy(),
            limits=limits or Limits(),
            trace=trace,
            ask=ask,
            governor=governor,
            clock=clock,
            tell=on_event or _tell_nobody,
            stopping=lambda: self._stopping,
        )

    def run(
        self,
        goal: str,
        *,
        check: Callable[[Phone], bool] | None = None,
        accepts: Callable[[str], bool] | None = None,
    ) -> Result:
        """Pursue a goal.

        What phone, model and perception raise ends the run as an error; the result's message tells which.

        Args:
            goal: What to do, in words.
            check: Looks at the phone after the model has finished and says whether the goal is reached; the model
                learns nothing of it.
            accepts: Judges the model's last words where the goal is a question; None where anything may be said.

        Raises:
            GoalError: The goal has no words.
            TraceError: The trace can't be written.
        """
        goal = goal.strip()
        if not goal:
            raise GoalError('the goal has no words; say what to do, for example "Turn on the dark theme"')
        setting = self._setting
        phone, model = setting.phone, setting.model
        record = RunRecord(goal=goal, model=model.name, serial=phone.serial, started_at=time.time())
        if setting.trace is not None:
            setting.trace.begin(record)
        run = Run(setting, goal, check, accepts)
        try:
            setting.tell(RunStarted(goal=goal, model=model.name, serial=phone.serial))
            ending = _drive(run)
        except BaseException as error:
            # Ctrl-C or a defect of ours: the trace has to say how the run ended before it goes on up.
            ending = _ending_of(error)
            with suppress(TraceError):
                run.record_broken_step(ending.message)
            with suppress(TraceError):
                self._end_trace(record, run.result(ending))
            raise
        result = run.result(ending)
        self._end_trace(record, result)
        setting.tell(RunEnded(result=result))
        return result

    def stop(self) -> None:
        """End the run within a token or an action, and begin no other; safe in a signal handler or another thread."""
        self._stopping = True

    def _end_trace(self, record: RunRecord, result: Result) -> None:
        if self._setting.trace is None:
            return
        ended = dataclasses.replace(
            record,
            outcome=result.outcome,
            message=result.message,
            steps=result.steps,
            seconds=result.seconds,
            model_calls=result.model_calls,
        )
        self._setting.trace.end(ended)


def _drive(run: Run) -> Ending:
    try:
        return run.drive()
    except (PhoneError, PerceptionError, LlmError) as error:
        run.record_broken_step(str(error))
        return Ending(outcome=Outcome.ERROR, message=str(error))


def _ending_of(error: BaseException) -> Ending:
    if isinstance(error, KeyboardInterrupt):
        return Ending(outcome=Outcome.STOPPED, message="interrupted")
    return Ending(outcome=Outcome.ERROR, message=f"{type(error).__name__}: {error}")


def _tell_nobody(event: Event) -> None:
    """Take an event that nobody listens for."""
