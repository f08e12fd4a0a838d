"""`handroid bench sim`: how fast the simulated phone is."""

from __future__ import annotations

import click
from rich.table import Table

from tasks.console import print_json, print_table
from tasks.verbs import options

WORKERS = 2


@click.command(short_help="Time capture, restore and start of a simulated phone.")
@click.option(
    "--repetitions",
    type=click.IntRange(1, 1000),
    default=25,
    show_default=True,
    help="How often each thing is done; the figures are medians.",
)
@click.option(
    "--oracles",
    is_flag=True,
    help="Instead, play every template's own solution over adb, two at a time, and say which achieve their goals.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1, 1000),
    default=1,
    show_default=True,
    help="How many tasks of each template --oracles plays.",
)
@options.as_json
def sim(repetitions: int, oracles: bool, seeds: int, as_json: bool) -> int:
    """Time capture over adb, restore and start of a simulated phone, and weigh twenty."""
    if oracles:
        return _oracles(seeds=seeds, as_json=as_json)
    from tasks.bench_sim import PHONES, measure

    measured = measure(repetitions=repetitions)
    if as_json:
        print_json(measured)
        return 0
    table = Table("what", "median ms", "least ms", "most ms", "times")
    for row in measured["rows"]:
        table.add_row(*(str(row[key]) for key in ("name", "median_ms", "least_ms", "most_ms", "times")))
    print_table(table)
    if measured["figures"]["mb_per_phone"] is not None:
        click.echo(f"{measured['figures']['mb_per_phone']} MB for each of {PHONES} phones in one process")
    return 0


def _oracles(*, seeds: int, as_json: bool) -> int:
    from tasks.bench_oracles import measure_oracles

    measured = measure_oracles(workers=WORKERS, seeds=range(seeds))
    figures = measured["figures"]
    if as_json:
        print_json(measured)
    else:
        table = Table("template", "seed", "seconds", "achieved")
        for row in measured["rows"]:
            table.add_row(row["template"], str(row["seed"]), str(row["seconds"]), "yes" if row["achieved"] else "no")
        print_table(table)
        said = f"{figures['oracles_achieved']} of {figures['oracles']} achieved, in {figures['oracles_seconds']} s"
        click.echo(f"{said} with {WORKERS} at a time")
    return 0
