"""Reads the weights of a converted GLM-4V back, so that it can be trained on."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
import torch
from numpy.typing import NDArray
from transformers import Glm4vForConditionalGeneration

from llm.convert.text import LAYER_TENSORS, rotary_restored
from llm.convert.vision import BLOCK_TENSORS, VISION_TENSORS


@torch.no_grad()
def restore(model: Glm4vForConditionalGeneration, folder: Path) -> None:
    """Give `model` the weights in ``model.gguf`` and ``mmproj.gguf`` of `folder`, as exact as they are there.

    Args:
        model: Of the same shape.
        folder: What `llm.convert.convert_checkpoint` wrote, quantised since or not.

    Raises:
        ValueError: A tensor is missing, or has another shape than the model's.
    """
    tensors = _read(folder / "model.gguf") | _read(folder / "mmproj.gguf")
    text = model.config.text_config
    rotary = int(text.head_dim * text.rope_parameters["partial_rotary_factor"])
    language, vision = "model.language_model.", "model.visual."
    names = {
        "token_embd.weight": f"{language}embed_tokens.weight",
        "output_norm.weight": f"{language}norm.weight",
        "output.weight": "lm_head.weight",
        "v.position_embd.weight": f"{vision}embeddings.position_embedding.weight",
        **{name: vision + source for name, source in VISION_TENSORS.items()},
    }
    for layer in range(text.num_hidden_layers):
        for name, source in LAYER_TENSORS.items():
            names[f"blk.{layer}.{name}"] = f"{language}layers.{layer}.{source}"
            if name.startswith(("attn_q.", "attn_k.")):
                heads = text.num_attention_heads if name.startswith("attn_q.") else text.num_key_value_heads
                full = f"blk.{layer}.{name}"
                if full in tensors:
                    tensors[full] = rotary_restored(tensors[full], heads, rotary)
    for block in range(model.config.vision_config.depth):
        names |= {f"v.blk.{block}.{name}": f"{vision}blocks.{block}.{source}" for name, source in BLOCK_TENSORS.items()}
    frames = [tensors[name] for name in ("v.patch_embd.weight", "v.patch_embd.weight.1") if name in tensors]
    wanted = model.state_dict()
    found = {source: tensors[name] for name, source in names.items() if name in tensors}
    if len(frames) == 2:
        found[f"{vision}patch_embed.proj.weight"] = np.stack(frames, axis=2)
    for name, parameter in wanted.items():
        if name not in found:
            raise ValueError(f"{folder} has no tensor for {name}")
        if found[name].shape != tuple(parameter.shape):
            raise ValueError(f"{name} has the shape {found[name].shape} in {folder}, wanted {tuple(parameter.shape)}")
        parameter.copy_(torch.from_numpy(np.ascontiguousarray(found[name])))


def _read(path: Path) -> dict[str, NDArray[np.float32]]:
    return {
        tensor.name: np.array(gguf.dequantize(tensor.data, tensor.tensor_type), dtype=np.float32)
        for tensor in gguf.GGUFReader(path).tensors
    }
