"""`handroid model list`: the models on this machine."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from llm.store import models_folder, stored_models
from tasks.console import print_json, print_table
from tasks.verbs import options
from tasks.verbs.model.folder import folder_option


@click.command("list", short_help="List the models on this machine.")
@folder_option
@options.as_json
def list_models(folder: Path | None, as_json: bool) -> int:
    """List the embedded model, GGUF files and checkpoints in the models' folder and below."""
    place = folder or models_folder()
    found = stored_models(place)
    if as_json:
        rows = [
            {
                "path": str(model.path),
                "kind": model.kind,
                "name": model.name,
                "architecture": model.architecture,
                "format": model.format,
                "bytes": model.bytes,
                "note": model.note,
            }
            for model in found
        ]
        print_json({"folder": str(place), "models": rows})
        return 0
    table = Table("path", "kind", "architecture", "format", "MB", "note")
    for model in found:
        cells = (str(model.path), model.kind, model.architecture, model.format, f"{model.bytes / 1e6:.0f}", model.note)
        table.add_row(*map(escape, cells))
    print_table(table)
    return 0
