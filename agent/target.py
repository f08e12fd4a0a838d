"""Says in words what an action acts on: for the policy, the history in the prompt, and the trace."""

from __future__ import annotations

from agent.action import Action, touch_point
from device.action import Launch, Press, Swipe, TypeText
from perception.screen import Element, Role, Screen


def element_at(screen: Screen, point: tuple[int, int]) -> Element | None:
    """Return the element that a touch at `point`, in display pixels, would reach: the smallest clickable one there.

    Where nothing clickable lies, the smallest element of any kind; None where there is none at all.
    """
    under = [element for element in screen.elements if element.box.holds(point)]
    return min(under, key=lambda element: (not element.clickable, element.box.area), default=None)


def acted_on(screen: Screen, action: Action) -> Element | None:
    """Return the element an action acts on: what it touches, or the focused field for typed text."""
    if isinstance(action, TypeText):
        return next((e for e in screen.elements if e.focused and e.role is Role.FIELD), None)
    point = touch_point(action)
    return element_at(screen, point) if point else None


def target_of(screen: Screen, action: Action) -> str:
    """Return the few words that name an action's target.

    An element's label for a touch, the text for typing, the app for a launch, the key for a press, the finger's
    direction for a swipe; empty for the rest and where an element has no label.
    """
    match action:
        case TypeText(text=text):
            return text
        case Launch(app=app):
            return app
        case Press(key=key):
            return key
        case Swipe(x1=x1, y1=y1, x2=x2, y2=y2):
            if abs(y2 - y1) >= abs(x2 - x1):
                return "up" if y2 < y1 else "down"
            return "left" if x2 < x1 else "right"
        case _:
            element = acted_on(screen, action)
            return element.text if element else ""
