"""Holds the memory that a model needs against what is free, before llama.cpp takes it and the process is killed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from llm.context import MOST_ROWS, CacheType, FlashAttention
from llm.errors import ModelFormatError, ModelMemoryError
from llm.image_size import CELL
from llm.lease_keeper import Keeper
from llm.model_file import ModelFile

MODEL_MEMORY = "MiB of memory for models"
"""What the memory of loaded models is called in the ledger of leases."""

_MIB = 1 << 20
_GIB = 1 << 30

_OVERHEAD = 64 * _MIB
"""Graph, tokenizer tables, allocator slack."""

_CACHE_BYTES = {CacheType.F32: 4.0, CacheType.F16: 2.0, CacheType.Q8_0: 34 / 32}
"""Bytes per value of the KV cache (ggml.c, type_traits)."""

_MOST_SCORES = 128 * _MIB
"""Attention scores of one layer of a vision tower beyond which they are never written out."""

_CONTEXT_STEP = 256
"""llama.cpp rounds a context up to this (llama-context.cpp)."""


@dataclass(frozen=True, kw_only=True)
class MemoryNeed:
    """Bytes that an engine takes.

    Attributes:
        weights: Of both models.
        cache: Keys and values.
        compute: Buffers of the largest graph, logits and overhead included.
    """

    weights: int
    cache: int
    compute: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.weights + self.cache + self.compute


def memory_need(
    text: ModelFile,
    vision: ModelFile | None,
    *,
    context: int,
    chunk: int,
    cache_type: CacheType,
    image_tokens: int,
) -> MemoryNeed:
    """What an engine of these files takes, from their headers.

    The buffers are upper estimates: the widest tensors of one layer at once, for a chunk of tokens and for a picture.
    """
    architecture = text.metadata.get("general.architecture")
    layers = text.number(f"{architecture}.block_count")
    embedding = text.number(f"{architecture}.embedding_length")
    heads = text.number(f"{architecture}.attention.head_count")
    kv_heads = _number_or(text, f"{architecture}.attention.head_count_kv", heads)
    key = _number_or(text, f"{architecture}.attention.key_length", embedding // heads)
    value = _number_or(text, f"{architecture}.attention.value_length", embedding // heads)
    width = _number_or(text, f"{architecture}.feed_forward_length", 4 * embedding)
    vocabulary = _number_or(text, f"{architecture}.vocab_size", _token_count(text))
    cache = int(_cells(context) * layers * kv_heads * (key + value) * _CACHE_BYTES[cache_type])
    compute = 4 * min(chunk, context) * (8 * embedding + 4 * width) + 4 * MOST_ROWS * vocabulary + _OVERHEAD
    weights = text.weight_bytes
    if vision is not None:
        hidden = vision.number("clip.vision.embedding_length")
        patches = 4 * image_tokens
        compute += 4 * patches * (12 * hidden + 3 * (CELL // 2) ** 2) + _OVERHEAD
        if vision_attention(vision, image_tokens) is FlashAttention.OFF:
            compute += _score_bytes(vision, image_tokens)
        weights += vision.weight_bytes
    return MemoryNeed(weights=weights, cache=cache, compute=compute)


def vision_attention(vision: ModelFile, image_tokens: int) -> FlashAttention:
    """How a vision tower should attend for pictures of this size.

    Fused attention adds values up in F16, which costs accuracy over thousands of patches; written out, the scores take
    memory with the square of the patches.  So: fused only where they would not fit into 128 MiB.
    """
    return FlashAttention.OFF if _score_bytes(vision, image_tokens) <= _MOST_SCORES else FlashAttention.ON


def _cells(context: int) -> int:
    return -(-context // _CONTEXT_STEP) * _CONTEXT_STEP


def _score_bytes(vision: ModelFile, image_tokens: int) -> int:
    return 4 * vision.number("clip.vision.attention.head_count") * (4 * image_tokens) ** 2


def free_memory(*, proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that this process can still take, or None where the system doesn't say.

    The least of the system's ``MemAvailable`` and what each control group above this process leaves, page cache that
    can be dropped counted as free.  Both are Linux's; Android has them too.
    """
    groups = _groups(proc / "self" / "cgroup", cgroups)
    amounts = [_meminfo(proc / "meminfo", "MemAvailable:"), *(_left(*group) for group in groups)]
    known = [amount for amount in amounts if amount is not None]
    return min(known) if known else None


