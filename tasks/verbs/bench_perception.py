"""`handroid bench perception`: how fast perception is, and how often it is right on the simulated phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import click
from rich.table import Table

from tasks.console import print_json, print_table, stderr
from tasks.thermal import machine
from tasks.verbs import options


@click.command(short_help="Time perception, and judge it on the simulated phone.")
@click.option("--frames", type=click.IntRange(10), default=400, show_default=True, help="Frames timed and weighed.")
@click.option("--pairs", type=click.IntRange(0), default=100, show_default=True, help="Pairs of screens to tell apart.")
@click.option("--scrolls", type=click.IntRange(0), default=50, show_default=True, help="Lists to scroll.")
@click.option("--settles", type=click.IntRange(0), default=10, show_default=True, help="Movements to see the end of.")
@click.option(
    "--reads", type=click.IntRange(0), default=1, show_default=True, help="Pictures read, by the extra `ocr`."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws others.")
@options.as_json
def perception(frames: int, pairs: int, scrolls: int, settles: int, reads: int, seed: int, as_json: bool) -> int:
    """Time perception of a frame of 1080x2400 with 300 views, weigh it, and judge it on the simulated phone.

    Pairs of screens are known to mean the same or not; scroll offsets are held against the hierarchy; movements end at
    a known moment. The full measurement: --frames 10000 --pairs 2000 --scrolls 1000 --settles 50.
    """
    from tasks.perceiving.motion import judge_scrolls, time_settling
    from tasks.perceiving.pairs import judge_fingerprints
    from tasks.perceiving.speed import time_frames, time_reading, weigh_frames

    figures: dict[str, Any] = {}
    rows: list[dict[str, Any]] = []
    measurements: list[tuple[int, Callable[[], dict[str, Any] | None]]] = [
        (frames, partial(time_frames, min(frames, 400))),
        (frames, partial(weigh_frames, frames, say=stderr().print)),
        (reads, partial(time_reading, reads)),
        (pairs, partial(judge_fingerprints, pairs, seed)),
        (scrolls, partial(judge_scrolls, scrolls, seed)),
        (settles, partial(time_settling, settles, seed)),
    ]
    for count, measure in measurements:
        if count:
            measured = measure()
            if measured is None:
                stderr().print("The extra `ocr` is not installed: reading was not timed.", style="yellow", markup=False)
                continue
            figures.update(measured["figures"])
            rows.extend(measured["rows"])
    if as_json:
        print_json({"figures": figures, "rows": rows, "machine": machine()})
        return 0
    table = Table("what", "tried", "wrong", "ms")
    for row in rows:
        table.add_row(row["what"], str(row["tried"]), str(row["wrong"]), str(row.get("ms", "")))
    print_table(table)
    for name, value in figures.items():
        click.echo(f"{name}: {value}")
    return 0
