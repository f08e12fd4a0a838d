"""Options that several verbs share."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tasks.bands import read_bands

Command = Callable[..., Any]
FILE = click.Path(path_type=Path)

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout and nothing else.")

device = click.option(
    "-d",
    "--device",
    metavar="SERIAL",
    envvar="HANDROID_DEVICE",
    help="The phone's serial, or HOST:PORT of one to connect to; may be left out where only one is connected.",
)

governor = click.option(
    "--governor",
    type=click.Choice(["fixed", "hysteresis", "predictive"]),
    envvar="HANDROID_GOVERNOR",
    help="How to keep the model's machine cool; predictive where a sensor tells of heat, unless given.",
)

bands = click.option(
    "--band",
    "bands",
    metavar="ZONE=COOL:HOT",
    multiple=True,
    callback=read_bands,
    envvar="HANDROID_BAND",
    help="Below COOL a zone (cpu, gpu, npu, board, skin, battery) lets the governor speed up, above HOT it slows down; "
    "in degrees Celsius, may be repeated.",
)

skip = click.option(
    "--skip",
    type=click.Choice(["off", "exact", "calibrated"]),
    default="off",
    show_default=True,
    envvar="HANDROID_SKIP",
    help="Skip layers of the model: to guess tokens that the whole model checks, or by the plan that `handroid model "
    "calibrate` has made for it.",
)


def model(command: Command) -> Command:
    """Add the options that name a model."""
    for option in (
        click.option(
            "--threads", type=click.IntRange(1), envvar="HANDROID_THREADS", help="Most processor threads of the model."
        ),
        click.option(
            "--context",
            type=click.IntRange(512),
            default=8192,
            show_default=True,
            envvar="HANDROID_CONTEXT",
            help="Tokens that the model's memory of a run holds.",
        ),
        click.option(
            "--mmproj",
            type=FILE,
            metavar="FILE",
            envvar="HANDROID_MMPROJ",
            help="The vision model (GGUF) that belongs to --model; found beside it where there is just one.",
        ),
        click.option(
            "--model",
            type=FILE,
            metavar="FILE",
            envvar="HANDROID_MODEL",
            help="The language model: a GGUF file, its folder, or a name that `handroid model list` or `pull` knows; "
            "without it the embedded model.",
        ),
    ):
        command = option(command)
    return command


def storage(command: Command) -> Command:
    """Add the options that say how a local model lies in memory; the command gets them as one argument ``storage``."""

    @functools.wraps(command)
    def with_storage(*arguments: Any, cache_type: str, mmap: bool, repack: bool, gpu_layers: int, **rest: Any) -> Any:
        from llm import CacheType, Placement
        from tasks.models import Storage

        placement = Placement(mmap=mmap, repack=repack, gpu_layers=gpu_layers)
        return command(
            *arguments, storage=Storage(cache_type=CacheType[cache_type.upper()], placement=placement), **rest
        )

    wrapped: Command = with_storage
    for option in (
        click.option(
            "--gpu-layers",
            type=click.IntRange(0),
            default=0,
            show_default=True,
            envvar="HANDROID_GPU_LAYERS",
            help="Layers that a GPU computes, where llama.cpp was built for one.",
        ),
        click.option(
            "--repack/--no-repack",
            default=True,
            show_default=True,
            envvar="HANDROID_REPACK",
            help="Copy weights into the order of the fastest kernels; without, they stay in the file's pages.",
        ),
        click.option(
            "--mmap/--no-mmap",
            default=True,
            show_default=True,
            envvar="HANDROID_MMAP",
            help="Map the model's file into memory, or copy it.",
        ),
        click.option(
            "--cache-type",
            type=click.Choice(["f32", "f16", "q8_0"]),
            default="f16",
            show_default=True,
            envvar="HANDROID_CACHE_TYPE",
            help="Number format of the model's memory of a run; q8_0 takes about half.",
        ),
    ):
        wrapped = option(wrapped)
    return wrapped


def limits(*, steps: int, seconds: float) -> Callable[[Command], Command]:
    """Add the options that limit a run."""

    def add(command: Command) -> Command:
        command = click.option(
            "--max-seconds",
            type=click.FloatRange(0, min_open=True),
            default=seconds,
            show_default=True,
            envvar="HANDROID_MAX_SECONDS",
            help="Seconds after which a task is stopped.",
        )(command)
        return click.option(
            "--max-steps",
            type=click.IntRange(1),
            default=steps,
            show_default=True,
            envvar="HANDROID_MAX_STEPS",
            help="Answers of the model after which a task is stopped.",
        )(command)

    return add


def brain(command: Command) -> Command:
    """Add the options that say who thinks; `tasks.brains.Brain` takes their values."""
    for option in (
        click.option(
            "--background",
            is_flag=True,
            envvar="HANDROID_BACKGROUND",
            help="Nobody waits for this: the endpoint lets others go first, in the middle of an answer too.",
        ),
        click.option(
            "--price-generated",
            type=click.FloatRange(0),
            default=0.0,
            envvar="HANDROID_PRICE_GENERATED",
            help="Money per million tokens that the endpoint generates.",
        ),
        click.option(
            "--price-prompt",
            type=click.FloatRange(0),
            default=0.0,
            envvar="HANDROID_PRICE_PROMPT",
            help="Money per million tokens that are sent to the endpoint.",
        ),
        click.option(
            "--private-app",
            "private_apps",
            multiple=True,
            metavar="PATTERN",
            envvar="HANDROID_PRIVATE_APPS",
            help="Package names that nothing is sent away of; may be repeated.",
        ),
        click.option(
            "--remote-app",
            "remote_apps",
            multiple=True,
            metavar="PATTERN",
            envvar="HANDROID_REMOTE_APPS",
            help="Package names that the endpoint is asked first for; may be repeated.",
        ),
        click.option(
            "--endpoint-timeout",
            type=click.FloatRange(0, min_open=True),
            default=120.0,
            show_default=True,
            envvar="HANDROID_ENDPOINT_TIMEOUT",
            help="Most seconds that the endpoint may be silent.",
        ),
        click.option(
            "--endpoint-model",
            metavar="NAME",
            envvar="HANDROID_ENDPOINT_MODEL",
            help="The model's name at the endpoint.",
        ),
        click.option(
            "--endpoint",
            metavar="URL",
            envvar="HANDROID_ENDPOINT",
            help="An OpenAI-compatible endpoint, up to /v1; its key is read from HANDROID_ENDPOINT_KEY.",
        ),
        click.option(
            "--brain",
            type=click.Choice(["local", "remote", "local-first", "remote-first", "transformers"]),
            default="local",
            show_default=True,
            envvar="HANDROID_BRAIN",
            help="Who thinks: the local model, the endpoint, both by rule, or a checkpoint folder in PyTorch.",
        ),
    ):
        command = option(command)
    return command
