"""`handroid bench snap`: how often a touch a little beside still means the thing that was meant."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from tasks.console import print_json, print_table
from tasks.snapping import SHIFT, measure, screens_of
from tasks.verbs import options

_SHARES = ("inside", "alone", "anywhere", "reachable", "named")


@click.command(short_help="Shift touches by up to 25 pixels and count what they mean.")
@click.argument("folder", type=options.FILE)
@click.option("--points", type=click.IntRange(1), default=200, show_default=True, help="Points for each thing.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws other points.")
@options.as_json
def snap(folder: Path, points: int, seed: int, as_json: bool) -> int:
    """Shift touches by up to 25 pixels and count what they mean.

    FOLDER holds real screens, each in a folder of its own as dump.xml, with screen.png or screen.jpg where there is
    one.
    """
    measured = measure(screens_of(folder).items(), points=points, seed=seed)
    if as_json:
        print_json({**measured, "shift": SHIFT, "points": points})
        return 0
    table = Table("screen", "clickable", *_SHARES)
    for row in [*measured["rows"], {"screen": "all", **measured["figures"]}]:
        shares = ("-" if row[name] is None else f"{row[name]:.1%}" for name in _SHARES)
        table.add_row(str(row["screen"]), str(row["clickable"]), *shares)
    print_table(table)
    return 0
