"""Keeps the machine cool and the person first: chooses how hard the engine works, between chunks and between tokens."""

from llm.governor.decision import Decision, OnDecision, Pace, Rule
from llm.governor.governor import READ_EVERY, Governor, Most
from llm.governor.hysteresis import Hysteresis
from llm.governor.limits import BANDS, Band, Limits
from llm.governor.policy import Choice, Fixed, Policy, View
from llm.governor.predictive import Predictive
from llm.governor.reading import Measured, Read, Reading, Throttling, Zone
from llm.governor.tier import LONGEST_PAUSE, MOST_PAUSE, SKIP_LEVELS, Ladder, Tier, build_ladder

__all__ = [
    "BANDS",
    "LONGEST_PAUSE",
    "MOST_PAUSE",
    "READ_EVERY",
    "SKIP_LEVELS",
    "Band",
    "Choice",
    "Decision",
    "Fixed",
    "Governor",
    "Hysteresis",
    "Ladder",
    "Limits",
    "Measured",
    "Most",
    "OnDecision",
    "Pace",
    "Policy",
    "Predictive",
    "Read",
    "Reading",
    "Rule",
    "Throttling",
    "Tier",
    "View",
    "Zone",
    "build_ladder",
]
