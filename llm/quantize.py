"""Makes a smaller GGUF of a language or vision model through llama.cpp's own quantisation."""

from __future__ import annotations

import ctypes
import os
from enum import IntEnum
from pathlib import Path

from llm.bindings import library
from llm.errors import EngineError, LlmUsageError
from llm.model_file import read_model_file


class Quantization(IntEnum):
    """Formats to quantise to (llama.h, enum llama_ftype)."""

    F16 = 1
    Q4_0 = 2
    Q8_0 = 7
    Q4_K_M = 15
    Q5_K_M = 17
    Q6_K = 18


def quantize(source: Path, target: Path, quantization: Quantization, *, threads: int = 1) -> None:
    """Write `source` to `target` with smaller weights; `target` appears only once it is whole.

    Of a vision model, patch and position embeddings and the patch merger keep their format (llama-quant.cpp,
    tensor_allows_quantization).

    Args:
        source: A GGUF model in F32, F16 or BF16.
        target: The file to write; replaced where it exists.
        quantization: The format.
        threads: CPU threads.

    Raises:
        ModelFormatError: `source` is no GGUF model.
        LlmUsageError: Both paths name one file.
        EngineError: llama.cpp failed.
    """
    read_model_file(source)
    if target.exists() and target.samefile(source):
        raise LlmUsageError(f"{target} cannot be quantised onto itself: name another file")
    native = library()
    params = native.llama.llama_model_quantize_default_params()
    params.ftype, params.nthread = int(quantization), threads
    partial = target.with_name(target.name + ".part")
    native.log.take()
    status = native.llama.llama_model_quantize(str(source).encode(), str(partial).encode(), ctypes.byref(params))
    if status != 0:
        partial.unlink(missing_ok=True)
        raise EngineError(f"llama.cpp cannot quantise {source} to {quantization.name}: {native.log.take()}")
    os.replace(partial, target)
