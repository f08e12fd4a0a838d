"""Predicts the memory that an engine takes, from the headers of its files.

The buffers are what llama.cpp's graph allocator was seen to arrive at: the values of a graph that live at once where
most of them do (ggml-alloc.c reuses the memory of the others).  `handroid bench memory` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass

from llm.context import MOST_ROWS
from llm.errors import ModelFormatError
from llm.formats import ON_PROCESSOR, CacheType, FlashAttention, Placement
from llm.image_size import CELL
from llm.model_file import ModelFile

_MIB = 1 << 20

_TEXT_OVERHEAD = 12 * _MIB
"""Code that is paged in, graphs, buffers of the sampler."""

_VISION_OVERHEAD = 14 * _MIB
"""The same of a vision model, and of the library that scales pictures."""

_SCREEN_BYTES = 3 * 1440 * 3200
"""The last screenshot as it was captured, of a phone with many pixels: the next one is compared with it."""

_TOKEN_BYTES = 250
"""A token of the vocabulary: two strings and two places in tables in llama.cpp, one string in the header read here."""

_MERGE_BYTES = 170
"""A merge of a byte-pair tokenizer, counted likewise."""

_CACHE_BYTES = {CacheType.F32: 4.0, CacheType.F16: 2.0, CacheType.Q8_0: 34 / 32}
"""Bytes per value of the KV cache (ggml.c, type_traits)."""

_MOST_SCORES = 128 * _MIB
"""Attention scores of one layer of a vision tower beyond which they are never written out."""

CONTEXT_STEP = 256
"""llama.cpp rounds a context up to this (llama-context.cpp)."""

_PATCH_INPUTS = 3 * (CELL // 2) ** 2 + 4
"""Values that a patch of a picture brings in: its pixels and its position."""


@dataclass(frozen=True, kw_only=True)
class MemoryNeed:
    """Bytes that an engine takes.

    Attributes:
        weights: Of both models, as far as they stay in memory.
        cache: Keys and values.
        compute: Buffers of the largest graph, logits, vocabulary and overhead.
        loading: What is in memory at most while the language model is loaded.
        kept: What copies of the cache and pictures' embeddings may take besides; they are kept where there is room.
    """

    weights: int
    cache: int
    compute: int
    loading: int = 0
    kept: int = 0

    @property
    def total(self) -> int:
        """What it cannot do without."""
        return self.weights + self.cache + self.compute

    @property
    def peak(self) -> int:
        """The most that is resident at any time, `kept` aside."""
        return max(self.total, self.loading)


def memory_need(
    text: ModelFile,
    vision: ModelFile | None,
    *,
    context: int,
    chunk: int,
    cache_type: CacheType,
    image_tokens: int,
    flash_attention: FlashAttention = FlashAttention.ON,
    placement: Placement = ON_PROCESSOR,
    kept: int = 0,
) -> MemoryNeed:
    """What an engine of these files takes, from their headers.

    Args:
        text: The language model.
        vision: Its vision model.
        context: Tokens that the KV cache is to hold.
        chunk: Tokens per decode.
        cache_type: Number format of the KV cache.
        image_tokens: Most tokens of a picture.
        flash_attention: Whether the language model's attention runs fused.
        placement: Where weights lie; those on a GPU are counted as if they lay in main memory.
        kept: Bytes that the engine may keep of earlier prompts.

    Raises:
        ModelFormatError: A header lacks a number that has to be there.
    """
    shape = _TextShape.of(text)
    cells = round_up(context, CONTEXT_STEP)
    cache = int(cells * cell_bytes(text, cache_type))
    vocabulary = _TOKEN_BYTES * shape.vocabulary + _MERGE_BYTES * _length(text, "tokenizer.ggml.merges")
    compute = shape.compute(min(chunk, context), cells, flash_attention) + vocabulary + _TEXT_OVERHEAD
    weights = text.weight_bytes
    if placement.mmap:
        weights -= _looked_up(text)
        loading = text.weight_bytes + vocabulary
    else:
        loading = text.weight_bytes + vocabulary + max((tensor.bytes for tensor in text.tensors), default=0)
    if vision is not None:
        weights += vision.weight_bytes
        compute += _vision_compute(vision, image_tokens, shape.embedding) + _VISION_OVERHEAD + _SCREEN_BYTES
    return MemoryNeed(weights=weights, cache=cache, compute=compute, loading=loading, kept=kept)


def graph_bytes(
    text: ModelFile, *, context: int, chunk: int, flash_attention: FlashAttention = FlashAttention.ON
) -> int:
    """Bytes that llama.cpp reserves for the language model's largest graph."""
    return _TextShape.of(text).graph(min(chunk, context), round_up(context, CONTEXT_STEP), flash_attention)


