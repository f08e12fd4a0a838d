"""`handroid model calibrate`: finds what layers a model can do without, on recorded runs."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click
from rich.table import Table

from agent.prompt import layout_for
from llm import Drafts, Engine, ModelKind, Skipping, read_model_file
from llm.skip.fingerprint import plan_path
from llm.skip.plan_file import write_plan
from tasks.console import print_json, print_table
from tasks.models import choose_files
from tasks.recorded import recorded_steps
from tasks.skipping import calibrate as search
from tasks.skipping import compare, described, full_depth_plan, only, split_runs
from tasks.verbs import options
from tasks.verbs.model.progress import count_bar


@click.command(short_help="Find what layers a model can do without.")
@click.argument("traces", type=options.FILE, nargs=-1, required=True)
@options.model
@click.option(
    "--steps",
    type=click.IntRange(1),
    default=400,
    show_default=True,
    envvar="HANDROID_STEPS",
    help="Recorded steps to read at most.",
)
@click.option(
    "--output",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_OUTPUT",
    help="Where the plan is written; beside the model, where --skip finds it, unless given.",
)
@options.as_json
def calibrate(
    traces: tuple[Path, ...],
    model: Path | None,
    mmproj: Path | None,
    context: int,
    threads: int | None,
    steps: int,
    output: Path | None,
    as_json: bool,
) -> int:
    """Measure on recorded runs, TRACES, which layers a model needs for which kind of token, and write a plan of it.

    TRACES are directories that `handroid run --trace` has written, or folders of them. A third of the runs is kept
    back: the figures are of those.
    """
    files = choose_files(model, mmproj)
    file = read_model_file(files.model, expect=ModelKind.TEXT)
    engine = Engine(
        files.model,
        files.mmproj,
        context=context,
        threads=threads,
        skip=Skipping.CALIBRATED,
        plan=full_depth_plan(file),
        drafts=Drafts.OFF,
    )
    target = output or plan_path(file.path)
    with closing(engine):
        layout = layout_for(engine)
        read = []
        for step in recorded_steps(traces, layout):
            read.append(step)
            if len(read) == steps:
                break
        learnt, kept_back = split_runs(read)
        with count_bar("calibrating") as bar:
            plan, evidence = search(engine, file, learnt, layout, tell=lambda _, done, total: bar(done, total))
        trials = [only(plan, number, tuple(level.left_out)) for number, level in enumerate(plan.levels, start=1)]
        with count_bar("trying the levels") as bar:
            found = compare(engine, trials, kept_back, layout, tell=bar)
        rows = [
            {"level": number, **one.figures(), **described(level)}
            for number, (level, one) in enumerate(zip(plan.levels, found, strict=True), start=1)
        ]
    evidence = {"calibrated_on": evidence, "kept_back": rows, "runs": sorted({step.run.name for step in read})}
    write_plan(target, plan, evidence)
    if as_json:
        print_json({"plan": str(target), "levels": rows, "calibrated_on": evidence["calibrated_on"]})
        return 0
    table = Table("level", "decode", "image", "whole answer", "other actions", "generated without", "pictures without")
    for row in rows:
        table.add_row(
            str(row["level"]),
            *(f"{row[key]} x" for key in ("decode_ratio", "image_ratio", "step_ratio")),
            f"{row['other_actions_points']} %",
            row["generated"],
            row["image"],
        )
    print_table(table)
    click.echo(f"{target}: use it with `handroid run --skip calibrated`")
    return 0
