"""What the program prints: results on stdout, progress on stderr."""

from __future__ import annotations

import sys
import time
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from agent.events import Event, RunStarted, StepDone
from agent.record import StepRecord
from agent.result import Result


def stderr() -> Console:
    """Return a console that writes to what is stderr now, without cutting lines where it is no terminal."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    return console


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_table(table: Table) -> None:
    """Print a table on stdout."""
    Console(file=sys.stdout, highlight=False).print(table)


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


def one_line(text: str, most: int = 160) -> str:
    """Return text from a model or a phone fit for a terminal: printable, on one line, no longer than `most`."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return clean if len(clean) <= most else clean[: most - 1] + "…"


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
