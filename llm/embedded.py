"""Where the embedded model lies: package data of this package."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from llm.errors import ModelNotFoundError

FOLDER = Path(__file__).parent / "models" / "embedded"


@dataclass(frozen=True, kw_only=True)
class ModelPaths:
    """The two files of a multimodal model."""

    model: Path
    mmproj: Path


def embedded_model(folder: Path = FOLDER) -> ModelPaths:
    """The files of the embedded model.

    Args:
        folder: Where they are looked for.

    Raises:
        ModelNotFoundError: This installation came without them.
    """
    paths = ModelPaths(model=folder / "model.gguf", mmproj=folder / "mmproj.gguf")
    for path in (paths.model, paths.mmproj):
        if not path.is_file():
            raise ModelNotFoundError(
                f"the embedded model is not part of this installation ({path} is missing): "
                "name another with --model, or reinstall handroid from its wheel"
            )
    return paths
