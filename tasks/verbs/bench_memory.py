"""`handroid bench memory`: the memory that models take, predicted and measured."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click
from rich.table import Table

from llm import CacheType, Placement
from tasks.bench_memory import Case, measure
from tasks.console import print_json, print_table, stderr
from tasks.models import ModelFiles, choose_files
from tasks.verbs import options

_COLUMNS = {
    "model": "model",
    "context": "context",
    "cache_type": "cache",
    "placement": "weights",
    "weights_mb": "weights MB",
    "cache_mb": "cache MB",
    "compute_mb": "compute MB",
    "kept_mb": "kept MB",
    "predicted_mb": "predicted MB",
    "measured_mb": "measured MB",
    "error": "error",
}
_PLACEMENTS = (Placement(repack=False), Placement(mmap=False))


@click.command(short_help="Hold the memory that models are predicted to take against measured peaks.")
@click.option(
    "--layers",
    type=click.IntRange(0),
    default=2,
    show_default=True,
    help="Layers of a GLM-4.1V-9B of random weights in Q4_0, which has 40; 0 leaves it out.",
)
@click.option(
    "--contexts",
    type=click.IntRange(1024),
    multiple=True,
    default=(2048, 8192, 16384),
    show_default=True,
    help="Tokens of the KV cache. May be repeated.",
)
@click.option(
    "--image-tokens", type=click.IntRange(1), default=512, show_default=True, help="Most tokens of a screenshot."
)
@click.option("--scratch", type=options.FILE, metavar="DIR", help="Where random models lie meanwhile.")
@click.option(
    "--model", type=options.FILE, metavar="FILE", help="Measure this model (GGUF) instead of the embedded one."
)
@click.option("--mmproj", type=options.FILE, metavar="FILE", help="The vision model that belongs to --model.")
@options.as_json
def memory(
    layers: int,
    contexts: tuple[int, ...],
    image_tokens: int,
    scratch: Path | None,
    model: Path | None,
    mmproj: Path | None,
    as_json: bool,
) -> int:
    """Measure the embedded model, or --model, one of 1024 values in F16, and one of GLM-4.1V-9B's width.

    Each in a process of its own that goes on with two conversations by turns, in every context with both cache formats,
    and in the smallest with weights in the file and with weights copied. Linux only.
    """
    with tempfile.TemporaryDirectory(prefix="handroid-memory-", dir=scratch) as folder:
        models = {model.stem if model is not None else "embedded": choose_files(model, mmproj)}
        if layers:
            models |= _random_models(Path(folder), layers)
        cases = [
            Case(
                files=files, name=name, context=context, cache_type=kind, placement=placement, image_tokens=image_tokens
            )
            for name, files in models.items()
            for context, kind, placement in _settings(contexts)
        ]
        found = measure(cases, say=stderr().print)
    if as_json:
        print_json(found)
        return 0
    table = Table(*_COLUMNS.values())
    for row in found["rows"]:
        placement = "mapped" if row["mmap"] else "copied"
        shown = {**row, "placement": placement if row["repack"] else f"{placement}, not repacked"}
        table.add_row(*(str(shown[key]) for key in _COLUMNS))
    print_table(table)
    click.echo(f"worst error {found['figures']['worst_error']:.1%}")
    return 0


def _settings(contexts: tuple[int, ...]) -> list[tuple[int, CacheType, Placement]]:
    kinds = (CacheType.F16, CacheType.Q8_0)
    usual = [(context, kind, Placement()) for context in contexts for kind in kinds]
    return [*usual, *((min(contexts), CacheType.F16, placement) for placement in _PLACEMENTS)]


def _random_models(folder: Path, layers: int) -> dict[str, ModelFiles]:
    from llm.convert.random_checkpoint import CheckpointShape
    from llm.convert.random_gguf import MatrixType, write_random_gguf

    small = CheckpointShape(
        layers=4,
        hidden=1024,
        feed_forward=3072,
        heads=8,
        vocabulary=65536,
        vision_layers=4,
        vision_hidden=768,
        vision_heads=6,
    )
    full = CheckpointShape()
    large = CheckpointShape(layers=layers, vision_layers=max(1, round(full.vision_layers * layers / full.layers)))
    found: dict[str, ModelFiles] = {}
    for name, shape, matrices in (
        ("4 layers of 1024, F16", small, MatrixType.F16),
        (f"GLM-4.1V-9B, {layers} of 40 layers, Q4_0", large, MatrixType.Q4_0),
    ):
        stderr().print(f"writing {name}")
        files = write_random_gguf(folder / str(len(found)), shape, matrices=matrices)
        found[name] = ModelFiles(model=files.model, mmproj=files.mmproj)
    return found
