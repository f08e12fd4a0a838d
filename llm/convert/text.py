"""The language half of a Glm4v checkpoint as llama.cpp's architecture ``glm4`` (src/models/glm4.cpp)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.convert.checkpoint import Checkpoint, StoredTensor
from llm.convert.tokenizer import Vocabulary
from llm.convert.writer import MetadataValue, TensorPlan, WeightType
from llm.errors import ConversionError

_ARCHITECTURE = "glm4"

LAYER_TENSORS = {
    "attn_norm.weight": "input_layernorm.weight",
    "attn_q.weight": "self_attn.q_proj.weight",
    "attn_q.bias": "self_attn.q_proj.bias",
    "attn_k.weight": "self_attn.k_proj.weight",
    "attn_k.bias": "self_attn.k_proj.bias",
    "attn_v.weight": "self_attn.v_proj.weight",
    "attn_v.bias": "self_attn.v_proj.bias",
    "attn_output.weight": "self_attn.o_proj.weight",
    "post_attention_norm.weight": "post_self_attn_layernorm.weight",
    "ffn_norm.weight": "post_attention_layernorm.weight",
    "ffn_up.weight": "mlp.gate_up_proj.weight",
    "ffn_down.weight": "mlp.down_proj.weight",
    "post_ffw_norm.weight": "post_mlp_layernorm.weight",
}
"""What llama.cpp and transformers call the tensors of a layer."""


class RopeOrder(Enum):
    """In which order the rotated dimensions of a head are written, and by which rope llama.cpp turns them."""

    SECTIONS = "sections"
    """Halves, with ``rope.dimension_sections`` (LLAMA_ROPE_TYPE_MROPE): takes pictures."""
    PAIRS = "pairs"
    """Neighbours, as transformers has them (LLAMA_ROPE_TYPE_NORM): text alone, in any program that reads GLM-4."""


def text_metadata(
    checkpoint: Checkpoint, vocabulary: Vocabulary, order: RopeOrder = RopeOrder.SECTIONS
) -> dict[str, MetadataValue]:
    """Hyperparameters and tokenizer of the language model."""
    text = _text_config(checkpoint)
    head = _head_size(text)
    rope = _rope(text)
    sections = rope["mrope_section"]
    rotary = int(head * rope["partial_rotary_factor"])
    if 2 * sum(sections) != rotary or len(sections) != 3:
        raise ConversionError(f"mrope_section {sections} must have three parts that add up to {rotary // 2}")
    metadata: dict[str, MetadataValue] = {
        f"{_ARCHITECTURE}.context_length": text["max_position_embeddings"],
        f"{_ARCHITECTURE}.embedding_length": text["hidden_size"],
        f"{_ARCHITECTURE}.block_count": text["num_hidden_layers"],
        f"{_ARCHITECTURE}.feed_forward_length": text["intermediate_size"],
        f"{_ARCHITECTURE}.attention.head_count": text["num_attention_heads"],
        f"{_ARCHITECTURE}.attention.head_count_kv": text["num_key_value_heads"],
        f"{_ARCHITECTURE}.attention.key_length": head,
        f"{_ARCHITECTURE}.attention.value_length": head,
        f"{_ARCHITECTURE}.attention.layer_norm_rms_epsilon": float(text["rms_norm_eps"]),
        f"{_ARCHITECTURE}.rope.dimension_count": rotary,
        **({f"{_ARCHITECTURE}.rope.dimension_sections": [*sections, 0]} if order is RopeOrder.SECTIONS else {}),
        f"{_ARCHITECTURE}.rope.freq_base": float(rope["rope_theta"]),
        f"{_ARCHITECTURE}.vocab_size": len(vocabulary.tokens),
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": vocabulary.pre,
        "tokenizer.ggml.tokens": vocabulary.tokens,
        "tokenizer.ggml.token_type": [int(kind) for kind in vocabulary.types],
        "tokenizer.ggml.merges": vocabulary.merges,
        "tokenizer.ggml.add_bos_token": False,
    }
    # The three kinds of end that llama.cpp knows: end of text, of the model's turn, of a message to a tool.
    for key, token in {
        "eos_token_id": "<|endoftext|>",
        "padding_token_id": "<|endoftext|>",
        "eot_token_id": "<|user|>",
        "eom_token_id": "<|observation|>",
    }.items():
        index = vocabulary.find(token)
        if index is not None:
            metadata[f"tokenizer.ggml.{key}"] = index
    template = _chat_template(checkpoint)
    if template:
        metadata["tokenizer.chat_template"] = template
    return metadata


def text_tensors(
    checkpoint: Checkpoint, weight_type: WeightType, order: RopeOrder = RopeOrder.SECTIONS
) -> list[TensorPlan]:
    """All tensors of the language model."""
    text = _text_config(checkpoint)
    plans = [
        plan("token_embd.weight", _find(checkpoint, "embed_tokens.weight"), weight_type),
        plan("output_norm.weight", _find(checkpoint, "norm.weight"), weight_type),
    ]
    if "lm_head.weight" in checkpoint.tensors:
        plans.append(plan("output.weight", checkpoint.find("lm_head.weight"), weight_type))
    rotary = int(_head_size(text) * _rope(text)["partial_rotary_factor"])
    for layer in range(text["num_hidden_layers"]):
        for name, source in LAYER_TENSORS.items():
            reorder = None
            if order is RopeOrder.SECTIONS and name.startswith(("attn_q.", "attn_k.")):
                heads = text["num_attention_heads" if name.startswith("attn_q.") else "num_key_value_heads"]
                reorder = _rotary_reorder(heads, rotary)
            stored = _find(checkpoint, f"layers.{layer}.{source}")
            plans.append(plan(f"blk.{layer}.{name}", stored, weight_type, reorder))
    return plans


def plan(
    name: str,
    stored: StoredTensor,
    weight_type: WeightType,
    change: Callable[[NDArray[np.float32]], NDArray[np.float32]] | None = None,
) -> TensorPlan:
    """Plan a tensor whose `change` keeps the shape; vectors stay float32, as element-wise kernels want them."""
    return TensorPlan(
        name=name,
        shape=stored.shape,
        weight_type=weight_type if len(stored.shape) > 1 else WeightType.F32,
        load=stored.blocks if change is None else lambda: change(stored.read()),
    )


def _rotary_reorder(heads: int, rotary: int) -> Callable[[NDArray[np.float32]], NDArray[np.float32]]:
    """Bring the rotated part of each head from transformers' pairs into llama.cpp's.

    transformers rotates dimensions (2i, 2i+1) of a GLM-4V head together, LLAMA_ROPE_TYPE_MROPE dimensions
    (i, i + rotary/2). Only the products of queries and keys matter, so both get the same order.
    """

    def reorder(values: NDArray[np.float32]) -> NDArray[np.float32]:
        by_head = values.reshape(heads, values.shape[0] // heads, -1)
        turned = by_head[:, :rotary]
        ordered = np.concatenate([turned[:, 0::2], turned[:, 1::2], by_head[:, rotary:]], axis=1)
        return ordered.reshape(values.shape)

    return reorder


def rotary_restored(values: NDArray[np.float32], heads: int, rotary: int) -> NDArray[np.float32]:
    """Bring the rotated part of each head from llama.cpp's order (`RopeOrder.SECTIONS`) back into transformers'.

    Args:
        values: Weight or bias of the queries or keys, output dimension first.
        heads: Heads in it.
        rotary: Rotated dimensions of a head.
    """
    by_head = values.reshape(heads, values.shape[0] // heads, -1).copy()
    halves = by_head[:, :rotary].reshape(heads, 2, rotary // 2, -1)
    by_head[:, :rotary] = halves.swapaxes(1, 2).reshape(heads, rotary, -1)
    return by_head.reshape(values.shape)


def _find(checkpoint: Checkpoint, name: str) -> StoredTensor:
    # Checkpoints saved before transformers 4.52 lack the second part of the prefix.
    return checkpoint.find(f"model.language_model.{name}", f"model.{name}", f"language_model.model.{name}")


def _text_config(checkpoint: Checkpoint) -> dict[str, Any]:
    config = checkpoint.config
    if config.get("model_type") != "glm4v":
        raise ConversionError(f"{checkpoint.folder} is a {config.get('model_type')} model, only glm4v can be converted")
    text = config["text_config"]
    if not isinstance(text, dict):
        raise ConversionError(f"{checkpoint.folder}/config.json has no text_config")
    if text.get("hidden_act", "silu") != "silu":
        raise ConversionError(f"llama.cpp computes glm4 with silu, the checkpoint wants {text['hidden_act']}")
    return text


def _head_size(text: dict[str, Any]) -> int:
    return int(text["hidden_size"]) // int(text["num_attention_heads"])


def _rope(text: dict[str, Any]) -> dict[str, Any]:
    """The rotary parameters, which configurations before transformers 5 keep in two places."""
    merged = {
        "rope_theta": text.get("rope_theta", 10000.0),
        "partial_rotary_factor": text.get("partial_rotary_factor", 0.5),
        **(text.get("rope_scaling") or {}),
        **(text.get("rope_parameters") or {}),
    }
    if "mrope_section" not in merged:
        raise ConversionError("config.json names no mrope_section")
    if merged.get("rope_type", merged.get("type", "default")) != "default":
        raise ConversionError(
            f"rope type {merged.get('rope_type', merged.get('type'))} cannot be converted, only the default one"
        )
    return merged


def _chat_template(checkpoint: Checkpoint) -> str | None:
    template = checkpoint.optional_text("chat_template.jinja")
    if template is None:
        template = (checkpoint.optional_json("tokenizer_config.json") or {}).get("chat_template")
    return template if isinstance(template, str) else None
