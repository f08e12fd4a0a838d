"""The answers of the elements layout, written out: what the embedded model is trained to say."""

from __future__ import annotations

from agent.action import Action
from agent.grammar import action_text
from device.frame import Display

END = "<|user|>"
"""The token that ends an answer."""


def answer_text(thought: str, action: Action, display: Display) -> str:
    """Return the whole answer, its end token included.

    Args:
        thought: What the model says first: the mention of the element it acts on, or a word or two.
        action: What it does, points in display pixels.
        display: The display that the points refer to.
    """
    return f"<think>{thought}</think><answer>{action_text(action, display)}</answer>{END}"
