"""`handroid model quantize`: smaller weights."""

from __future__ import annotations

from pathlib import Path

import click

from llm.named import find_model
from llm.processor import allowed_cores
from llm.quantize import Quantization
from llm.quantize import quantize as quantize_file
from tasks.console import print_json
from tasks.verbs import options
from tasks.verbs.model.progress import count_bar


@click.command(short_help="Make a GGUF file smaller.")
@click.argument("source", type=options.FILE)
@click.option(
    "--to",
    "to",
    type=click.Choice([kind.name for kind in Quantization], case_sensitive=False),
    default=Quantization.Q4_0.name,
    show_default=True,
    envvar="HANDROID_QUANTIZATION",
    help="The format; Q4_0 and IQ4_NL are the fastest on a processor, Q8_0 and Q6_K the closest to the original.",
)
@click.option(
    "--output",
    type=options.FILE,
    metavar="FILE",
    envvar="HANDROID_OUTPUT",
    help="The file to write; SOURCE with the format's name unless given.",
)
@click.option(
    "--threads", type=click.IntRange(1), envvar="HANDROID_THREADS", help="Processor threads; all unless given."
)
@options.as_json
def quantize(source: Path, to: str, output: Path | None, threads: int | None, as_json: bool) -> int:
    """Write the model SOURCE, in F32, F16 or BF16, with smaller weights: a GGUF file, its folder, or a model's name."""
    kind = Quantization[to.upper()]
    source = find_model(source)
    target = output or source.with_name(f"{source.stem}-{kind.name}.gguf")
    with count_bar(f"quantising to {kind.name}") as tell:
        quantize_file(source, target, kind, threads=threads or allowed_cores(), on_tensor=tell)
    before, after = source.stat().st_size, target.stat().st_size
    if as_json:
        print_json({"path": str(target), "format": kind.name, "bytes": after, "bytes_before": before})
    else:
        click.echo(f"{target}  {before / 1e9:.2f} GB -> {after / 1e9:.2f} GB")
    return 0
