"""`handroid bench thermal`: the governor on simulated phones, its cost, and how soon background work steps aside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from llm.governor import Band, Zone
from tasks.console import print_json, stderr
from tasks.governing import POLICIES, PolicyName
from tasks.governing_cost import governing_cost, preemption, reading_cost
from tasks.governing_live import govern_live
from tasks.thermal import cases, figures_of, fit_errors, machine, pictures, row_of
from tasks.verbs import options

_COLUMNS = {
    "phone": "phone",
    "policy": "policy",
    "ambient_celsius": "around",
    "sensor": "sensor",
    "kept_share": "kept",
    "mean_celsius": "mean",
    "peak_celsius": "peak",
    "case_celsius": "case",
    "utilisation": "busy",
    "steps": "steps",
    "over_limit_seconds": "over 85",
    "changes_per_minute": "changes/min",
}
_WIDTHS = (9, 10, 10, 12, 6, 5, 5, 5, 6, 6, 8, 11)


@click.command(short_help="Try the governor on simulated phones that get hot.")
@click.option("--minutes", type=click.FloatRange(1, 240), default=30.0, show_default=True, help="Simulated minutes.")
@click.option("--phone", "phones", multiple=True, metavar="NAME", help="Only this phone; may be repeated.")
@click.option("--plot", type=options.FILE, metavar="DIR", help="Draw the fits and the policies into this folder.")
@click.option("--cost", is_flag=True, help="Measure the share of a step that governing takes, with the embedded model.")
@click.option(
    "--preempt", type=click.IntRange(1), metavar="N", help="Interrupt background work so often, at random moments."
)
@click.option(
    "--live", type=click.FloatRange(1), metavar="SECONDS", help="Govern the embedded model on this machine for so long."
)
@click.option(
    "--governor",
    type=click.Choice(list(POLICIES)),
    default="predictive",
    show_default=True,
    help="The policy for --live.",
)
@options.bands
@click.option("--seed", type=int, default=0, show_default=True, help="Of the random moments.")
@options.as_json
def thermal(
    minutes: float,
    phones: tuple[str, ...],
    plot: Path | None,
    cost: bool,
    preempt: int | None,
    live: float | None,
    governor: PolicyName,
    bands: tuple[tuple[Zone, Band], ...],
    seed: int,
    as_json: bool,
) -> int:
    """Try the governor on simulated phones: speed kept, temperatures, steps."""
    rows: list[dict[str, Any]] = []
    if live is not None:
        found = govern_live(live, governor, stderr().print, dict(bands))
        if as_json:
            print_json({**found, "machine": machine()})
        else:
            _say_figures(found["figures"])
        return 0
    if cost or preempt is not None:
        figures = {**(_cost() if cost else {}), **(preemption(preempt, seed) if preempt else {})}
    else:
        tried = [case for case in cases() if not phones or case.phone in phones]
        if not tried:
            raise click.BadParameter(f"there is no phone {phones[0]!r}", param_hint="--phone")
        for number, case in enumerate(tried, start=1):
            rows.append(row_of(case, case.run(minutes * 60, dict(bands))))
            if number % 10 == 0:
                stderr().print(f"{number} of {len(tried)} trials")
        figures = {**figures_of(rows), "fit_error": fit_errors()}
    if plot is not None:
        plot.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures().items():
            (plot / name).write_text(picture, encoding="utf-8")
    if as_json:
        print_json({"figures": figures, "rows": rows, "machine": machine()})
        return 0
    if rows:
        click.echo(_line(_COLUMNS.values()))
        for row in rows:
            around = f"{row['ambient_celsius']:g}{'+charger' if row['charger'] else ''}"
            click.echo(_line(around if key == "ambient_celsius" else str(row[key]) for key in _COLUMNS))
    _say_figures(figures)
    return 0


def _cost() -> dict[str, float]:
    """What deciding and reading take, each as a share of one core's time, and both together."""
    deciding, reading = governing_cost(12), reading_cost(60)
    both = deciding["governing_share"] + reading["reading_share"]
    return {**deciding, **reading, "whole_share": round(both, 6)}


def _say_figures(figures: dict[str, Any]) -> None:
    for name, value in figures.items():
        click.echo(f"{name}: {value}")


def _line(cells: Iterable[str]) -> str:
    """A row in columns; wider than a terminal of 80, so that nothing is cut."""
    return " ".join(cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()
