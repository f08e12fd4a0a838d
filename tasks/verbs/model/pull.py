"""`handroid model pull`: fetch a model from Hugging Face or ModelScope."""

from __future__ import annotations

import os
from pathlib import Path

import click
import httpx

from llm.hub import PRESETS, Hub, fetch, list_files, select_files
from llm.store import models_folder
from tasks.console import print_json, stderr
from tasks.verbs import options
from tasks.verbs.model.folder import folder_option
from tasks.verbs.model.progress import byte_bar

TIMEOUT = httpx.Timeout(30.0, connect=15.0)


@click.command(short_help="Fetch a model from Hugging Face or ModelScope.")
@click.argument("name")
@click.option(
    "--hub",
    type=click.Choice([hub.value for hub in Hub]),
    default=Hub.HUGGING_FACE.value,
    show_default=True,
    envvar="HANDROID_HUB",
    help="Where to fetch from.",
)
@click.option(
    "--file",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    envvar="HANDROID_FILE",
    help="Only files that match, for example '*Q4_K_M*'; may be repeated.",
)
@click.option("--revision", envvar="HANDROID_REVISION", help="Branch, tag or commit; the hub's main one unless given.")
@click.option("--url", envvar="HANDROID_HUB_URL", help="A mirror that speaks the hub's protocol.")
@folder_option
@options.as_json
def pull(
    name: str,
    hub: str,
    patterns: tuple[str, ...],
    revision: str | None,
    url: str | None,
    folder: Path | None,
    as_json: bool,
) -> int:
    """Fetch the model NAME: OWNER/MODEL, or a short name.

    Short names are autoglm-phone-9b, autoglm-phone-9b-multilingual, glm-4.1v-9b-thinking and glm-ocr.

    What was fetched is kept when the connection breaks or Ctrl-C ends it: the same command goes on from there. Every
    file is held against the hub's checksum. A token for models that are not for everybody is read from
    HANDROID_HUB_TOKEN.
    """
    place = Hub(hub)
    preset = PRESETS.get(name.lower())
    full_name = preset.names[place] if preset is not None else name
    address = (url or place.address).rstrip("/")
    token = os.environ.get("HANDROID_HUB_TOKEN")
    headers = {"User-Agent": "handroid"} | ({"Authorization": f"Bearer {token}"} if token else {})
    with httpx.Client(timeout=TIMEOUT, follow_redirects=True, headers=headers) as client:
        branch = revision or place.revision
        files = select_files(list_files(client, place, full_name, address=address, revision=branch), patterns)
        target = (folder or models_folder()) / full_name
        total, before = sum(file.size for file in files), 0
        rows = []
        with byte_bar(full_name) as tell:
            for file in files:
                done = fetch(
                    client,
                    file,
                    target,
                    address=address,
                    on_bytes=lambda count, before=before: tell(before + count, total),  # type: ignore[misc]
                )
                before += file.size
                rows.append(
                    {"path": str(done.path), "bytes": file.size, "fetched": done.fetched, "checked": done.checked}
                )
    if as_json:
        print_json({"name": full_name, "hub": place.value, "folder": str(target), "files": rows})
    else:
        click.echo(target)
        if any(file.path.endswith(".safetensors") for file in files):
            stderr().print(f"Next: handroid model convert {target}", markup=False)
    return 0
