"""What a template's own solution would have done on each screen of a recorded run, in a file beside the run's trace.

The run is the model's; the solution finds its way from wherever the model went, as it does while a student acts in
training.  It makes a recorded step's action right or wrong, and not just like or unlike another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from agent.action import Action, Finish, action_from_json, action_to_json
from agent.aim import aimed
from agent.errors import TraceError
from agent.events import Event, Observed, StepDone
from agent.target import acted_on, target_of
from device.action import Swipe
from perception.screen import Role, Screen
from tasks.made_moves import made_move
from tasks.moves import Move, to_action
from tasks.template import Task

_FILE = "solution.jsonl"

_SAME_PLACE = 0.05
"""Share of a slider's width within which two touches set it alike."""


@dataclass(frozen=True, kw_only=True)
class _Line:
    step: int
    action: dict[str, Any]


class SolutionWriter:
    """Asks a task's solution at each step of one run.

    Args:
        task: What is done in the run.
        directory: The run's trace, which has to be there when `close` is called.
    """

    def __init__(self, task: Task, directory: Path) -> None:
        self._task, self._directory = task, directory
        self._observed: dict[int, Screen] = {}
        self._screen: Screen | None = None
        self._moves: list[Move] = []
        self._lines: list[_Line] = []

    def notice(self, event: Event) -> None:
        """Hear of an event of the agent; a step is looked at when it is over, with the moves before it known."""
        if isinstance(event, Observed):
            self._observed[event.step] = event.screen
        elif isinstance(event, StepDone):
            # After an answer that could not be read the agent goes on with the screen that it has.
            self._screen = screen = self._observed.pop(event.record.step, self._screen)
            if screen is None:
                raise ValueError("the writer has to hear of every event of the run")
            right = to_action(self._task.solve(screen, self._moves), screen.display) or Finish()
            self._lines.append(_Line(step=event.record.step, action=action_to_json(right)))
            done = event.record.parsed_action
            made = made_move(done, screen) if done is not None else None
            if made is not None:
                self._moves.append(made)

    def close(self) -> None:
        """Write what there is."""
        text = b"".join(msgspec.json.encode(line) + b"\n" for line in self._lines)
        (self._directory / _FILE).write_bytes(text)


def read_solutions(directory: Path) -> dict[int, Action]:
    """Read the solution's actions, in display pixels, by number of the step; none of a run without a known solution.

    Raises:
        TraceError: The file can't be read.
    """
    path = directory / _FILE
    if not path.exists():
        return {}
    try:
        lines = [msgspec.json.decode(line, type=_Line) for line in path.read_bytes().splitlines()]
        return {line.step: action_from_json(line.action) for line in lines}
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise TraceError(f"{path} can't be read: {error}") from error


def does_the_same(action: Action, solution: Action, screen: Screen, *, said: str = "") -> bool:
    """Return whether an action does on a screen what the solution does.

    A touch does if it reaches the same element, wherever it lands there but for a slider; a swipe in the same
    direction; typed text, an app or a key if it is the same one; an end whatever its words are.

    Args:
        action: What a model answers, in display pixels.
        solution: What is right, likewise.
        screen: What both are done on.
        said: What the model says of it: its thought, which decides what a touch just beside a thing means.
    """
    if type(action) is not type(solution):
        return False
    if isinstance(action, Finish):
        return True
    if isinstance(action, Swipe):
        return target_of(screen, action) == target_of(screen, solution)
    moved, aim = aimed(screen, action, said)
    if aim is None:
        return action == solution
    wanted, wanted_aim = aimed(screen, solution)
    element = acted_on(screen, moved)
    if element is None or wanted_aim is None or element != acted_on(screen, wanted):
        return moved == wanted
    apart = abs(aim.point[0] - wanted_aim.point[0])
    return element.role is not Role.SLIDER or apart <= _SAME_PLACE * (element.box.right - element.box.left)
