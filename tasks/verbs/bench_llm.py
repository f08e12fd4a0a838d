"""`handroid bench llm`: how fast the engine is, against llama-cpp-python's own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from tasks.console import print_json, print_table, stderr
from tasks.models import ModelFiles, choose_files
from tasks.verbs import options

_COLUMNS = {
    "image_budget": "image budget",
    "first_step_s": "first step s",
    "next_step_s": "next step s",
    "stock_next_step_s": "stock next s",
    "next_step_ratio": "ratio",
    "same_screen_saving": "same screen saves",
    "prefill_tokens_s": "prefill tokens/s",
    "decode_tokens_s": "decode tokens/s",
}


@click.command(short_help="Time first tokens, prefill and decoding, against llama-cpp-python's own Llama.")
@click.option(
    "--layers",
    type=click.IntRange(0),
    default=5,
    show_default=True,
    help="Layers of a GLM-4.1V-9B of random weights in Q4_0, which has 40; 0 leaves it out.",
)
@click.option(
    "--budget",
    "budgets",
    type=click.IntRange(1),
    multiple=True,
    default=(512, 256),
    show_default=True,
    help="Most tokens of a screenshot; figures are told for the first. May be repeated.",
)
@click.option("--repetitions", type=click.IntRange(1, 100), default=3, show_default=True, help="Medians of so many.")
@click.option("--scratch", type=options.FILE, metavar="DIR", help="Where the random model lies meanwhile.")
@options.model
@options.as_json
def llm(
    layers: int,
    budgets: tuple[int, ...],
    repetitions: int,
    scratch: Path | None,
    model: Path | None,
    mmproj: Path | None,
    context: int,
    threads: int | None,
    as_json: bool,
) -> int:
    """Measure the embedded model, or --model, then one of GLM-4.1V-9B's shape, whose figures are told.

    first_model_draft_ratio is the first one's draft_ratio: whether drafts pay depends on the model's size.

    A random model with fewer layers than 40 has fewer in its vision tower too, in proportion.
    """
    from tasks.bench_llm import Setting, measure

    def measured(files: ModelFiles, name: str) -> dict[str, Any]:
        setting = Setting(
            files=files,
            name=name,
            context=context,
            threads=threads,
            budgets=budgets,
            repetitions=repetitions,
        )
        return measure(setting, say=stderr().print)

    found = measured(choose_files(model, mmproj), model.stem if model is not None else "embedded")
    if layers:
        with tempfile.TemporaryDirectory(prefix="handroid-llm-", dir=scratch) as folder:
            other = measured(_random_model(Path(folder), layers), f"GLM-4.1V-9B, {layers} of 40 layers, Q4_0")
        figures = {**other["figures"], "first_model_draft_ratio": found["figures"]["draft_ratio"]}
        found = {**other, "figures": figures, "rows": [*found["rows"], *other["rows"]]}
    if as_json:
        print_json(found)
    else:
        _print(found)
    return 0


def _random_model(folder: Path, layers: int) -> ModelFiles:
    from llm.convert.random_checkpoint import CheckpointShape
    from llm.convert.random_gguf import write_random_gguf

    full = CheckpointShape()
    vision = max(1, round(full.vision_layers * layers / full.layers))
    stderr().print(f"writing a model of {layers} layers and {vision} vision layers")
    files = write_random_gguf(folder, CheckpointShape(layers=layers, vision_layers=vision))
    return ModelFiles(model=files.model, mmproj=files.mmproj)


def _print(found: dict[str, Any]) -> None:
    table = Table("model", *_COLUMNS.values())
    for row in found["rows"]:
        if row["what"] == "step":
            table.add_row(row["model"], *(str(row[key]) for key in _COLUMNS))
    print_table(table)
    for row in found["rows"]:
        if row["what"] == "drafts":
            click.echo(
                f"{row['model']}: drafts {row['ratio']} times, {row['accepted']} of {row['drafted']} right, "
                f"{'the same text' if row['identical'] else 'ANOTHER TEXT'}"
            )
    click.echo(", ".join(f"{name} {value}" for name, value in found["figures"].items()))
