"""What a policy is asked and answers, and the policy that never slows down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from llm.governor.decision import Rule
from llm.governor.limits import Limits
from llm.governor.reading import Zone
from llm.governor.tier import Ladder


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """What a policy sees.

    Attributes:
        at: When the temperatures were read, in seconds of the governor's clock.
        temperatures: Believed temperatures in degrees Celsius, of zones that have thresholds.
        load: Threads that were busy on average since the last view.
        level: What the policy chose last.
        since_change: Seconds since it last chose another level.
        ladder: The tiers to choose from.
        limits: The thresholds.
    """

    at: float
    temperatures: Mapping[Zone, float]
    load: float
    level: int
    since_change: float
    ladder: Ladder
    limits: Limits


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A level on the ladder, with the rule and the value that led to it."""

    level: int
    rule: Rule
    cause: str


class Policy(Protocol):
    """Chooses a level by temperature."""

    name: str

    def choose(self, view: View) -> Choice:
        """Choose a level between 0 and the ladder's last."""
        ...


class Fixed:
    """Full speed, whatever the temperature."""

    name = "fixed"

    def choose(self, view: View) -> Choice:
        return Choice(level=0, rule=Rule.UNGOVERNED, cause="policy fixed")
