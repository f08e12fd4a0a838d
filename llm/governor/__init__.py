"""Keeps the machine cool and the person first: chooses how hard the engine works, between chunks and between tokens."""

from llm.governor.decision import Decision, OnDecision, Pace, Rule
from llm.governor.reading import Measured, Read, Reading, Throttling, Zone
from llm.governor.tier import LONGEST_PAUSE, Tier

__all__ = [
    "LONGEST_PAUSE",
    "Decision",
    "Measured",
    "OnDecision",
    "Pace",
    "Read",
    "Reading",
    "Rule",
    "Throttling",
    "Tier",
    "Zone",
]
