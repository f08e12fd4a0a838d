"""Loads a language model's weights into llama.cpp, and gives back the memory that loading alone took."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from llm.bindings import Library
from llm.errors import EngineError, LlmUsageError
from llm.formats import Placement

_LOAD_COPY, _LOAD_MMAP = 0, 1
"""LLAMA_LOAD_MODE_NONE and LLAMA_LOAD_MODE_MMAP (llama.h, enum llama_load_mode)."""

_TRIM_EVERY = 256 << 20
"""Bytes of weights that are read between two looks at what of the mapped file is resident."""

_MADV_DONTNEED = 4
"""asm-generic/mman-common.h; of a file that is mapped and not written to, it only drops the pages from the process."""


def load_model(library: Library, path: Path, placement: Placement, *, size: int) -> int:
    """Load the weights of a GGUF file.

    llama.cpp maps a file with all its pages in place, and copies those that it repacks: both together are twice the
    weights.  The mapped pages are dropped while it goes on; those that are needed later come back from the page cache.

    Args:
        library: The loaded bindings.
        path: The file; it was checked before.
        placement: Where the weights lie.
        size: Bytes of the weights.

    Returns:
        Pointer to the model, for ``llama_model_free``.

    Raises:
        LlmUsageError: Layers are to lie on a GPU and llama.cpp was built for none.
        EngineError: llama.cpp could not load it.
    """
    llama = library.llama
    if placement.gpu_layers and not llama.llama_supports_gpu_offload():
        raise LlmUsageError(
            "llama.cpp was built for no GPU: use no GPU layers, or install llama-cpp-python with a GPU backend"
        )
    params = llama.llama_model_default_params()
    params.n_gpu_layers = placement.gpu_layers
    params.use_extra_bufts = placement.repack
    params.load_mode = _LOAD_MMAP if placement.mmap else _LOAD_COPY
    trimmed = 0.0

    def on_progress(share: float, _user: object) -> bool:
        nonlocal trimmed
        if share in (0.0, 1.0) or (share - trimmed) * size > _TRIM_EVERY:
            trimmed = share
            drop_mapped(path)
        return True

    callback = llama.llama_progress_callback(on_progress)
    if placement.mmap and sys.platform in ("linux", "android"):
        params.progress_callback = callback
    model = llama.llama_model_load_from_file(str(path).encode("utf-8"), params)
    if not model:
        raise EngineError(f"llama.cpp cannot load {path}: {library.log.take()}")
    return int(model)


def drop_mapped(path: Path, *, maps: Path = Path("/proc/self/maps")) -> int:
    """Drop the pages of a mapped file from this process; gives the bytes that were mapped.

    Args:
        path: The file; it is mapped for reading alone.
        maps: What this process has mapped (proc_pid_maps(5)).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    name, dropped = str(path.resolve()), 0
    for line in maps.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        fields = line.split(maxsplit=5)
        if len(fields) == 6 and fields[5] == name and fields[1].startswith("r--"):
            start, end = (int(part, 16) for part in fields[0].split("-"))
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), _MADV_DONTNEED)
            dropped += end - start
    return dropped
