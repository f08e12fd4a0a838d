"""A decision of the governor: the tier it chose, the rule that chose it, and the reading that caused it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from llm.governor.reading import Reading
from llm.governor.tier import Tier


class Pace(StrEnum):
    """Whether the engine works at all."""

    WORK = "work"
    HOLD = "hold"
    """Nothing is decoded until a later decision says otherwise."""


class Rule(StrEnum):
    """What led to a decision; of several that apply, the one that asked for the lowest tier."""

    UNGOVERNED = "ungoverned"
    """The policy `fixed`, or nothing is known."""
    COOL = "cool"
    """Every temperature is low enough for full speed."""
    HOT = "hot"
    """A temperature is above its hot threshold."""
    BETWEEN = "between"
    """Every temperature is below hot and one above cool: nothing changes."""
    FORECAST = "forecast"
    """The model of the phone's heat forecasts a temperature above its limit for any faster tier."""
    HEADROOM = "headroom"
    """Android forecasts that it is about to throttle."""
    THROTTLING = "throttling"
    """Android says it throttles: LIGHT or MODERATE."""
    SEVERE = "severe"
    CRITICAL = "critical"
    """CRITICAL or above: hold."""
    DRIFT = "drift"
    """Tokens take longer than they did when cool, and no die is known to be cool."""
    BLIND = "blind"
    """Temperatures were known and no longer are, or contradict each other: careful until they come back."""
    LOW_BATTERY = "low battery"
    LOW_MEMORY = "low memory"
    FEW_CORES = "few cores"
    PERSON = "person"
    """A person uses the phone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What the governor decided and why.

    Attributes:
        at: When, in seconds of `time.monotonic`.
        tier: What is allowed from now on.
        pace: Whether to work at all.
        rule: Why.
        cause: The value that the rule looked at, in words, for instance ``"cpu 86.1 > 85"``.
        level: The tier's place on the ladder: 0 is full speed, higher is slower.
        reading: What was known.
    """

    at: float
    tier: Tier
    pace: Pace
    rule: Rule
    cause: str
    level: int
    reading: Reading


OnDecision = Callable[[Decision], None]
"""Told of each decision that differs from the one before in tier, pace or rule; called in the engine's thread."""
