"""Where models lie on this machine, and which are there."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from llm.embedded import FOLDER as EMBEDDED
from llm.errors import ModelFormatError
from llm.ggml_types import type_name
from llm.model_file import ModelFile, ModelKind, read_model_file


@dataclass(frozen=True, kw_only=True)
class StoredModel:
    """A GGUF file or a checkpoint folder.

    Attributes:
        path: The file or folder.
        kind: ``text``, ``vision``, ``checkpoint``, or ``unreadable`` for a GGUF file that is damaged or cut off.
        name: What it is called; the path's own name where it does not say.
        architecture: As its header says; empty where it does not.
        format: Of most of its weights; empty for a checkpoint.
        bytes: Size on the disk.
        note: What is wrong with it; empty where nothing is.
    """

    path: Path
    kind: str
    name: str
    architecture: str = ""
    format: str = ""
    bytes: int = 0
    note: str = ""


def models_folder() -> Path:
    """The folder that models are pulled to unless another is named; it may not exist yet."""
    named = os.environ.get("HANDROID_MODELS")
    return Path(named) if named else platformdirs.user_data_path("handroid") / "models"


def stored_models(folder: Path) -> list[StoredModel]:
    """The embedded model's files, then whatever lies in `folder` and below, by path."""
    found = [_gguf(path) for path in sorted(EMBEDDED.glob("*.gguf"))]
    if folder.is_dir():
        found += [_gguf(path) for path in sorted(folder.rglob("*.gguf"))]
        found += [_checkpoint(path.parent) for path in sorted(folder.rglob("config.json"))]
    return found


def main_format(file: ModelFile) -> str:
    """The number format that most of a file's weights are in."""
    sizes: Counter[str] = Counter()
    for tensor in file.tensors:
        sizes[type_name(tensor.ggml_type)] += tensor.values
    return sizes.most_common(1)[0][0] if sizes else ""


def _gguf(path: Path) -> StoredModel:
    try:
        file = read_model_file(path)
    except ModelFormatError as error:
        return StoredModel(path=path, kind="unreadable", name=path.name, bytes=path.stat().st_size, note=str(error))
    return StoredModel(
        path=path,
        kind="vision" if file.kind is ModelKind.VISION else "text",
        name=str(file.metadata.get("general.name", path.stem)),
        architecture=str(file.metadata.get("general.architecture", "")),
        format=main_format(file),
        bytes=path.stat().st_size,
    )


def _checkpoint(folder: Path) -> StoredModel:
    weights = list(folder.glob("*.safetensors"))
    unfinished = list(folder.glob("*.part"))
    note = "the download is unfinished: pull it again" if unfinished else ""
    return StoredModel(
        path=folder,
        kind="checkpoint",
        name=folder.name,
        bytes=sum(path.stat().st_size for path in weights),
        note=note,
    )
