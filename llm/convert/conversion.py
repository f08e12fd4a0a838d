"""Writes the two GGUF files of a Glm4v checkpoint: the language model and the mmproj."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from llm.convert.checkpoint import Checkpoint
from llm.convert.text import text_metadata, text_tensors
from llm.convert.tokenizer import read_vocabulary
from llm.convert.vision import vision_metadata, vision_tensors
from llm.convert.writer import MetadataValue, WeightType, write_gguf


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
) -> ConvertedModel:
    """Convert the checkpoint in `folder` to ``model.gguf`` and ``mmproj.gguf`` in the folder `output`.

    Args:
        folder: config.json, tokenizer.json and safetensors, as `save_pretrained` writes them.
        output: Made where it is absent; files of these names are replaced.
        name: The model's name, for people.
        weight_type: Format of the matrices; vectors are always float32.
        metadata: More key-value pairs for the language model, such as ``handroid.prompt_layout``.

    Raises:
        ConversionError: The checkpoint is incomplete or llama.cpp has no way to compute it.
    """
    checkpoint = Checkpoint(folder)
    tensors = text_tensors(checkpoint, weight_type)
    embedding = next(tensor for tensor in tensors if tensor.name == "token_embd.weight")
    vocabulary = read_vocabulary(checkpoint.json("tokenizer.json"), size=embedding.shape[0])
    common: dict[str, MetadataValue] = {"general.name": name, "general.file_type": int(weight_type)}
    text: dict[str, MetadataValue] = {
        "general.architecture": "glm4",
        "general.type": "model",
        **common,
        **text_metadata(checkpoint, vocabulary),
        **(metadata or {}),
    }
    vision: dict[str, MetadataValue] = {
        "general.architecture": "clip",
        "general.type": "mmproj",
        **common,
        **vision_metadata(checkpoint),
    }
    output.mkdir(parents=True, exist_ok=True)
    write_gguf(output / "model.gguf", text, tensors)
    write_gguf(output / "mmproj.gguf", vision, vision_tensors(checkpoint, weight_type))
    return ConvertedModel(model=output / "model.gguf", mmproj=output / "mmproj.gguf")
