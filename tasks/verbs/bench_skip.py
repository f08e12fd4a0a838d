"""`handroid bench skip`: what skipping layers gains and costs, on recorded steps or at the shape of a large model."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from agent.prompt import layout_for
from llm import Drafts, Engine, ModelKind, Skipping, read_model_file
from llm.skip.plan import SkipPlan
from tasks.console import print_json, print_table, stderr
from tasks.models import choose_files
from tasks.record_runs import record_runs
from tasks.recorded import recorded_steps
from tasks.skip_curve import columns, curve, draw, figures_of, markdown
from tasks.skip_exact import exact_figures
from tasks.skip_shape import BUDGETS, SHAPES, SHOWN, shape_rows
from tasks.skipping import calibrate, full_depth_plan, split_runs
from tasks.thermal import machine
from tasks.verbs import options
from tasks.verbs.model.progress import count_bar


@click.command(short_help="Measure what skipping layers gains and what it costs.")
@options.model
@click.option(
    "--traces",
    type=options.FILE,
    metavar="DIR",
    help="Recorded runs of this model; without them tasks are run on a simulated phone and recorded first.",
)
@click.option("--steps", type=click.IntRange(40), default=400, show_default=True, help="Recorded steps to use at most.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the tasks that are run.")
@click.option(
    "--shape",
    type=click.Choice(list(SHAPES)),
    help="Measure speed alone, on random weights of this shape in Q4_0, instead.",
)
@click.option("--layers", type=click.IntRange(2), help="Layers of --shape, fewer than the real model has.")
@click.option(
    "--image-budget",
    type=click.IntRange(8),
    multiple=True,
    default=BUDGETS,
    show_default=True,
    help="Most tokens of the picture that --shape reads; may be given several times.",
)
@click.option(
    "--plot", type=options.FILE, metavar="DIR", help="Write the trade-off into this folder, as skip.svg and skip.md."
)
@options.as_json
def skip(
    model: Path | None,
    mmproj: Path | None,
    context: int,
    threads: int | None,
    traces: Path | None,
    steps: int,
    seed: int,
    shape: str | None,
    layers: int | None,
    image_budget: tuple[int, ...],
    plot: Path | None,
    as_json: bool,
) -> int:
    """Measure skipping: speed against answers that differ, and that `exact` changes nothing and costs nothing."""
    if shape is not None:
        found: dict[str, Any] = shape_rows(
            shape, layers=layers, threads=threads, budgets=image_budget, tell=stderr().print
        )
    else:
        with ExitStack() as stack:
            if traces is None:
                traces = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handroid-skip-")))
                with count_bar("recording runs") as bar:
                    record_runs(traces, model, mmproj, steps=steps, seed=seed, tell=bar)
            found = _measure(model, mmproj, context, threads, traces, steps)
        if plot is not None:
            plot.mkdir(parents=True, exist_ok=True)
            (plot / "skip.svg").write_text(draw(found["rows"]), encoding="utf-8")
            (plot / "skip.md").write_text(markdown(found["rows"], found["figures"]), encoding="utf-8")
    if as_json:
        print_json({**found, "machine": machine()})
        return 0
    if shape is None:
        # What is left out is too long for a terminal: it stands in --json and --plot.
        shown = [cells[:-1] for cells in columns(found["rows"])]
    else:
        rows = [["" if row[name] is None else str(row[name]) for name in SHOWN] for row in found["rows"]]
        shown = [tuple(SHOWN.values()), *map(tuple, rows)]
    table = Table(*shown[0])
    for cells in shown[1:]:
        table.add_row(*cells)
    print_table(table)
    for name, value in found["figures"].items():
        click.echo(f"{name}: {value}")
    return 0


def _measure(
    model: Path | None, mmproj: Path | None, context: int, threads: int | None, traces: Path, steps: int
) -> dict[str, Any]:
    files = choose_files(model, mmproj)
    file = read_model_file(files.model, expect=ModelKind.TEXT)

    def open_engine(skip: Skipping, plan: SkipPlan | None, drafts: Drafts) -> Engine:
        return Engine(
            files.model,
            files.mmproj,
            context=context,
            threads=threads,
            skip=skip,
            plan=plan,
            drafts=drafts,
        )

    with closing(open_engine(Skipping.CALIBRATED, full_depth_plan(file), Drafts.OFF)) as engine:
        layout = layout_for(engine)
        read = []
        for step in recorded_steps([traces], layout):
            read.append(step)
            if len(read) == steps:
                break
        learnt, kept_back = split_runs(read)
        with count_bar("calibrating") as bar:
            plan, evidence = calibrate(engine, file, learnt, layout, tell=lambda _, done, total: bar(done, total))
        with count_bar("comparing") as bar:
            rows = curve(engine, plan, kept_back, layout, tell=bar)
    with (
        closing(open_engine(Skipping.OFF, None, Drafts.OFF)) as off,
        closing(open_engine(Skipping.EXACT, None, Drafts.EXACT)) as exact,
        count_bar("exact") as bar,
    ):
        found = exact_figures(off, exact, kept_back, layout, tell=bar)
    figures = {**figures_of(rows), **found, "calibrated_on": len(learnt), "kept_back": len(kept_back)}
    return {"figures": figures, "rows": rows, "calibration": evidence}
