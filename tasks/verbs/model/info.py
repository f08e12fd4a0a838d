"""`handroid model info`: what a GGUF file is, and what it needs."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from llm import ModelFormatError
from llm.description import ModelDescription, describe
from llm.free_memory import free_memory
from llm.model_file import ModelKind, read_model_file, read_pair
from llm.named import find_model, mmproj_beside
from tasks.console import print_json, print_table
from tasks.verbs import options

MIB = 1 << 20


@click.command(short_help="Say what a GGUF file is and how much memory it needs.")
@click.argument("model", type=options.FILE)
@click.option(
    "--mmproj",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_MMPROJ",
    help="The vision model to count too; found beside MODEL where there is just one.",
)
@click.option(
    "--image-tokens",
    type=click.IntRange(1),
    default=512,
    show_default=True,
    envvar="HANDROID_IMAGE_TOKENS",
    help="Most tokens of a picture that memory is told for.",
)
@options.as_json
def info(model: Path, mmproj: Path | None, image_tokens: int, as_json: bool) -> int:
    """Say what MODEL is: architecture, formats, image budget, memory by context.

    MODEL is a GGUF file, its folder, embedded for the model that comes with the program, or a name that `handroid model
    list` or `pull` knows.
    """
    file = find_model(model)
    mmproj = mmproj or _vision_of(file)
    found = describe(file, mmproj, image_tokens=image_tokens)
    free = free_memory()
    if as_json:
        print_json({**_to_json(found, free), "mmproj": None if mmproj is None else str(mmproj)})
        return 0
    metadata = found.file.metadata
    name = metadata.get("general.name", file.stem)
    click.echo(f"{name}: {found.file.kind.value}, {metadata.get('general.architecture')}")
    click.echo(
        f"{found.parameters / 1e9:.2f} billion weights, {found.file.weight_bytes / 1e9:.2f} GB: {_formats(found)}"
    )
    click.echo(", ".join(f"{key} {value}" for key, value in found.shape.items()))
    click.echo(f"pictures: {_yes(found.takes_pictures)}; chat template: {_yes(found.has_template)}")
    if found.images:
        table = Table("image budget", "cells", "tokens", "positions", title="a screenshot of 1080x2400")
        for cost in found.images:
            table.add_row(str(cost.budget), f"{cost.rows}x{cost.columns}", str(cost.tokens), str(cost.positions))
        print_table(table)
    if found.memory:
        click.echo(f"memory with {'no vision model' if mmproj is None else mmproj}, pictures of {image_tokens} tokens:")
        table = Table("context", "cache", "weights MiB", "cache MiB", "compute MiB", "total MiB", "fits")
        for row in found.memory:
            sizes = (row.need.weights, row.need.cache, row.need.compute, row.need.total)
            fits = "?" if free is None else _yes(row.need.total <= free)
            table.add_row(str(row.context), row.cache_type.name, *(f"{size / MIB:.0f}" for size in sizes), fits)
        print_table(table)
    return 0


def _vision_of(file: Path) -> Path | None:
    """The vision model that lies beside a language model, where there is no doubt about it."""
    beside = mmproj_beside(file) if read_model_file(file).kind is ModelKind.TEXT else []
    if len(beside) != 1:
        return None
    try:
        read_pair(file, beside[0])
    except ModelFormatError:
        return None
    return beside[0]


def _formats(found: ModelDescription) -> str:
    total = max(1, sum(found.formats.values()))
    return ", ".join(f"{name} {size / total:.0%}" for name, size in found.formats.items())


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _to_json(found: ModelDescription, free: int | None) -> dict[str, object]:
    metadata = found.file.metadata
    return {
        "path": str(found.file.path),
        "name": metadata.get("general.name", found.file.path.stem),
        "kind": found.file.kind.name.lower(),
        "architecture": metadata.get("general.architecture"),
        "parameters": found.parameters,
        "bytes": found.file.weight_bytes,
        "formats": found.formats,
        "shape": found.shape,
        "takes_pictures": found.takes_pictures,
        "chat_template": found.has_template,
        "images": [
            {
                "budget": cost.budget,
                "cells": [cost.rows, cost.columns],
                "tokens": cost.tokens,
                "positions": cost.positions,
            }
            for cost in found.images
        ],
        "memory": [
            {
                "context": row.context,
                "cache_type": row.cache_type.name,
                "weights": row.need.weights,
                "cache": row.need.cache,
                "compute": row.need.compute,
                "total": row.need.total,
            }
            for row in found.memory
        ],
        "free_memory": free,
    }
