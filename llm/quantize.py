"""Makes a smaller GGUF of a language or vision model through llama.cpp's own quantisation."""

from __future__ import annotations

import ctypes
import os
import re
import threading
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

from llm.bindings import library
from llm.disk import require_space
from llm.errors import EngineError, LlmUsageError
from llm.ggml_types import type_name
from llm.model_file import ModelFile, read_model_file

_UNQUANTISED = {"F32", "F16", "BF16"}
_TENSOR = re.compile(r"\[\s*(\d+)/\s*(\d+)\]")
"""How llama.cpp's log counts the tensors that it has come to (llama-quant.cpp)."""


class Quantization(IntEnum):
    """Formats to quantise to (llama.h, enum llama_ftype)."""

    F16 = 1
    Q4_0 = 2
    Q8_0 = 7
    Q3_K_M = 12
    Q4_K_S = 14
    Q4_K_M = 15
    Q5_K_M = 17
    Q6_K = 18
    IQ4_NL = 25
    BF16 = 32

    @property
    def bits(self) -> float:
        """Bits per weight of a large model, as llama.cpp's table of formats says (tools/quantize/quantize.cpp)."""
        return _BITS[self]


_BITS = {
    Quantization.F16: 16.0,
    Quantization.Q4_0: 4.7,
    Quantization.Q8_0: 8.5,
    Quantization.Q3_K_M: 4.0,
    Quantization.Q4_K_S: 4.7,
    Quantization.Q4_K_M: 4.9,
    Quantization.Q5_K_M: 5.7,
    Quantization.Q6_K: 6.6,
    Quantization.IQ4_NL: 4.6,
    Quantization.BF16: 16.0,
}

OnTensor = Callable[[int, int], None]
"""Is called with the number of the tensor that is worked on and how many there are."""


def quantize(
    source: Path,
    target: Path,
    quantization: Quantization,
    *,
    threads: int = 1,
    on_tensor: OnTensor | None = None,
) -> None:
    """Write `source` to `target` with smaller weights; `target` appears only once it is whole.

    Of a vision model, patch and position embeddings and the patch merger keep their format (llama-quant.cpp,
    tensor_allows_quantization).

    Args:
        source: A GGUF model in F32, F16 or BF16.
        target: The file to write; replaced where it exists.
        quantization: The format.
        threads: CPU threads.
        on_tensor: Is told of the progress, in another thread.

    Raises:
        ModelFormatError: `source` is no GGUF model.
        LlmUsageError: Both paths name one file, or `source` is quantised already.
        DiskSpaceError: There is no room for `target`.
        EngineError: llama.cpp failed.
    """
    file = read_model_file(source)
    _check(file, target)
    weights = sum(tensor.values for tensor in file.tensors)
    require_space(target.parent, int(min(file.weight_bytes, weights * quantization.bits / 8)))
    partial = target.with_name(target.name + ".part")
    try:
        status, reason = _run(source, partial, quantization, threads, on_tensor)
        if status != 0:
            raise EngineError(f"llama.cpp cannot quantise {source} to {quantization.name}: {reason}")
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def _check(file: ModelFile, target: Path) -> None:
    if not target.parent.is_dir():
        raise LlmUsageError(f"there is no folder {target.parent} to write to: make it first")
    if target.exists() and target.samefile(file.path):
        raise LlmUsageError(f"{target} cannot be quantised onto itself: name another file")
    found = {type_name(tensor.ggml_type) for tensor in file.tensors} - _UNQUANTISED
    if found:
        raise LlmUsageError(
            f"{file.path} is quantised already ({', '.join(sorted(found))}): quantise the F16 or BF16 file it came from"
        )


def _run(
    source: Path, partial: Path, quantization: Quantization, threads: int, on_tensor: OnTensor | None
) -> tuple[int, str]:
    """Quantise in a thread: Ctrl-C reaches Python at once, which a native call in the main thread would keep waiting.

    A thread that is left behind ends with the process; its file has no name by then.
    """
    native = library()
    params = native.llama.llama_model_quantize_default_params()
    params.ftype, params.nthread = int(quantization), threads
    outcome: list[int] = []

    def work() -> None:
        arguments = str(source).encode(), str(partial).encode(), ctypes.byref(params)
        outcome.append(int(native.llama.llama_model_quantize(*arguments)))

    native.log.take()
    native.log.listener = _counter(on_tensor) if on_tensor is not None else None
    try:
        worker = threading.Thread(target=work, name="quantize", daemon=True)
        worker.start()
        worker.join()
    finally:
        native.log.listener = None
    return outcome[0], native.log.take()


def _counter(on_tensor: OnTensor) -> Callable[[str], None]:
    def count(line: str) -> None:
        found = _TENSOR.match(line)
        if found:
            on_tensor(int(found[1]), int(found[2]))

    return count
