"""Carries out templates' own solutions on a phone, undisturbed or disturbed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import numpy as np

from device.frame import Frame
from device.phone import Phone
from device.simulator import InProcessPhone
from perception import Role, Screen
from tasks.moves import Back, Move, Open, Scroll, Touch
from tasks.oracle import MOST_MOVES, play
from tasks.template import Task

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

    def disturb(screen: Screen, moves: Sequence[Move], move: Move) -> Move:
        if disturbances is not None and len(moves) < DISTURBED_MOVES and disturbances.random() < 0.25:
            return _wrong_move(screen, disturbances)
        return move

    moves = play(task, phone, disturb=disturb)
    assert moves is not None, f"{task.goal!r} was not solved in {MOST_MOVES} moves"
    return moves


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
