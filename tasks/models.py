"""Opens the model that a run works with: files the user names, or the model that comes with the program."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from llm.engine import Engine
from llm.errors import LlmUsageError
from llm.generation import Model
from tasks.errors import NoModelError

EMBEDDED_FOLDER = "embedded"
MODEL_FILE, MMPROJ_FILE = "model.gguf", "mmproj.gguf"

NO_EMBEDDED = (
    "this installation comes without its embedded model; name one with --model FILE.gguf --mmproj FILE.gguf, "
    "for example AutoGLM-Phone-9B"
)


@dataclass(frozen=True, kw_only=True)
class ModelFiles:
    """The two files of a multimodal model; `mmproj` is None for a model that reads text alone."""

    model: Path
    mmproj: Path | None

    def open(self) -> Model:
        """Load the model.

        Raises:
            LlmError: A file is missing, cut off or of another kind, or there is not enough memory.
        """
        return Engine(self.model, self.mmproj)


def embedded_files() -> ModelFiles | None:
    """Return the files of the model that comes with the program, None where the installation lacks it."""
    folder = Path(str(resources.files("tasks"))) / EMBEDDED_FOLDER
    files = ModelFiles(model=folder / MODEL_FILE, mmproj=folder / MMPROJ_FILE)
    return files if files.model.is_file() else None


def choose_files(model: Path | None, mmproj: Path | None) -> ModelFiles:
    """Return the files to load for what the user named.

    Args:
        model: The language model's file; None for the embedded model.
        mmproj: The vision model's file. Where it is not named, a file that stands beside the model and has "mmproj"
            in its name is taken, if there is exactly one.

    Raises:
        NoModelError: None was named and the installation lacks the embedded one.
        LlmUsageError: A vision model without a language model, or none where AutoGLM needs one.
    """
    if model is None:
        if mmproj is not None:
            raise LlmUsageError("--mmproj names a vision model and --model names nothing: give both")
        files = embedded_files()
        if files is None:
            raise NoModelError(NO_EMBEDDED)
        return files
    if mmproj is not None or not model.is_file():
        return ModelFiles(model=model, mmproj=mmproj)
    beside = sorted(path for path in model.parent.glob("*.gguf") if "mmproj" in path.name.lower() and path != model)
    if len(beside) == 1:
        return ModelFiles(model=model, mmproj=beside[0])
    found = f"{len(beside)} files beside it have mmproj in their names" if beside else "no mmproj file is beside it"
    raise LlmUsageError(f"{model.name} can't see the screen without its vision model and {found}: name it with --mmproj")
