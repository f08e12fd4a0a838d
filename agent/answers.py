"""The answers of the elements layout, written out: what the embedded model is trained to say, and how it is read.

Every word of a prompt in this layout follows a space, so that it has the same tokens wherever it stands.  So do the
words of an answer's texts: one space that isn't meant stands at the start of each.
"""

from __future__ import annotations

import re

from agent.action import Action
from agent.grammar import action_text
from device.frame import Display

END = "<|user|>"
"""The token that ends an answer."""
_TEXTS = r"\b(app|text|message)="


def answer_text(thought: str, action: Action, display: Display) -> str:
    """Return the whole answer, its end token included.

    Args:
        thought: What the model says first: the mention of the element it acts on, or a word or two.
        action: What it does, points in display pixels.
        display: The display that the points refer to.
    """
    spaced = re.sub(_TEXTS + '"', r'\1=" ', action_text(action, display))
    return f"<think>{thought}</think><answer>{spaced}</answer>{END}"


def unspaced(answer: str) -> str:
    """Return an answer without the space at the start of each text, as the action grammar means it."""
    return re.sub(_TEXTS + '" ', r'\1="', answer)
