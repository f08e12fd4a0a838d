"""Carries out templates' own solutions on a phone, undisturbed or disturbed."""

from __future__ import annotations

from random import Random

import numpy as np

from device.frame import Frame
from device.phone import Phone
from device.simulator import InProcessPhone
from perception import Role, Screen, perceive
from tasks.moves import Back, Move, Open, Scroll, Touch, to_action
from tasks.template import Task

MOST_MOVES = 70
DISTURBED_MOVES = 12
"""Moves during which a disturbed solution may be disturbed: after that it has to come to its end."""
HARMLESS = ("Navigate up", "Edit contact", "Create contact", "Cities", "Add alarm", "Expand alarm", "More options")


class TreePhone(InProcessPhone):
    """A simulated phone whose captures have no pixels, since solutions look at elements alone."""

    def capture(self) -> Frame:
        """Return a frame whose ``pixels`` have the shape (0, 0, 3)."""
        with self.simulated.lock:
            return Frame(
                pixels=np.zeros((0, 0, 3), np.uint8),
                hierarchy=self.simulated.hierarchy(),
                app=self.foreground(),
                display=self.display(),
                captured_at=0.0,
            )


def solve(task: Task, phone: Phone, *, disturbances: Random | None = None) -> list[Move]:
    """Play a task's own solution until it says that it is done; return the moves made, `Done` the last.

    Args:
        task: The task, set up.
        phone: The phone.
        disturbances: Where harmless wrong moves come from; None makes none.
    """
    moves: list[Move] = []
    while len(moves) < MOST_MOVES:
        screen = perceive(phone.capture())
        move = task.solve(screen, moves)
        if disturbances is not None and len(moves) < DISTURBED_MOVES and disturbances.random() < 0.25:
            move = _wrong_move(screen, disturbances)
        moves.append(move)
        action = to_action(move, screen.display)
        if action is None:
            return moves
        phone.perform(action)
        phone.settle()
    raise AssertionError(f"{task.goal!r} was not solved in {MOST_MOVES} moves; the last ones: {moves[-6:]}")


def _wrong_move(screen: Screen, random: Random) -> Move:
    """Return a move that leads astray and changes nothing that a check would see."""
    moves: list[Move] = [
        Back(),
        Scroll(direction=random.choice(("down", "up"))),
        Open(app=random.choice(("Settings", "Clock", "Contacts", "Markor"))),
    ]
    moves += [
        Touch(element=element)
        for element in screen.elements
        if element.role in (Role.TAB, Role.FIELD) or element.text in HARMLESS
    ]
    if screen.app.package == "com.android.settings":
        moves += [Touch(element=element) for element in screen.elements if element.role is Role.ROW]
    return random.choice(moves)
