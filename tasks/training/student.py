"""A trained model that acts while the teacher watches, so that there are samples of what its mistakes lead to.

The method is DAgger (Ross, Gordon and Bagnell, "A Reduction of Imitation Learning and Structured Prediction to
No-Regret Online Learning", 2011).
"""

from __future__ import annotations

from agent.answers import unspaced
from agent.errors import ActionError
from agent.parse import parse_action
from llm.generation import GenerationOptions, Model, Segment, Text
from perception.screen import Screen
from tasks.made_moves import made_move
from tasks.moves import Move


class Student:
    """Turns what a model answers into moves."""

    def __init__(self, model: Model) -> None:
        """Ask `model`, which is shown no pictures."""
        self._model = model

    def answer(
        self, prompt: tuple[Segment, ...], options: GenerationOptions, screen: Screen
    ) -> tuple[Move, str] | None:
        """Return the model's move and its answer, or None where it has none: an end, or no action on an element."""
        text = "".join(segment.text for segment in prompt if isinstance(segment, Text))
        answer = self._model.generate((Text(text=text),), options).text
        try:
            action = parse_action(unspaced(answer), screen.display).action
        except ActionError:
            return None
        move = made_move(action, screen)
        return None if move is None else (move, answer)
