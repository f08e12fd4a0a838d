"""What the program says of a run while it goes on and when it has ended, a line each."""

from __future__ import annotations

import time

from rich.console import Console
from rich.markup import escape

from agent.events import Event, RunStarted, StepDone
from agent.record import StepRecord
from agent.result import Result
from tasks.console import one_line


class Progress:
    """Prints one line a step on stderr; an `agent.Agent`'s ``on_event``."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()

    def __call__(self, event: Event) -> None:
        """Take an event."""
        match event:
            case RunStarted(goal=goal, model=model, serial=serial):
                self._last = time.monotonic()
                self._console.print(
                    f"[bold]{escape(one_line(goal))}[/bold]  [dim]({escape(model)} on {escape(serial)})[/dim]"
                )
            case StepDone(record=record):
                now = time.monotonic()
                self._console.print(step_line(record, wall=now - self._last))
                self._last = now
            case _:
                pass


def step_line(record: StepRecord, *, wall: float) -> str:
    """Return a step's line: number, what was done to what, seconds by part, and what went wrong.

    Args:
        record: The step.
        wall: Wall seconds of the step as a whole.
    """
    seconds = record.seconds
    phone = seconds.observe + seconds.act + seconds.settle
    other = max(0.0, wall - seconds.think - phone)
    kind = str(record.action["kind"]) if record.action is not None else "unreadable"
    target = record.target or record.thought.strip() or record.answer.strip()
    line = (
        f"{record.step:>3}  {kind.replace('_', ' '):<12} {escape(one_line(target, 48)):<40} "
        f"[dim]{seconds.think:.2f} s model, {phone:.2f} s phone, {other:.2f} s other[/dim]"
    )
    return f"{line}  [yellow]{escape(one_line(record.feedback))}[/yellow]" if record.feedback else line


def result_line(result: Result) -> str:
    """Return how a run ended, in one line."""
    colour = "green" if result.outcome in ("achieved", "unverified") else "red"
    return (
        f"[{colour}]{result.outcome.value.replace('_', ' ')}[/{colour}] after {result.steps} "
        f"step{'' if result.steps == 1 else 's'} and {result.seconds:.1f} s: {escape(one_line(result.message))}"
    )
