"""Writes the GGUF files of a Glm4v checkpoint: the language model and the mmproj, or the language model alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from llm.convert.checkpoint import Checkpoint
from llm.convert.text import RopeOrder, text_metadata, text_tensors
from llm.convert.tokenizer import read_vocabulary
from llm.convert.vision import vision_metadata, vision_tensors
from llm.convert.writer import MetadataValue, Progress, TensorPlan, WeightType, shifted, write_gguf
from llm.disk import require_space


@dataclass(frozen=True, kw_only=True)
class ConvertedModel:
    """The two files that a conversion wrote."""

    model: Path
    mmproj: Path


def convert_checkpoint(
    folder: Path,
    output: Path,
    *,
    name: str,
    weight_type: WeightType = WeightType.F16,
    metadata: Mapping[str, MetadataValue] | None = None,
    on_progress: Progress | None = None,
) -> ConvertedModel:
    """Convert the checkpoint in `folder` to ``model.gguf`` and ``mmproj.gguf`` in the folder `output`.

    Args:
        folder: config.json, tokenizer.json and safetensors, as `save_pretrained` writes them.
        output: Made where it is absent; files of these names are replaced.
        name: The model's name, for people.
        weight_type: Format of the matrices; vectors are always float32.
        metadata: More key-value pairs for the language model, such as ``handroid.prompt_layout``.
        on_progress: Is told how many bytes of both files are written.

    Raises:
        ConversionError: The checkpoint is incomplete or llama.cpp has no way to compute it.
        DiskSpaceError: There is no room for the files.
    """
    checkpoint = Checkpoint(folder)
    texts = text_tensors(checkpoint, weight_type)
    header = {**text_header(checkpoint, texts, name), "general.file_type": weight_type.file_type, **(metadata or {})}
    visions = vision_tensors(checkpoint, weight_type)
    vision = {**vision_header(checkpoint, name), "general.file_type": weight_type.file_type}
    text_bytes, vision_bytes = (sum(tensor.bytes for tensor in tensors) for tensors in (texts, visions))
    output.mkdir(parents=True, exist_ok=True)
    require_space(output, text_bytes + vision_bytes)
    total = text_bytes + vision_bytes
    write_gguf(output / "model.gguf", header, texts, on_progress=shifted(on_progress, 0, total))
    write_gguf(output / "mmproj.gguf", vision, visions, on_progress=shifted(on_progress, text_bytes, total))
    return ConvertedModel(model=output / "model.gguf", mmproj=output / "mmproj.gguf")


def convert_text(
    folder: Path,
    output: Path,
    *,
    name: str,
    weight_type: WeightType = WeightType.F16,
    on_progress: Progress | None = None,
) -> Path:
    """Convert the language model alone to ``model.gguf`` in the folder `output`; it takes no pictures.

    Arguments and errors are those of `convert_checkpoint`.
    """
    checkpoint = Checkpoint(folder)
    tensors = text_tensors(checkpoint, weight_type, RopeOrder.PAIRS)
    header = {**text_header(checkpoint, tensors, name, RopeOrder.PAIRS), "general.file_type": weight_type.file_type}
    output.mkdir(parents=True, exist_ok=True)
    write_gguf(output / "model.gguf", header, tensors, on_progress=on_progress)
    return output / "model.gguf"


def text_header(
    checkpoint: Checkpoint, tensors: Sequence[TensorPlan], name: str, order: RopeOrder = RopeOrder.SECTIONS
) -> dict[str, MetadataValue]:
    """The language model's metadata, but for ``general.file_type``."""
    embedding = next(tensor for tensor in tensors if tensor.name == "token_embd.weight")
    vocabulary = read_vocabulary(checkpoint.json("tokenizer.json"), size=embedding.shape[0])
    return {
        "general.architecture": "glm4",
        "general.type": "model",
        "general.name": name,
        **text_metadata(checkpoint, vocabulary, order),
    }


def vision_header(checkpoint: Checkpoint, name: str) -> dict[str, MetadataValue]:
    """The vision model's metadata, but for ``general.file_type``."""
    return {
        "general.architecture": "clip",
        "general.type": "mmproj",
        "general.name": name,
        **vision_metadata(checkpoint),
    }
