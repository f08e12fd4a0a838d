"""Solutions as a list of steps, for tasks that lead one way through an app.

A step is over when a move of its own kind was made: a touch, a long press, a text. Scrolls towards what is not visible,
and the touch that gives a field the focus, come before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from perception.screen import Element, Role, Screen
from tasks.moves import Back, Done, Enter, Hold, Move, Open, Scroll, Touch
from tasks.rules import fill, find, find_button, seek
from tasks.template import Solve

Words = str | Callable[[Screen, Sequence[Move]], str]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        ends: The kind of move that it is over with.
        move: The move to make now, given the screen and the moves so far.
    """

    ends: type[Move]
    move: Callable[[Screen, Sequence[Move]], Move]


def script(*steps: Step, done: Words) -> Solve:
    """Return the solution that makes these steps in order.

    Args:
        steps: The steps.
        done: What is said at last; where it is read from the last screen or the moves, a function of both.
    """
    return partial(_next_move, steps, done)


def open_app(app: str) -> Step:
    """Bring an app to the front."""
    return Step(ends=Open, move=lambda _screen, _progress: Open(app=app))


def tap(text: str) -> Step:
    """Touch what is called so; scroll towards it where it is not visible."""
    return Step(ends=Touch, move=lambda screen, progress: _towards(_named(screen, text), Touch, progress))


def tap_role(role: Role, *, place: int = 0) -> Step:
    """Touch an element that has no name of its own: the n-th of its role."""
    return Step(
        ends=Touch,
        move=lambda screen, _: Touch(element=[e for e in screen.elements if e.role is role and e.clickable][place]),
    )


def slide(text: str, share: float) -> Step:
    """Touch a slider that is called so at a share of its length; scroll towards it where it is not visible."""

    def move(screen: Screen, progress: Sequence[Move]) -> Move:
        slider = find(screen, text, Role.SLIDER)
        return Touch(element=slider, at=share) if slider is not None else seek(progress)

    return Step(ends=Touch, move=move)


def hold(text: str) -> Step:
    """Press what is called so for long; scroll towards it where it is not visible."""
    return Step(ends=Hold, move=lambda screen, progress: _towards(_named(screen, text), Hold, progress))


def write(text: str, *, into: str = "") -> Step:
    """Replace a field's content.

    Args:
        text: The new content.
        into: What the field is called; the first field of the screen where empty.
    """

    def move(screen: Screen, progress: Sequence[Move]) -> Move:
        fields = [element for element in screen.elements if element.role is Role.FIELD]
        field = find(screen, into, Role.FIELD) if into else next(iter(fields), None)
        if field is None:
            return seek(progress)
        return fill(field, text) or Enter(text=text, into=field)

    return Step(ends=Enter, move=move)


def back() -> Step:
    """Press Back."""
    return Step(ends=Back, move=lambda _screen, _progress: Back())


def scroll_down() -> Step:
    """Scroll down once."""
    return Step(ends=Scroll, move=lambda _screen, _progress: Scroll(direction="down"))


def _named(screen: Screen, text: str) -> Element | None:
    return find_button(screen, text) or find(screen, text)


def _towards(element: Element | None, kind: type[Touch | Hold], progress: Sequence[Move]) -> Move:
    return kind(element=element) if element is not None else seek(progress)


def _next_move(steps: Sequence[Step], done: Words, screen: Screen, progress: Sequence[Move]) -> Move:
    made = 0
    for move in progress:
        if made < len(steps) and isinstance(move, steps[made].ends):
            made += 1
    if made < len(steps):
        return steps[made].move(screen, progress)
    return Done(message=done if isinstance(done, str) else done(screen, progress))
