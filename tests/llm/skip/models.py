"""Models to skip in, and the same models with layers taken out of their files: what skipping has to agree with."""

from __future__ import annotations

import ctypes
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.bindings import AbortFlag, library
from llm.context import Context, Decoded, Depth
from llm.convert.random_checkpoint import CheckpointShape
from llm.formats import CacheType, FlashAttention, Placement
from llm.model_file import read_model_file
from llm.quantize import Quantization
from llm.skip.half import FULL_DEPTH, Half, Mask, Part

SHAPE = CheckpointShape(
    layers=4,
    hidden=128,
    feed_forward=192,
    heads=2,
    kv_heads=1,
    vocabulary=320,
    vision_layers=1,
    vision_hidden=64,
    vision_heads=2,
)

_ABORT = AbortFlag()
_NORMS = {Part.ATTENTION: "post_attention_norm", Part.FEED_FORWARD: "post_ffw_norm"}


def open_context(
    path: Path,
    depth: Depth = Depth.VARIABLE,
    *,
    cache_type: CacheType = CacheType.F16,
    flash_attention: FlashAttention = FlashAttention.ON,
    chunk: int = 128,
    gpu_layers: int = 0,
) -> Context:
    return Context(
        library(),
        path,
        size=512,
        chunk=chunk,
        threads=1,
        cache_type=cache_type,
        flash_attention=flash_attention,
        abort=_ABORT,
        depth=depth,
        placement=Placement(gpu_layers=gpu_layers),
    )


def tokens(count: int) -> tuple[int, ...]:
    return tuple(int(token) for token in np.random.default_rng(1).integers(40, 250, count))


def said(context: Context, mask: Mask = FULL_DEPTH, count: int = 90, prompt: int = 70) -> NDArray[np.float32]:
    """Logits after a prompt's last tokens and after each further token, from an empty cache on, all at one depth."""
    context.cut(0)
    context.leave_out(mask)
    wanted = tokens(count)
    assert context.decode_tokens(wanted[:prompt], 0, logits=3) is Decoded.DONE
    rows = [context.logits(row).copy() for row in (-3, -2, -1)]
    for position in range(prompt, count):
        assert context.decode_tokens((wanted[position],), position, logits=1) is Decoded.DONE
        rows.append(context.logits().copy())
    return np.array(rows)


def without_layers(path: Path, numbers: Sequence[int], target: Path) -> Path:
    """Have llama.cpp write the model without these layers."""
    llama = library().llama
    params = llama.llama_model_quantize_default_params()
    params.only_copy = True
    # Ended by -1 (src/llama-quant.cpp).
    pruned = (ctypes.c_int32 * (len(numbers) + 1))(*numbers, -1)
    params.prune_layers = pruned
    assert llama.llama_model_quantize(str(path).encode(), str(target).encode(), ctypes.byref(params)) == 0
    return target


def requantised(path: Path, quantization: Quantization, target: Path) -> Path:
    """Have llama.cpp write the model in another format, whatever it is in."""
    llama = library().llama
    params = llama.llama_model_quantize_default_params()
    params.ftype, params.allow_requantize, params.nthread = int(quantization), True, 1
    assert llama.llama_model_quantize(str(path).encode(), str(target).encode(), ctypes.byref(params)) == 0
    return target


def without_effect(path: Path, mask: Mask, target: Path) -> Path:
    """Copy the model with the norms after these halves set to 0, so that they are computed and add nothing."""
    file = read_model_file(path)
    shutil.copy(path, target)
    start = path.stat().st_size - max(-(-(one.offset + one.bytes) // 32) * 32 for one in file.tensors)
    names = {f"blk.{half.layer}.{_NORMS[half.part]}.weight" for half in mask}
    with target.open("r+b") as stream:
        for tensor in file.tensors:
            if tensor.name in names:
                stream.seek(start + tensor.offset)
                stream.write(bytes(tensor.bytes))
                names.remove(tensor.name)
    assert not names
    return target


def halves(*texts: str) -> Mask:
    return frozenset(Half.parse(text) for text in texts)


def same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether two sets of logits, or two saved states, are bit-identical, and no mere zeros."""
    return bool(np.array_equal(one, other)) and bool(np.ptp(one) > 0)