def cell_bytes(text: ModelFile, cache_type: CacheType) -> float:
    """Bytes of a token's keys and values, in the cache and in a copy of it."""
    return _TextShape.of(text).values_per_cell * _CACHE_BYTES[cache_type]


def trained_context(text: ModelFile) -> int | None:
    """Tokens of the longest text that the model was trained for; None where its header does not say."""
    return _number_or(text, f"{text.metadata.get('general.architecture')}.context_length", 0) or None


def vision_attention(vision: ModelFile, image_tokens: int) -> FlashAttention:
    """How a vision tower should attend for pictures of this size.

    Fused attention adds values up in F16, which costs accuracy over thousands of patches; written out, the scores take
    memory with the square of the patches.  So: fused only where they would not fit into 128 MiB.
    """
    heads = vision.number("clip.vision.attention.head_count")
    return FlashAttention.OFF if 4 * heads * (4 * image_tokens) ** 2 <= _MOST_SCORES else FlashAttention.ON


def round_up(number: int, step: int) -> int:
    """The least multiple of `step` that is not below `number`."""
    return -(-number // step) * step


@dataclass(frozen=True, kw_only=True)
class _TextShape:
    """The sizes of a language model that its buffers follow from."""

    layers: int
    embedding: int
    heads: int
    values_per_cell: int
    feed_forward: int
    vocabulary: int

    @staticmethod
    def of(text: ModelFile) -> _TextShape:
        architecture = text.metadata.get("general.architecture")
        layers = text.number(f"{architecture}.block_count")
        embedding = text.number(f"{architecture}.embedding_length")
        heads = text.number(f"{architecture}.attention.head_count")
        if heads < 1:
            raise ModelFormatError(f"{text.path} has {heads} attention heads in its header: download it again")
        kv_heads = _number_or(text, f"{architecture}.attention.head_count_kv", heads)
        key = _number_or(text, f"{architecture}.attention.key_length", embedding // heads)
        value = _number_or(text, f"{architecture}.attention.value_length", embedding // heads)
        return _TextShape(
            layers=layers,
            embedding=embedding,
            heads=heads,
            values_per_cell=layers * kv_heads * (key + value),
            feed_forward=_number_or(text, f"{architecture}.feed_forward_length", 4 * embedding),
            vocabulary=_number_or(text, f"{architecture}.vocab_size", _length(text, "tokenizer.ggml.tokens")),
        )

    def graph(self, chunk: int, cells: int, flash_attention: FlashAttention) -> int:
        """Bytes of the values of a decode of `chunk` tokens over a cache of `cells`.

        The most is alive between the two halves of a feed-forward network: the residual, its norm, both halves, their
        product and the result; or with attention written out, its scores.  The mask is F16 where attention is fused.
        """
        wide, narrow = self.feed_forward, self.embedding
        if flash_attention is FlashAttention.ON:
            alive, mask = 3 * wide + 4 * narrow, 2 * cells
        else:
            alive, mask = max(3 * wide + 4 * narrow, self.heads * cells + 5 * narrow), 4 * cells
        return chunk * (4 * alive + mask)

    def compute(self, chunk: int, cells: int, flash_attention: FlashAttention) -> int:
        """Bytes of all buffers for such a decode: `graph`, logits, and a matrix's inputs as its kernel wants them."""
        logits = 4 * min(chunk, MOST_ROWS) * self.vocabulary
        return self.graph(chunk, cells, flash_attention) + logits + 2 * chunk * self.feed_forward


def _vision_compute(vision: ModelFile, image_tokens: int, given: int) -> int:
    """Bytes of a vision tower's buffers, the picture and its embeddings included."""
    patches = 4 * image_tokens
    heads = vision.number("clip.vision.attention.head_count")
    hidden = vision.number("clip.vision.embedding_length")
    wide = _number_or(vision, "clip.vision.feed_forward_length", 4 * hidden)
    alive = 2 * hidden + 3 * wide
    if vision_attention(vision, image_tokens) is FlashAttention.OFF:
        alive = max(alive, heads * patches + 7 * hidden)
    pixels = 2 * 4 * _PATCH_INPUTS
    work = 2 * max(wide, _PATCH_INPUTS)
    return patches * (4 * (alive + _PATCH_INPUTS) + pixels + work) + 2 * 4 * image_tokens * given


def _looked_up(text: ModelFile) -> int:
    """Bytes of the embedding table where it serves for nothing else: a few rows of the mapped file are read."""
    by_name = {tensor.name: tensor.bytes for tensor in text.tensors}
    return by_name.get("token_embd.weight", 0) if "output.weight" in by_name else 0


def _number_or(file: ModelFile, key: str, default: int) -> int:
    try:
        return file.number(key)
    except ModelFormatError:
        return default


def _length(file: ModelFile, key: str) -> int:
    value = file.metadata.get(key)
    return len(value) if isinstance(value, tuple) else 0
