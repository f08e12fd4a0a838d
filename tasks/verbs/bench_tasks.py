"""`handroid bench tasks`: how many of the built-in tasks a model achieves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from agent import Limits
from agent.prompt import INPUTS_KEY
from device.phone import Phone
from llm import Skipping
from tasks.builtin import TEMPLATES
from tasks.console import print_json, print_table, stderr
from tasks.evaluate import draw_tasks, summarise
from tasks.exit_codes import ExitCode
from tasks.models import choose_files
from tasks.runner import Runner, TaskRun
from tasks.simulated import simulated_phone
from tasks.template import Split, Template
from tasks.verbs import options


class Over(StrEnum):
    """How the simulated phone is reached."""

    PROCESS = "process"
    ADB = "adb"


class Registry(StrEnum):
    """A set of templates."""

    DEFAULT = "default"
    EXTENDED = "extended"


@click.command(short_help="Count the built-in tasks that a model achieves.")
@click.option("--instances", type=click.IntRange(1), default=200, show_default=True, help="How many tasks.")
@click.option(
    "--split",
    type=click.Choice(["train", "test"]),
    default="test",
    show_default=True,
    help="Names, times, texts and phrasings seen in training, or those that were not.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws other tasks.")
@click.option(
    "--set",
    "registry",
    type=click.Choice([registry.value for registry in Registry]),
    default=Registry.DEFAULT.value,
    show_default=True,
    help="Which templates: the default ones, or AndroidWorld's kinds of task.",
)
@click.option("--template", "names", multiple=True, metavar="NAME", help="Only this template; may be repeated.")
@click.option("--without", type=click.Choice(["image", "elements"]), help="Leave this out of what the model is shown.")
@click.option(
    "--over",
    type=click.Choice([over.value for over in Over]),
    default=Over.PROCESS.value,
    show_default=True,
    help="Reach the simulated phone in this process, or in its own over adb.",
)
@options.model
@options.skip
@options.limits(steps=25, seconds=300)
@options.as_json
def tasks(
    instances: int,
    split: Split,
    seed: int,
    registry: str,
    names: tuple[str, ...],
    without: str | None,
    over: str,
    model: Path | None,
    mmproj: Path | None,
    context: int,
    threads: int | None,
    skip: str,
    max_steps: int,
    max_seconds: float,
    as_json: bool,
) -> int:
    """Count how many instances of the built-in tasks a model achieves on a simulated phone."""
    templates = _templates(Registry(registry))
    unknown = sorted(set(names) - templates.keys())
    if unknown:
        raise click.BadParameter(f"there is no template {unknown[0]!r}: choose from {', '.join(templates)}")
    chosen = [templates[name] for name in names] or list(templates.values())
    drawn = draw_tasks(chosen, instances=instances, split=split, seed=seed)
    engine = choose_files(model, mmproj).open(context=context, threads=threads, skip=Skipping(skip))
    if without is not None:
        engine.metadata = {**engine.metadata, INPUTS_KEY: "elements" if without == "image" else "image"}
    runs: list[TaskRun] = []
    console = stderr()
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )
    try:
        with _phone(Over(over), seed) as (phone, restore), bar:
            runner = Runner(
                phone,
                engine,
                limits=Limits(max_steps=max_steps, max_seconds=max_seconds),
                before=restore,
                say=console.print,
            )
            shown = bar.add_task("tasks", total=len(drawn))
            for run in runner.run(drawn):
                runs.append(run)
                bar.update(shown, advance=1, description=run.task.template)
    finally:
        engine.close()
    summary = summarise(runs)
    if as_json:
        print_json(summary)
    else:
        table = Table("template", "instances", "achieved", "steps")
        for row in summary["rows"]:
            table.add_row(*(str(row[key]) for key in ("template", "instances", "achieved", "steps")))
        print_table(table)
        figures = summary["figures"]
        click.echo(f"{figures['achieved']} of {figures['instances']} achieved")
    return ExitCode.INTERRUPTED if runner.interrupted else ExitCode.SUCCESS


def _templates(registry: Registry) -> dict[str, Template]:
    if registry is Registry.DEFAULT:
        return TEMPLATES
    from tasks.extended import EXTENDED

    return EXTENDED


@contextmanager
def _phone(over: Over, seed: int) -> Iterator[tuple[Phone, Callable[[], None]]]:
    """Give a simulated phone and what puts it back into its first state."""
    if over is Over.ADB:
        from device.adb_phone import connect

        with simulated_phone(seed=seed) as serial, connect(serial) as phone:
            yield phone, lambda: None
        return
    from device.simulator import InProcessPhone, SimulatedPhone

    simulated = SimulatedPhone(seed=seed)
    try:
        first = simulated.snapshot()
        yield InProcessPhone(simulated), lambda: simulated.restore(first)
    finally:
        simulated.close()
