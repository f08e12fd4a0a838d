"""Holds the memory that a model needs against what is free, before llama.cpp takes it and the process is killed."""

from __future__ import annotations

from collections.abc import Iterator

from llm.errors import ModelMemoryError
from llm.formats import ON_PROCESSOR, CacheType, FlashAttention, Placement
from llm.free_memory import free_memory, whole_memory
from llm.lease_keeper import Keeper
from llm.memory_need import CONTEXT_STEP, MemoryNeed, memory_need, trained_context
from llm.model_file import ModelFile

MODEL_MEMORY = "MiB of memory for models"
"""What the memory of loaded models is called in the ledger of leases."""

_MIB = 1 << 20
_GIB = 1 << 30

_LEAST_CONTEXT = 1024
"""Tokens below which a context is not proposed: a system prompt and a screenshot don't fit."""


def check_memory(
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
    free: int | None = None,
) -> MemoryNeed:
    """Make sure that an engine of these files fits.

    Args:
        text: The language model.
        vision: Its vision model.
        context: Tokens that the KV cache is to hold.
        chunk: Tokens per decode.
        cache_type: Number format of the KV cache.
        image_tokens: Most tokens of a picture.
        flash_attention: Whether the language model's attention runs fused.
        placement: Where weights lie.
        kept: Bytes that the engine may keep of earlier prompts; it keeps less where there is less room.
        free: Bytes that are free; None looks them up.

    Raises:
        ModelMemoryError: It does not fit; the message proposes what would.
    """

    def needed(size: int, kind: CacheType) -> MemoryNeed:
        return memory_need(
            text,
            vision,
            context=size,
            chunk=chunk,
            cache_type=kind,
            image_tokens=image_tokens,
            flash_attention=flash_attention,
            placement=placement,
            kept=kept,
        )

    need = needed(context, cache_type)
    free = free_memory() if free is None else free
    if free is None or need.total <= free:
        return need

    def largest(kind: CacheType) -> int | None:
        """The largest context that fits in such a cache and that the model was trained for, in llama.cpp's steps."""
        least, most = 0, min(context, trained_context(text) or context) // CONTEXT_STEP
        while least < most:
            middle = (least + most + 1) // 2
            if needed(middle * CONTEXT_STEP, kind).total <= free:
                least = middle
            else:
                most = middle - 1
        return least * CONTEXT_STEP if least * CONTEXT_STEP >= _LEAST_CONTEXT else None

    def ways() -> Iterator[str]:
        if smaller is not None:
            yield f"a context of at most {smaller} tokens (--context)"
        if cache_type is not CacheType.Q8_0 and flash_attention is FlashAttention.ON:
            beyond = context > (trained_context(text) or context)
            if needed(context, CacheType.Q8_0).total <= free and not beyond:
                yield "a cache in Q8_0 (--cache-type q8_0)"
            elif (quantised := largest(CacheType.Q8_0)) is not None and quantised > (smaller or 0):
                yield f"a cache in Q8_0 with a context of at most {quantised} tokens (--cache-type q8_0 --context)"
        if smaller is None:
            if placement.repack and placement.mmap and need.total - text.weight_bytes <= free:
                # Pages of the file that were not copied can be dropped and read again.
                yield "the weights left in the file, which is slow (--no-repack)"
            yield f"a smaller quantisation of the model (its weights take {_size(need.weights)}) or a smaller model"

    smaller = largest(cache_type)
    raise ModelMemoryError(
        f"{text.path.name} with a context of {context} tokens needs {_size(need.total)}, "
        f"and {_size(free)} is free: use {', or '.join(ways())}",
        needed=need.total,
        free=free,
        context=smaller,
    )


def lease_memory(leases: Keeper | None, need: MemoryNeed) -> None:
    """Lease what an engine takes, in MiB of all the memory there is.

    What is free does not show what other processes' models need: their weights lie in files that the system may drop
    from memory and then has to read again for each token.

    Raises:
        LeaseError: Together with theirs it is more than there is.
    """
    whole = whole_memory()
    if leases is not None and whole is not None:
        leases.take(MODEL_MEMORY, of=whole // _MIB, count=min(-(-need.total // _MIB), whole // _MIB))


def _size(count: int) -> str:
    return f"{count / _GIB:.1f} GiB" if count >= _GIB else f"{count / _MIB:.0f} MiB"
