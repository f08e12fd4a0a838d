"""How a model lies in memory and how it attends: what an engine is told when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class CacheType(IntEnum):
    """Number format of the KV cache (ggml.h, enum ggml_type)."""

    F32 = 0
    F16 = 1
    Q8_0 = 8


class FlashAttention(IntEnum):
    """Whether attention runs fused: less memory, and F16 inside (llama.h, enum llama_flash_attn_type)."""

    OFF = 0
    ON = 1


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where weights lie.

    Attributes:
        mmap: The file is mapped: weights that llama.cpp does not bring into another order stay in the page cache, from
            where they can be dropped and read again. Otherwise all are copied.
        repack: Weights are brought into the order of the processor's fastest kernels, as a copy that cannot be dropped.
        gpu_layers: Layers that are computed on a GPU, where llama.cpp was built for one.
    """

    mmap: bool = True
    repack: bool = True
    gpu_layers: int = 0


ON_PROCESSOR = Placement()
"""The fastest on a processor."""
