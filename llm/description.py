"""Says what a GGUF model is: architecture, shape, formats, what a picture costs it and how much memory it needs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from llm.errors import ModelFormatError
from llm.formats import CacheType
from llm.ggml_types import type_name
from llm.image_size import fit_to_cells
from llm.memory_need import MemoryNeed, memory_need
from llm.model_file import ModelFile, ModelKind, check_pair, read_model_file

SCREEN = (2400, 1080)
"""Height and width in pixels of the screenshot that picture costs are told for."""

BUDGETS = (64, 256, 512, 1024, 3354)
"""Image budgets in tokens; the last shows that screenshot in full (39 times 86 cells)."""


@dataclass(frozen=True, kw_only=True)
class ImageCost:
    """What the screenshot costs at a budget.

    Attributes:
        budget: Most tokens.
        rows: Rows of cells.
        columns: Columns of cells.
        tokens: Tokens that it takes, the two that stand around it left out.
        positions: Positions that it takes (M-RoPE).
    """

    budget: int
    rows: int
    columns: int
    tokens: int
    positions: int


@dataclass(frozen=True, kw_only=True)
class MemoryRow:
    """Memory at a context and a cache format."""

    context: int
    cache_type: CacheType
    need: MemoryNeed


@dataclass(frozen=True, kw_only=True)
class ModelDescription:
    """What a model is.

    Attributes:
        file: Its header.
        parameters: How many weights it has.
        formats: Bytes by number format, the largest first.
        shape: Its hyperparameters by name.
        takes_pictures: Whether pictures can be given to it, with a vision model beside it.
        has_template: Whether a chat template came with it.
        images: What a screenshot of 1080x2400 costs; empty for other models than GLM-4V's.
        memory: Need by context and cache format; empty for a vision model.
    """

    file: ModelFile
    parameters: int
    formats: dict[str, int]
    shape: dict[str, int]
    takes_pictures: bool
    has_template: bool
    images: tuple[ImageCost, ...]
    memory: tuple[MemoryRow, ...]


_TEXT_SHAPE = (
    "block_count", "embedding_length", "feed_forward_length", "attention.head_count", "attention.head_count_kv",
    "attention.key_length", "context_length", "vocab_size",
)  # fmt: skip
_VISION_SHAPE = (
    "block_count", "embedding_length", "feed_forward_length", "attention.head_count", "projection_dim", "image_size",
    "patch_size", "spatial_merge_size",
)  # fmt: skip


def describe(
    path: Path,
    mmproj: Path | None = None,
    *,
    contexts: tuple[int, ...] = (2048, 4096, 8192, 16384, 25480),
    chunk: int = 256,
    image_tokens: int = 512,
) -> ModelDescription:
    """Describe the model at `path` from its header.

    Args:
        path: A language model or a vision model.
        mmproj: The vision model that is loaded with it; its memory is counted.
        contexts: Tokens of the KV cache that memory is told for.
        chunk: Tokens per decode.
        image_tokens: Most tokens of a picture.

    Raises:
        ModelFormatError: A file cannot be used.
    """
    file = read_model_file(path)
    vision = read_model_file(mmproj, expect=ModelKind.VISION) if mmproj is not None else None
    if vision is not None and file.kind is ModelKind.TEXT:
        check_pair(file, vision)
    sizes: Counter[str] = Counter()
    for tensor in file.tensors:
        sizes[type_name(tensor.ggml_type)] += tensor.bytes
    is_text = file.kind is ModelKind.TEXT
    prefix = str(file.metadata.get("general.architecture")) if is_text else "clip.vision"
    takes_pictures = f"{prefix}.rope.dimension_sections" in file.metadata
    return ModelDescription(
        file=file,
        parameters=sum(tensor.values for tensor in file.tensors),
        formats=dict(sizes.most_common()),
        shape=_shape(file, prefix, _TEXT_SHAPE if is_text else _VISION_SHAPE),
        takes_pictures=takes_pictures,
        has_template="tokenizer.chat_template" in file.metadata,
        images=tuple(map(_cost, BUDGETS)) if takes_pictures or not is_text else (),
        memory=_memory(file, vision, contexts, chunk, image_tokens) if is_text else (),
    )


def _shape(file: ModelFile, prefix: str, keys: tuple[str, ...]) -> dict[str, int]:
    shape = {}
    for key in keys:
        try:
            shape[key] = file.number(f"{prefix}.{key}")
        except ModelFormatError:
            continue
    return shape


def _cost(budget: int) -> ImageCost:
    rows, columns = fit_to_cells(*SCREEN, budget)
    return ImageCost(budget=budget, rows=rows, columns=columns, tokens=rows * columns, positions=max(rows, columns))


def _memory(
    file: ModelFile, vision: ModelFile | None, contexts: tuple[int, ...], chunk: int, image_tokens: int
) -> tuple[MemoryRow, ...]:
    return tuple(
        MemoryRow(
            context=context,
            cache_type=cache_type,
            need=memory_need(
                file, vision, context=context, chunk=chunk, cache_type=cache_type, image_tokens=image_tokens
            ),
        )
        for context in contexts
        for cache_type in (CacheType.F16, CacheType.Q8_0)
    )
