"""Finds the model or checkpoint that a person names: a file, a folder, or a name that `list` or `pull` knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llm.embedded import embedded_model
from llm.errors import LlmUsageError, ModelNotFoundError
from llm.store import models_folder, stored_models

EMBEDDED = "embedded"
"""What the model that comes with the program is called."""


def find_model(named: Path, folder: Path | None = None) -> Path:
    """The GGUF file of the model that is meant.

    Args:
        named: A file, or a folder that has one model in it or in the folder ``gguf`` below, where
            `handroid model convert` puts it; ``embedded``; a short name or ``OWNER/MODEL`` as for
            `handroid model pull`; a path below `folder`, or the name in a file's header, or the file's name without the
            ending, as `handroid model list` tells them. What lies on the disk goes before a name.
        folder: Where models lie; None takes `llm.store.models_folder`.

    Raises:
        ModelNotFoundError: There is none, or it was pulled and not converted yet.
        LlmUsageError: Several could be meant.
    """
    if named.exists():
        # A file that cannot be used is told by whoever reads it.
        return _in_folder(named) if named.is_dir() else named
    name, place = str(named), folder or models_folder()
    if name == EMBEDDED:
        return embedded_model().model
    for path in _pulled(name, place):
        if path.exists():
            return _in_folder(path) if path.is_dir() else path
    if named.suffix == ".gguf":
        return named
    stored = [model for model in stored_models(place) if model.kind == "text"]
    found = [model.path for model in stored if name in (model.name, model.path.stem)]
    if found:
        return _only(found, f"{name} is the name of")
    raise ModelNotFoundError(
        f"there is no model {name}, neither a file nor what `handroid model list` shows: {_fetching(name)}"
    )


def find_checkpoint(named: Path, folder: Path | None = None) -> Path:
    """The folder of a checkpoint as transformers saves it: itself, or what `handroid model pull` calls it.

    Args:
        named: The folder, a short name, or ``OWNER/MODEL``.
        folder: Where models lie; None takes `llm.store.models_folder`.

    Raises:
        ModelNotFoundError: There is none.
    """
    if named.is_dir():
        return named
    for path in _pulled(str(named), folder or models_folder()):
        if path.is_dir():
            return path
    raise ModelNotFoundError(
        f"there is no folder {named}, and no model of that name was pulled: {_fetching(str(named))}"
    )


def mmproj_beside(model: Path) -> list[Path]:
    """The vision models in a language model's folder, as their names tell."""
    return sorted(path for path in model.parent.glob("*.gguf") if "mmproj" in path.name.lower() and path != model)


def _pulled(name: str, folder: Path) -> list[Path]:
    """Where a model lies that was pulled by this name."""
    # What carries the hub's protocol is not loaded where a file was named.
    from llm.hub import PRESETS

    preset = PRESETS.get(name.lower())
    return [folder / full for full in (preset.names.values() if preset is not None else [name]) if _is_below(full)]


def _fetching(name: str) -> str:
    from llm.hub import PRESETS

    known = name.lower() in PRESETS
    return f"`handroid model pull {name}` fetches it" if known else "check the path or pull a model first"


def _is_below(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _in_folder(folder: Path) -> Path:
    for place in (folder, folder / "gguf"):
        models = [path for path in sorted(place.glob("*.gguf")) if "mmproj" not in path.name.lower()]
        if models:
            return _only(models, f"{place} has")
    next_step = f": `handroid model convert {folder}` makes them" if (folder / "config.json").is_file() else ""
    raise ModelNotFoundError(f"{folder} has no GGUF files{next_step}")


def _only(paths: Sequence[Path], what: str) -> Path:
    if len(paths) > 1:
        raise LlmUsageError(f"{what} {len(paths)} models, name one by its path: {', '.join(map(str, paths))}")
    return paths[0]
