"""What a run may use up and what it ends with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a run may use up.

    Attributes:
        max_steps: Answers of the model, those that could not be read included.
        max_seconds: Wall seconds; a generation that runs longer is aborted.
        max_misreads: Unreadable answers in a row after which the run ends with an error.
        max_wait_seconds: The longest a single `Wait` may last.
        settle_seconds: The longest to wait for the screen to come to rest after an action.
    """

    max_steps: int = 25
    max_seconds: float = 600.0
    max_misreads: int = 3
    max_wait_seconds: float = 10.0
    settle_seconds: float = 3.0


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a run went.

    Attributes:
        goal: What was asked for.
        outcome: How it ended.
        message: The model's last words, or why the run ended.
        steps: Answers of the model that were read, carried out or not.
        seconds: Wall seconds from start to end.
        model_calls: Generations that were started.
        trace: The trace's directory; None where none was kept.
    """

    goal: str
    outcome: Outcome
    message: str
    steps: int
    seconds: float
    model_calls: int
    trace: Path | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain values, as ``handroid run --json`` prints it."""
        return {
            "goal": self.goal,
            "outcome": self.outcome.value,
            "message": self.message,
            "steps": self.steps,
            "seconds": round(self.seconds, 3),
            "model_calls": self.model_calls,
            "trace": str(self.trace) if self.trace else None,
        }
