"""`handroid model convert`: a transformers checkpoint to GGUF."""

from __future__ import annotations

from pathlib import Path

import click

from llm.convert import WeightType, convert_checkpoint, convert_text
from llm.named import find_checkpoint
from tasks.console import print_json
from tasks.verbs import options
from tasks.verbs.model.progress import byte_bar

TYPES = {weight_type.name.lower(): weight_type for weight_type in WeightType}


@click.command(short_help="Turn a Hugging Face GLM-4V folder into GGUF files.")
@click.argument("folder", type=options.FILE)
@click.option(
    "--output",
    type=options.FILE,
    metavar="DIR",
    envvar="HANDROID_OUTPUT",
    help="Where model.gguf and mmproj.gguf go; the folder gguf in FOLDER unless given.",
)
@click.option(
    "--type",
    "type_name",
    type=click.Choice(list(TYPES)),
    default="f16",
    show_default=True,
    envvar="HANDROID_WEIGHT_TYPE",
    help="Format of the matrices; bf16 keeps a BF16 checkpoint as it is.",
)
@click.option("--name", envvar="HANDROID_MODEL_NAME", help="What the model is called; the folder's name unless given.")
@click.option("--text-only", is_flag=True, help="The language model alone, in the layout of text-only GLM-4 files.")
@options.as_json
def convert(folder: Path, output: Path | None, type_name: str, name: str | None, text_only: bool, as_json: bool) -> int:
    """Turn the Glm4vForConditionalGeneration in FOLDER (AutoGLM-Phone-9B, GLM-4.1V-9B) into GGUF files.

    FOLDER holds config.json, tokenizer.json and safetensors, in one file or in shards; the name of a model that was
    pulled stands for its folder. Weights are read a block at a time: a 20 GB model takes some hundred megabytes of
    memory.
    """
    folder = find_checkpoint(folder)
    target = output or folder / "gguf"
    called = name or folder.resolve().name
    with byte_bar(f"converting {called}") as tell:
        if text_only:
            files = {"model": convert_text(folder, target, name=called, weight_type=TYPES[type_name], on_progress=tell)}
        else:
            converted = convert_checkpoint(folder, target, name=called, weight_type=TYPES[type_name], on_progress=tell)
            files = {"model": converted.model, "mmproj": converted.mmproj}
    if as_json:
        print_json({key: {"path": str(path), "bytes": path.stat().st_size} for key, path in files.items()})
    else:
        for path in files.values():
            click.echo(path)
    return 0
