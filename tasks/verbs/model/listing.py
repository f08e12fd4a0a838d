"""`handroid model list`: the models on this machine."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from llm.embedded import FOLDER as EMBEDDED_FOLDER
from llm.named import EMBEDDED
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
    table = Table("--model", "kind", "architecture", "format", "MB", "note", title=escape(f"embedded, and in {place}"))
    for model in found:
        size = f"{model.bytes / 1e6:.0f}"
        cells = (_shown(model.path, place), model.kind, model.architecture, model.format, size, model.note)
        table.add_row(*map(escape, cells))
    print_table(table)
    return 0


def _shown(path: Path, folder: Path) -> str:
    """The shortest that `llm.named.find_model` finds it by."""
    if path.parent == EMBEDDED_FOLDER:
        return EMBEDDED
    return str(path.relative_to(folder)) if path != folder and path.is_relative_to(folder) else str(path)
