"""Writes a GLM-4V checkpoint of any size with random weights, sharded as published ones are, to measure with."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from llm.convert.tokenizer import GLM4_PATTERN

_BLOCK_VALUES = 8 << 20
_SPECIAL = (
    "<|endoftext|>", "[MASK]", "[gMASK]", "[sMASK]", "<sop>", "<eop>", "<|system|>", "<|user|>", "<|assistant|>",
    "<|observation|>", "<|begin_of_image|>", "<|end_of_image|>", "<|image|>",
)  # fmt: skip


class Filling(Enum):
    """What the shards hold."""

    RANDOM = "random"
    HOLES = "holes"
    """Nothing: files of the right size that take no room on the disk, for who wants names and shapes alone."""


@dataclass(frozen=True, kw_only=True)
class CheckpointShape:
    """Sizes of a Glm4v; the defaults are GLM-4.1V-9B's and AutoGLM-Phone-9B's."""

    layers: int = 40
    hidden: int = 4096
    feed_forward: int = 13696
    heads: int = 32
    kv_heads: int = 2
    vocabulary: int = 151552
    vision_layers: int = 24
    vision_hidden: int = 1536
    vision_heads: int = 12

    @property
    def bytes(self) -> int:
        """Size of all tensors in BF16."""
        return sum(2 * prod(size) for _, size in self.tensors())

    def tensors(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Names and shapes as transformers 5 saves them."""
        text, hidden, head = "model.language_model.", self.hidden, self.hidden // self.heads
        yield f"{text}embed_tokens.weight", (self.vocabulary, hidden)
        yield f"{text}norm.weight", (hidden,)
        yield "lm_head.weight", (self.vocabulary, hidden)
        for layer in range(self.layers):
            base = f"{text}layers.{layer}."
            for norm in ("input", "post_attention", "post_self_attn", "post_mlp"):
                yield f"{base}{norm}_layernorm.weight", (hidden,)
            for part, rows in (("q", hidden), ("k", self.kv_heads * head), ("v", self.kv_heads * head)):
                yield f"{base}self_attn.{part}_proj.weight", (rows, hidden)
                yield f"{base}self_attn.{part}_proj.bias", (rows,)
            yield f"{base}self_attn.o_proj.weight", (hidden, hidden)
            yield f"{base}mlp.gate_up_proj.weight", (2 * self.feed_forward, hidden)
            yield f"{base}mlp.down_proj.weight", (hidden, self.feed_forward)
        yield from self._vision()

    def _vision(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        eye, wide, out = "model.visual.", self.vision_hidden, self.hidden
        yield f"{eye}patch_embed.proj.weight", (wide, 3, 2, 14, 14)
        yield f"{eye}patch_embed.proj.bias", (wide,)
        yield f"{eye}embeddings.position_embedding.weight", (24 * 24, wide)
        yield f"{eye}post_conv_layernorm.weight", (wide,)
        yield f"{eye}post_layernorm.weight", (wide,)
        yield f"{eye}downsample.weight", (out, wide, 2, 2)
        yield f"{eye}downsample.bias", (out,)
        yield f"{eye}merger.proj.weight", (out, out)
        yield f"{eye}merger.post_projection_norm.weight", (out,)
        yield f"{eye}merger.post_projection_norm.bias", (out,)
        yield f"{eye}merger.gate_proj.weight", (self.feed_forward, out)
        yield f"{eye}merger.up_proj.weight", (self.feed_forward, out)
        yield f"{eye}merger.down_proj.weight", (out, self.feed_forward)
        for layer in range(self.vision_layers):
            base = f"{eye}blocks.{layer}."
            yield f"{base}norm1.weight", (wide,)
            yield f"{base}norm2.weight", (wide,)
            yield f"{base}attn.qkv.weight", (3 * wide, wide)
            yield f"{base}attn.proj.weight", (wide, wide)
            yield f"{base}mlp.gate_proj.weight", (out, wide)
            yield f"{base}mlp.up_proj.weight", (out, wide)
            yield f"{base}mlp.down_proj.weight", (wide, out)


def write_random_checkpoint(
    folder: Path, shape: CheckpointShape, *, filling: Filling = Filling.RANDOM, shard_bytes: int = 5_000_000_000
) -> None:
    """Write config.json, tokenizer.json, an index and BF16 shards to `folder`.

    Args:
        folder: Made where it is absent.
        shape: Sizes of the model.
        filling: What the shards hold.
        shard_bytes: A shard is closed by the tensor that takes it beyond this.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(_config(shape)), encoding="utf-8")
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(shape.vocabulary)), encoding="utf-8")
    shards: list[list[tuple[str, tuple[int, ...]]]] = [[]]
    size = 0
    for name, dimensions in shape.tensors():
        if size >= shard_bytes:
            shards.append([])
            size = 0
        shards[-1].append((name, dimensions))
        size += 2 * prod(dimensions)
    places = {}
    for number, tensors in enumerate(shards, start=1):
        file = folder / f"model-{number:05}-of-{len(shards):05}.safetensors"
        _write_shard(file, tensors, filling)
        places.update(dict.fromkeys((name for name, _ in tensors), file.name))
    index = {"metadata": {"total_size": shape.bytes}, "weight_map": places}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")


def _write_shard(file: Path, tensors: list[tuple[str, tuple[int, ...]]], filling: Filling) -> None:
    header: dict[str, Any] = {}
    end = 0
    for name, dimensions in tensors:
        begin, end = end, end + 2 * prod(dimensions)
        header[name] = {"dtype": "BF16", "shape": list(dimensions), "data_offsets": [begin, end]}
    data = json.dumps(header).encode()
    if filling is Filling.HOLES:
        with file.open("wb") as stream:
            stream.write(struct.pack("<Q", len(data)) + data)
            stream.truncate(stream.tell() + end)
        return
    values = np.random.default_rng(0).normal(0, 0.02, _BLOCK_VALUES).astype("<f4").view("<u4") >> 16
    block = values.astype("<u2").tobytes()
    with file.open("wb") as stream:
        stream.write(struct.pack("<Q", len(data)) + data)
        # The same random block again and again: a real generator would take minutes for 20 GB.
        for first in range(0, end, len(block)):
            stream.write(block[: end - first])


def _config(shape: CheckpointShape) -> dict[str, Any]:
    text = {
        "hidden_size": shape.hidden,
        "intermediate_size": shape.feed_forward,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "max_position_embeddings": 65536,
        "rms_norm_eps": 1e-5,
        "partial_rotary_factor": 0.5,
        "rope_theta": 10000.0,
        "rope_scaling": {"type": "default", "mrope_section": _sections(shape.hidden // shape.heads // 4)},
        "vocab_size": shape.vocabulary,
    }
    vision = {
        "hidden_size": shape.vision_hidden,
        "depth": shape.vision_layers,
        "num_heads": shape.vision_heads,
        "intermediate_size": shape.feed_forward,
        "out_hidden_size": shape.hidden,
        "patch_size": 14,
        "image_size": 336,
        "spatial_merge_size": 2,
        "temporal_patch_size": 2,
        "attention_bias": False,
    }
    return {"model_type": "glm4v", "text_config": text, "vision_config": vision}


def _sections(pairs: int) -> list[int]:
    """How the rotated pairs of a head are shared between time, rows and columns: 8, 12 and 12 of GLM-4.1V's 32."""
    time = pairs // 4
    rows = (pairs - time) // 2
    return [time, rows, pairs - time - rows]


def _tokenizer(size: int) -> dict[str, Any]:
    """A byte-level tokenizer with one merge, as llama.cpp loads none without.

    The ids up to `size` that it leaves out are filled by conversion.
    """
    alphabet = [*range(33, 127), *range(161, 173), *range(174, 256)]
    characters = [chr(code) for code in alphabet] + [chr(256 + number) for number in range(256 - len(alphabet))]
    characters.append("Ġt")
    vocabulary = {character: index for index, character in enumerate(characters)}
    return {
        "added_tokens": [
            {"id": len(characters) + number, "content": token, "special": True} for number, token in enumerate(_SPECIAL)
        ],
        "normalizer": None,
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": GLM4_PATTERN}, "behavior": "Isolated", "invert": False},
                {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
            ],
        },
        "model": {"type": "BPE", "vocab": vocabulary, "merges": ["Ġ t"], "ignore_merges": True},
    }
