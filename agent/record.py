"""The values a trace is made of: one record a step and one for the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agent.action import Action, action_from_json
from agent.aim import Hit
from agent.outcome import Outcome
from agent.policy import Verdict
from device.frame import Display, ForegroundApp
from llm.generation import Seconds, StopReason, Tokens
from llm.governor.decision import Decision
from perception.screen import Element


@dataclass(frozen=True, kw_only=True)
class StepSeconds:
    """Wall seconds of a step: capture and perception before it, model, action, and rest until the next capture."""

    observe: float = 0.0
    think: float = 0.0
    act: float = 0.0
    settle: float = 0.0


@dataclass(frozen=True, kw_only=True)
class StepRecord:
    """One step: what was seen, said, judged and done.

    Attributes:
        step: Number from 1.
        captured_at: Seconds since the epoch when the frame was captured, by the host's clock.
        app: The app in front.
        display: The display that pixels refer to.
        fingerprint: The screen's, see `perception.screen.Screen`.
        image: The screenshot's path in the trace's directory; empty where none was kept.
        hierarchy: The hierarchy's path in the trace's directory; empty where none was kept.
        answer: What the model said, as it said it.
        stop: Why it stopped saying it.
        thought: The part of it before the action.
        action: The action as `agent.action.action_to_json` writes it, in display pixels; None where it was unreadable.
        asked: For a touch: the pixel (x, y) that the model named; the action's own is the one that was touched.
        hit: For a touch: what lay at the pixel that the model named.
        target: What it acts on, in words.
        element: What it acts on, as perception saw it; None where there is none.
        verdict: What the policy said; None where it was not asked.
        rule: The rule that said it.
        feedback: What the model is told of this step afterwards.
        changed: Whether the screen changed; None where that was not looked at.
        tokens: The model's token counts.
        generation_seconds: The model's seconds by phase.
        seconds: The step's seconds by part.
    """

    step: int
    captured_at: float
    app: ForegroundApp
    display: Display
    fingerprint: str
    image: str = ""
    hierarchy: str = ""
    answer: str = ""
    stop: StopReason = StopReason.STOP
    thought: str = ""
    action: dict[str, Any] | None = None
    asked: tuple[int, int] | None = None
    hit: Hit | None = None
    target: str = ""
    element: Element | None = None
    verdict: Verdict | None = None
    rule: str = ""
    feedback: str = ""
    changed: bool | None = None
    tokens: Tokens = field(default_factory=Tokens)
    generation_seconds: Seconds = field(default_factory=Seconds)
    seconds: StepSeconds = field(default_factory=StepSeconds)

    @property
    def parsed_action(self) -> Action | None:
        """The action as a value; None where the answer was unreadable."""
        return None if self.action is None else action_from_json(self.action)


@dataclass(frozen=True, kw_only=True)
class GovernorRecord:
    """A decision of the governor, with the reading that caused it.

    Attributes:
        step: Number of the step in which it was made.
        made_at: Seconds since the epoch, by the host's clock.
        decision: What was decided and why; its own times are those of the host's monotonic clock.
    """

    step: int
    made_at: float
    decision: Decision


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """A run as a whole; everything from ``outcome`` on is empty until it has ended.

    Attributes:
        goal: What was asked for.
        model: The model's name.
        serial: The phone's serial.
        started_at: Seconds since the epoch, by the host's clock.
        format: Version of the trace's format.
        outcome: How it ended; None while it runs, and for ever where it was killed.
        message: The model's last words, or why the run ended.
        steps: Answers of the model that were read.
        seconds: Wall seconds from start to end.
        model_calls: Generations that were started.
    """

    goal: str
    model: str
    serial: str
    started_at: float
    format: int = 1
    outcome: Outcome | None = None
    message: str = ""
    steps: int = 0
    seconds: float = 0.0
    model_calls: int = 0
