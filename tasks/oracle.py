"""Carries out a task by its template's own scripted solution, the oracle that proves it solvable."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from device.phone import Phone
from perception import Screen, perceive
from tasks.moves import Move, to_action
from tasks.template import Task

MOST_MOVES = 70
Disturb = Callable[[Screen, Sequence[Move], Move], Move]
"""Takes a screen, the moves so far and the right move, and returns the move that is made."""


def play(task: Task, phone: Phone, *, disturb: Disturb | None = None) -> list[Move] | None:
    """Play a task's solution until it says that it is done.

    Args:
        task: The task, set up.
        phone: The phone.
        disturb: Replaces moves; none unless given.

    Returns:
        The moves made, `Done` the last; None where `MOST_MOVES` were not enough.
    """
    moves: list[Move] = []
    while len(moves) < MOST_MOVES:
        screen = perceive(phone.capture())
        move = task.solve(screen, moves)
        if disturb is not None:
            move = disturb(screen, moves, move)
        moves.append(move)
        action = to_action(move, screen.display)
        if action is None:
            return moves
        phone.perform(action)
        phone.settle()
    return None
