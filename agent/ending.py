"""`Ending`: why a run is over."""

from __future__ import annotations

from dataclasses import dataclass

from agent.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a run ends, and the words for it."""

    outcome: Outcome
    message: str
