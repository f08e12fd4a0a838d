"""`handroid bench settle`: what it costs to see that a screen rests."""

from __future__ import annotations

import click
from rich.table import Table

from tasks.console import print_json, print_table
from tasks.settling import measure_settling
from tasks.verbs import options


@click.command(short_help="Count captures until a screen is seen to rest, by sampling rate.")
@click.option("--steps", type=click.IntRange(1), default=2000, show_default=True, help="How many screens.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws other movements.")
@click.option(
    "--look",
    type=click.FloatRange(0.0, 2.0),
    default=0.01,
    show_default=True,
    help="Seconds that a look at the screen takes: 0.01 on the simulated phone, 0.1 and more on a real one.",
)
@click.option(
    "--rest",
    type=click.FloatRange(0.0),
    default=2.0,
    show_default=True,
    help="Seconds that a screen rests while the model thinks; a fixed rate goes on looking.",
)
@click.option(
    "--phone",
    "rounds",
    type=click.IntRange(1),
    metavar="ROUNDS",
    help="Watch a simulated phone over adb instead, and do what is done to it so often at each rate.",
)
@options.as_json
def settle(steps: int, seed: int, look: float, rest: float, rounds: int | None, as_json: bool) -> int:
    """Count captures and delay until a screen is seen to rest: at the adaptive rate, and at fixed ones.

    The screens move for drawn times on a clock of their own, so that the figures are the same on every machine; with
    --phone they are a simulated phone's, in real time.
    """
    if rounds is not None:
        return _on_phone(rounds, rest, as_json)
    measured = measure_settling(steps=steps, seed=seed, look=look, rest=rest)
    if as_json:
        print_json(measured)
        return 0
    table = Table("rate", "captures until rest", "captures a step", "mean delay", "longest delay")
    for row in measured["rows"]:
        table.add_row(
            row["rate"],
            f"{row['captures_to_rest']:.2f}",
            f"{row['captures_per_step']:.2f}",
            f"{row['mean_delay_ms']:.0f} ms",
            f"{row['longest_delay_ms']:.0f} ms",
        )
    print_table(table)
    return 0


def _on_phone(rounds: int, rest: float, as_json: bool) -> int:
    from tasks.settling_phone import measure_on_phone

    measured = measure_on_phone(rounds=rounds, rest=rest)
    if as_json:
        print_json(measured)
        return 0
    table = Table("rate", "captures until rest", "captures a step", "seen after", "at most", "a look takes")
    for row in measured["rows"]:
        table.add_row(
            row["rate"],
            f"{row['captures_to_rest']:.2f}",
            f"{row['captures_per_step']:.2f}",
            f"{row['mean_ms']:.0f} ms",
            f"{row['longest_ms']:.0f} ms",
            f"{row['look_ms']:.1f} ms",
        )
    print_table(table)
    return 0
