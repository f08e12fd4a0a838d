"""Opens the model that a run works with: files the user names, or the model that comes with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from llm import (
    ON_PROCESSOR,
    CacheType,
    Engine,
    Governor,
    Keeper,
    LlmUsageError,
    Model,
    ModelKind,
    Placement,
    Skipping,
    embedded_model,
    read_model_file,
)
from llm.named import find_model, mmproj_beside


@dataclass(frozen=True, kw_only=True)
class Storage:
    """How a local model lies in memory.

    Attributes:
        cache_type: Number format of the KV cache.
        placement: Where weights lie.
    """

    cache_type: CacheType = CacheType.F16
    placement: Placement = ON_PROCESSOR


DEFAULT_STORAGE = Storage()


@dataclass(frozen=True, kw_only=True)
class ModelFiles:
    """The two files of a multimodal model."""

    model: Path
    mmproj: Path

    def check(self) -> None:
        """Read the files' headers, so that a wrong file is told before anything else is done.

        Raises:
            ModelFormatError: A file is missing, cut off or of another kind.
        """
        read_model_file(self.model, expect=ModelKind.TEXT)
        read_model_file(self.mmproj, expect=ModelKind.VISION)

    def open(
        self,
        *,
        context: int,
        threads: int | None = None,
        governor: Governor | None = None,
        skip: Skipping = Skipping.OFF,
        leases: Keeper | None = None,
        storage: Storage = DEFAULT_STORAGE,
    ) -> Model:
        """Load the model.

        Args:
            context: Tokens that the key-value cache holds.
            threads: Most processor threads; None takes the cores that this process may use.
            governor: Decides how hard it works; closed with the model.
            skip: How it is used that layers can be skipped.
            leases: Leases the model's memory and its files among processes; None leases nothing.
            storage: How weights and the cache lie in memory.

        Raises:
            LlmError: A file is missing, cut off or of another kind, or there is not enough memory.
        """
        return Engine(
            self.model,
            self.mmproj,
            context=context,
            threads=threads,
            governor=governor,
            skip=skip,
            cache_type=storage.cache_type,
            placement=storage.placement,
            prefix_folder=prefix_folder(),
            leases=leases,
        )


def prefix_folder() -> Path:
    """Where the caches of system prompts are kept from one process to the next."""
    return platformdirs.user_cache_path("handroid") / "prefixes"


def choose_files(model: Path | None, mmproj: Path | None) -> ModelFiles:
    """Return the files to load for what the user named.

    Args:
        model: The language model, as `llm.named.find_model` finds it; None for the embedded model.
        mmproj: The vision model's file. Where it is not named, the only file beside the model that has "mmproj" in
            its name is taken.

    Raises:
        ModelNotFoundError: None was named and the installation lacks the embedded one, or there is no such file.
        ModelFormatError: The named file is not a language model.
        LlmUsageError: A vision model without a language model, or the reverse.
    """
    if model is None:
        if mmproj is not None:
            raise LlmUsageError("--mmproj names a vision model but --model names none: give both")
        paths = embedded_model()
        return ModelFiles(model=paths.model, mmproj=paths.mmproj)
    model = find_model(model)
    if mmproj is not None:
        return ModelFiles(model=model, mmproj=mmproj)
    read_model_file(model, expect=ModelKind.TEXT)
    beside = mmproj_beside(model)
    if len(beside) == 1:
        return ModelFiles(model=model, mmproj=beside[0])
    found = f"{len(beside)} files beside it are called mmproj" if beside else "no mmproj file lies beside it"
    raise LlmUsageError(
        f"{model.name} can't see the screen without its vision model and {found}: name it with --mmproj"
    )
