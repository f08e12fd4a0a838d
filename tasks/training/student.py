"""A trained model that acts while the teacher watches, so that there are samples of what its mistakes lead to.

The method is DAgger (Ross, Gordon and Bagnell, "A Reduction of Imitation Learning and Structured Prediction to
No-Regret Online Learning", 2011).
"""

from __future__ import annotations

from agent.answers import unspaced
from agent.errors import ActionError
from agent.parse import parse_action
from agent.target import element_at, target_of
from device.action import Launch, LongPress, Press, Swipe, Tap, TypeText
from llm.generation import GenerationOptions, Model, Segment, Text
from perception.screen import Role, Screen
from tasks.moves import Back, Enter, Hold, Move, Open, Scroll, Touch


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
        move = _move(action, screen)
        return None if move is None else (move, answer)


def _move(action: object, screen: Screen) -> Move | None:
    match action:
        case Tap(x=x, y=y):
            element = element_at(screen, (x, y))
            return Touch(element=element) if element else None
        case LongPress(x=x, y=y):
            element = element_at(screen, (x, y))
            return Hold(element=element) if element else None
        case TypeText(text=text):
            field = next((e for e in screen.elements if e.focused and e.role is Role.FIELD), None)
            return Enter(text=text, into=field) if field else None
        case Swipe():
            return Scroll(direction="down" if target_of(screen, action) == "up" else "up")
        case Launch(app=app):
            return Open(app=app)
        case Press(key="back"):
            return Back()
        case _:
            return None
