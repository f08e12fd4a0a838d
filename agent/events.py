"""What a run tells while it runs, one frozen value per event."""

from __future__ import annotations

from dataclasses import dataclass

from agent.action import Action
from agent.policy import Judgement
from agent.record import StepRecord
from agent.result import Result
from perception.screen import Screen


@dataclass(frozen=True, kw_only=True)
class RunStarted:
    """A run began: what is asked for, and which model drives which phone."""

    goal: str
    model: str
    serial: str


@dataclass(frozen=True, kw_only=True)
class Observed:
    """The screen on which step ``step`` will be taken was captured and understood."""

    step: int
    screen: Screen


@dataclass(frozen=True, kw_only=True)
class Said:
    """The model wrote another piece of its answer."""

    step: int
    piece: str


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The answer was read and judged, and nothing was done yet."""

    step: int
    action: Action
    target: str
    thought: str
    judgement: Judgement


@dataclass(frozen=True, kw_only=True)
class StepDone:
    """A step is over and on record, whether or not its answer could be read."""

    record: StepRecord


@dataclass(frozen=True, kw_only=True)
class RunEnded:
    """The run is over."""

    result: Result


Event = RunStarted | Observed | Said | Decided | StepDone | RunEnded