def whole_memory(*, proc: Path = Path("/proc"), cgroups: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Bytes that all processes like this one have together, or None where the system doesn't say.

    The least of the system's ``MemTotal`` and the limit of each control group above this process.
    """
    limits = [limit for limit, *_ in _groups(proc / "self" / "cgroup", cgroups)]
    known = [amount for amount in (_meminfo(proc / "meminfo", "MemTotal:"), *limits) if amount is not None]
    return min(known) if known else None


def check_memory(
    text: ModelFile,
    vision: ModelFile | None,
    *,
    context: int,
    chunk: int,
    cache_type: CacheType,
    image_tokens: int,
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
        free: Bytes that are free; None looks them up.

    Raises:
        ModelMemoryError: It does not fit; the message proposes a context that does, or a smaller quantisation.
    """
    need = memory_need(text, vision, context=context, chunk=chunk, cache_type=cache_type, image_tokens=image_tokens)
    free = free_memory() if free is None else free
    if free is None or need.total <= free:
        return need
    per_step = max(1, need.cache * _CONTEXT_STEP // max(context, _CONTEXT_STEP))
    steps = (free - need.weights - need.compute) // per_step
    smaller = int(steps) * _CONTEXT_STEP if steps > 0 else None
    advice = (
        f"use a context of at most {smaller} tokens"
        if smaller is not None
        else f"use a smaller quantisation of the model (its weights take {_size(need.weights)}) or a smaller model"
    )
    raise ModelMemoryError(
        f"{text.path.name} with a context of {context} tokens needs {_size(need.total)}, "
        f"and {_size(free)} is free: {advice}",
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


def _number_or(file: ModelFile, key: str, default: int) -> int:
    try:
        return file.number(key)
    except ModelFormatError:
        return default


def _token_count(file: ModelFile) -> int:
    tokens = file.metadata.get("tokenizer.ggml.tokens")
    return len(tokens) if isinstance(tokens, tuple) else 0


def _meminfo(meminfo: Path, key: str) -> int | None:
    for line in _lines(meminfo):
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    return None


def _groups(membership: Path, root: Path) -> list[tuple[int | None, Path, str, str]]:
    """The control groups above this process: limit, folder, names of what is used and of what can be dropped."""
    found: list[tuple[int | None, Path, str, str]] = []
    for line in _lines(membership):
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            limit, used, cached = "memory.max", "memory.current", "inactive_file"
            base = root
        elif "memory" in controllers.split(","):
            limit, used, cached = "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"
            base = root / "memory"
        else:
            continue
        folder = base / path.strip("/")
        # Inside a container the path is the host's; what is mounted at the root then is the container's own group.
        chain = [folder, *folder.parents] if folder.is_dir() else [base]
        found.extend(
            (_first_number(group / limit), group, used, cached)
            for group in chain
            if group == base or base in group.parents
        )
    return found


def _left(limit: int | None, group: Path, used_name: str, cached_name: str) -> int | None:
    used = _first_number(group / used_name)
    if limit is None or used is None:
        return None
    cached = next((int(line.split()[1]) for line in _lines(group / "memory.stat") if line.split()[0] == cached_name), 0)
    return max(0, limit - used + cached)


def _first_number(path: Path) -> int | None:
    text = next(iter(_lines(path)), "max")
    return int(text) if text.isdigit() else None


def _lines(path: Path) -> list[str]:
    if not os.access(path, os.R_OK):
        return []
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError:
        return []
