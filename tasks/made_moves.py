"""The move of a solution that an action of a model comes to: what stands in a history that a solution looks at."""

from __future__ import annotations

from agent.action import Action
from agent.target import element_at, target_of
from device.action import Launch, LongPress, Press, Swipe, Tap, TypeText
from perception.screen import Role, Screen
from tasks.moves import Back, Enter, Hold, Move, Open, Scroll, Touch


def made_move(action: Action, screen: Screen) -> Move | None:
    """Return the move that an action is.

    Args:
        action: In display pixels.
        screen: What it was done on.

    Returns:
        The move; None for what no solution does: an end, a wait, an action on no element.
    """
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
