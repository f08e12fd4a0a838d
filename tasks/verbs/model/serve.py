"""`handroid model serve`: an OpenAI-compatible endpoint over the engine."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from agent.token_kinds import kind_after
from llm import Engine, LlmUsageError, MissingExtraError, Skipping
from llm.governor import Band, Zone
from tasks.console import print_json, stderr
from tasks.governing import Announcer, PolicyName, governor_of
from tasks.leasing import Leases
from tasks.models import Storage, choose_files, prefix_folder
from tasks.verbs import options

NEEDED = "starlette and uvicorn are not installed: pip install 'handroid[serve]'"


@click.command(short_help="Serve a model to OpenAI clients such as Open-AutoGLM.")
@options.model
@options.governor
@options.bands
@options.storage
@options.skip
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    envvar="HANDROID_SERVE_HOST",
    help="Address to listen at; anything but this machine's own needs a token.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    envvar="HANDROID_SERVE_PORT",
    help="TCP port; 0 takes a free one.",
)
@click.option(
    "--queue",
    type=click.IntRange(0),
    default=4,
    show_default=True,
    envvar="HANDROID_SERVE_QUEUE",
    help="Requests that may wait while one is answered; further ones are told to come back (429).",
)
@click.option(
    "--image-tokens",
    type=click.IntRange(1),
    default=512,
    show_default=True,
    envvar="HANDROID_IMAGE_TOKENS",
    help="Most tokens of a picture.",
)
@options.as_json
def serve(
    model: Path | None,
    mmproj: Path | None,
    context: int,
    threads: int | None,
    governor: PolicyName | None,
    bands: tuple[tuple[Zone, Band], ...],
    storage: Storage,
    skip: str,
    host: str,
    port: int,
    queue: int,
    image_tokens: int,
    as_json: bool,
) -> int:
    """Serve a model as an OpenAI-compatible endpoint: chat completions with pictures, whole or streamed.

    One request is answered at a time; those with the service_tier "flex" step aside for the others, in the middle of an
    answer too. The token that clients have to bring is read from HANDROID_SERVE_TOKEN; without
    one, only this machine is served. Plans of --skip calibrated were made on answers of AutoGLM's form. Ctrl-C ends it.
    """
    try:
        from llm.serve.server import serve as run
        from llm.serve.template import ChatTemplate, opening_of
    except ModuleNotFoundError as error:
        raise MissingExtraError(NEEDED) from error
    files = choose_files(model, mmproj)
    files.check()
    with (
        Leases(stderr().print) as leases,
        governor_of(governor, None, Announcer(stderr().print), dict(bands)) as governs,
        closing(
            Engine(
                files.model,
                files.mmproj,
                context=context,
                threads=threads,
                image_tokens=image_tokens,
                governor=governs,
                cache_type=storage.cache_type,
                placement=storage.placement,
                skip=Skipping(skip),
                prefix_folder=prefix_folder(),
                leases=leases,
            )
        ) as engine,
    ):
        try:
            template = ChatTemplate(engine.metadata.get("tokenizer.chat_template"), opening=opening_of(engine.tokenize))
        except ValueError as error:
            raise LlmUsageError(str(error)) from error

        def tell(url: str) -> None:
            if as_json:
                print_json({"url": url, "model": engine.name})
            else:
                click.echo(url)
            stderr().print(f"Serving {engine.name}; Ctrl-C ends it.", markup=False)

        run(
            engine,
            template=template,
            host=host,
            port=port,
            waiting=queue,
            token=os.environ.get("HANDROID_SERVE_TOKEN") or None,
            on_ready=tell,
            kind_after=kind_after,
        )
    return 0
