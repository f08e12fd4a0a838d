"""`handroid demo`: the embedded model at work on a simulated phone."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from agent import Limits, Trace
from tasks.console import print_json, print_table, stderr
from tasks.demo import WHAT_NEXT, demonstration, exit_code, table_of
from tasks.exit_codes import ExitCode
from tasks.leasing import Leases
from tasks.models import choose_files
from tasks.progress import Progress, result_line
from tasks.runner import Runner, TaskRun
from tasks.simulated import simulated_phone
from tasks.verbs import options


@click.command()
@click.option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    envvar="HANDROID_DEMO_SEED",
    help="Another seed draws other names, times and texts.",
)
@options.model
@options.limits(steps=20, seconds=300)
@click.option(
    "--trace",
    type=options.FILE,
    metavar="DIR",
    envvar="HANDROID_TRACE",
    help="Keep every step of every task, with pictures, in new directories under this one.",
)
@options.as_json
def demo(
    seed: int,
    model: Path | None,
    mmproj: Path | None,
    context: int,
    threads: int | None,
    max_steps: int,
    max_seconds: float,
    trace: Path | None,
    as_json: bool,
) -> int:
    """Show the program at work: a simulated phone, the embedded model, tasks in plain words.

    Starts a simulated phone in a process of its own and an adb server of its own; no phone of yours is touched.
    """
    from device.adb_phone import connect

    console = stderr()
    files = choose_files(model, mmproj)
    console.print("Starting a simulated phone, an adb server and the model ...")
    runs: list[TaskRun] = []
    with (
        Leases(console.print) as leases,
        closing(files.open(context=context, threads=threads, leases=leases)) as engine,
        simulated_phone(seed=seed) as serial,
        connect(serial) as phone,
    ):
        runner = Runner(
            phone,
            engine,
            limits=Limits(max_steps=max_steps, max_seconds=max_seconds),
            on_event=Progress(console),
            trace_of=None if trace is None else lambda number: Trace(trace / f"{number:02d}"),
            say=console.print,
        )
        for run in runner.run(demonstration(seed)):
            runs.append(run)
            console.print(result_line(run.result))
    if as_json:
        print_json({"tasks": [run.result.to_json() for run in runs]})
    else:
        print_table(table_of(tuple(runs)))
        click.echo(f"\n{WHAT_NEXT}")
    return ExitCode.INTERRUPTED if runner.interrupted else exit_code(tuple(runs))
