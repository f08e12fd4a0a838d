"""`handroid bench convert`: peak memory of converting a sharded checkpoint with random weights."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from llm.convert.random_checkpoint import CheckpointShape, write_random_checkpoint
from llm.disk import require_space
from llm.errors import ConversionError
from tasks.console import print_json, stderr
from tasks.verbs import options

MIB = 1 << 20


@click.command(short_help="Weigh `handroid model convert` on a checkpoint of random weights.")
@click.option(
    "--layers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Layers of the language model, each as wide as GLM-4.1V-9B's, which has 40.",
)
@click.option(
    "--vision-layers", type=click.IntRange(1), default=24, show_default=True, help="Layers of the vision tower."
)
@click.option("--scratch", type=options.FILE, metavar="DIR", help="Where checkpoint and GGUF files lie meanwhile.")
@options.as_json
def convert(layers: int, vision_layers: int, scratch: Path | None, as_json: bool) -> int:
    """Measure the memory that `handroid model convert` takes, in a process of its own."""
    shape = CheckpointShape(layers=layers, vision_layers=vision_layers)
    with tempfile.TemporaryDirectory(prefix="handroid-convert-", dir=scratch) as folder:
        require_space(Path(folder), 2 * shape.bytes)
        stderr().print(f"writing a checkpoint of {shape.bytes / 1e9:.1f} GB")
        write_random_checkpoint(Path(folder), shape)
        command = [sys.executable, "-m", "handroid", "model", "convert", folder, "--type", "bf16", "--json"]
        begin = time.perf_counter()
        # Not waited for through subprocess, which would not tell what this one process took.
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begin
        if process.returncode != 0:
            raise ConversionError(f"the conversion ended with {process.returncode}")
        shards = len(list(Path(folder).glob("*.safetensors")))
    figures = {
        "checkpoint_gb": round(shape.bytes / 1e9, 2),
        "shards": shards,
        "peak_mb": round(usage.ru_maxrss * 1024 / MIB),
        "seconds": round(seconds, 1),
    }
    if as_json:
        print_json({"figures": figures, "rows": []})
    else:
        click.echo(", ".join(f"{name} {value}" for name, value in figures.items()))
    return 0
