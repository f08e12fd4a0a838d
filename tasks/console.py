"""What the program prints: results on stdout, what else it says on stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def stderr() -> Console:
    """Return a console that writes to what is stderr now, without cutting lines where it is no terminal."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object on stdout."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_table(table: Table) -> None:
    """Print a table on stdout; what is longer than its column, as paths are, goes on below instead of being cut off."""
    from rich.console import Console

    for column in table.columns:
        column.overflow = "fold"
    Console(file=sys.stdout, highlight=False).print(table)


def one_line(text: str, most: int = 160) -> str:
    """Return text from a model or a phone fit for a terminal: printable, on one line, no longer than `most`."""
    clean = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return clean if len(clean) <= most else clean[: most - 1] + "…"
