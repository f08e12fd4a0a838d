"""Writes a GLM-4V of any size with random weights as GGUF files, quantised from the start, to measure with.

Names, shapes and metadata are those that converting a checkpoint of this shape gives.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from llm.convert.checkpoint import Checkpoint
from llm.convert.conversion import ConvertedModel, text_header, vision_header
from llm.convert.random_checkpoint import CheckpointShape, Filling, write_random_checkpoint
from llm.convert.text import text_tensors
from llm.convert.vision import vision_tensors
from llm.convert.writer import Progress, TensorPlan, WeightType, shifted, write_gguf
from llm.disk import require_space

_SPREAD = 0.02
"""Standard deviation of the weights: GLM's ``initializer_range``."""

_POOL_VALUES = (1 << 22) - 4093 * 32
"""Random values that every tensor takes its own from, each from another place on: a generator would take minutes."""

_Q4_VALUES = 32
_Q4_SCALE = _SPREAD / np.sqrt(np.mean(np.arange(-7, 8) ** 2))


class MatrixType(IntEnum):
    """Number format of the matrices (ggml.h, enum ggml_type)."""

    F32 = 0
    F16 = 1
    Q4_0 = 2

    @property
    def file_type(self) -> int:
        """What ``general.file_type`` calls such a file (llama.h, enum llama_ftype)."""
        return int(self)


@dataclass(frozen=True, kw_only=True)
class RandomTensor:
    """A tensor of random values, ready for `write_gguf`; norms are 1, so that signals keep their size between layers.

    Attributes:
        name: Its name in the GGUF file.
        shape: Its shape as numpy counts, slowest dimension first.
        ggml_type: The format that it is written in.
        pool: Encoded random values of that format.
        start: Where in the pool it begins, in bytes.
    """

    name: str
    shape: tuple[int, ...]
    ggml_type: MatrixType
    pool: NDArray[np.uint8]
    start: int

    @property
    def bytes(self) -> int:
        """Size of the data without padding."""
        values = prod(self.shape)
        return values // _Q4_VALUES * 18 if self.ggml_type is MatrixType.Q4_0 else values * (4 >> self.ggml_type)

    def encoded(self) -> Iterator[NDArray[np.uint8]]:
        """The data, a block at a time."""
        first, left = self.start, self.bytes
        while left:
            block = self.pool[first : first + left]
            yield block
            left -= len(block)
            first = 0


def write_random_gguf(
    folder: Path,
    shape: CheckpointShape,
    *,
    matrices: MatrixType = MatrixType.Q4_0,
    vision_matrices: MatrixType = MatrixType.F16,
    seed: int = 0,
    on_progress: Progress | None = None,
) -> ConvertedModel:
    """Write ``model.gguf`` and ``mmproj.gguf`` to `folder`; memory stays near 100 MB whatever the shape.

    Args:
        folder: Made where it is absent; files of these names are replaced.
        shape: Sizes of the model; for Q4_0 each matrix has rows of a multiple of 32 values.
        matrices: Format of the language model's matrices, embedding and output included; vectors are float32.
        vision_matrices: The same of the vision model, but for what llama.cpp wants as float32.
        seed: Of the random values.
        on_progress: Is told how many bytes of both files are written.

    Raises:
        DiskSpaceError: There is no room for the files.
    """
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        write_random_checkpoint(Path(scratch), shape, filling=Filling.HOLES)
        checkpoint = Checkpoint(Path(scratch))
        texts = text_tensors(checkpoint, WeightType.F16)
        visions = vision_tensors(checkpoint, WeightType.F16)
        text = {**text_header(checkpoint, texts, "random"), "general.file_type": matrices.file_type}
        vision = {**vision_header(checkpoint, "random"), "general.file_type": vision_matrices.file_type}
    pools: dict[MatrixType, NDArray[np.uint8]] = {}
    text_data, vision_data = (
        [_random_tensor(plan, kind, pools, random) for plan in plans]
        for plans, kind in ((texts, matrices), (visions, vision_matrices))
    )
    text_bytes, vision_bytes = _bytes(text_data), _bytes(vision_data)
    total = text_bytes + vision_bytes
    require_space(folder, total)
    files = ConvertedModel(model=folder / "model.gguf", mmproj=folder / "mmproj.gguf")
    write_gguf(files.model, text, text_data, on_progress=shifted(on_progress, 0, total))
    write_gguf(files.mmproj, vision, vision_data, on_progress=shifted(on_progress, text_bytes, total))
    return files


def _bytes(tensors: Sequence[RandomTensor]) -> int:
    return sum(tensor.bytes for tensor in tensors)


def _random_tensor(
    plan: TensorPlan, matrices: MatrixType, pools: dict[MatrixType, NDArray[np.uint8]], random: np.random.Generator
) -> RandomTensor:
    kind = MatrixType.F32 if plan.weight_type is WeightType.F32 else matrices
    # Convolutions have no quantised kernel, and quantised rows are whole blocks.
    if kind is MatrixType.Q4_0 and (len(plan.shape) > 2 or plan.shape[-1] % _Q4_VALUES):
        kind = MatrixType.F16
    if plan.name.endswith(("norm.weight", "ln1.weight", "ln2.weight", "post_ln.weight", "norm_embd.weight")):
        ones = np.ones(prod(plan.shape), dtype="<f4").view(np.uint8)
        return RandomTensor(name=plan.name, shape=plan.shape, ggml_type=MatrixType.F32, pool=ones, start=0)
    if kind not in pools:
        pools[kind] = _POOLS[kind](random)
    block = 18 if kind is MatrixType.Q4_0 else 4 >> kind
    start = int(random.integers(len(pools[kind]) // block)) * block
    return RandomTensor(name=plan.name, shape=plan.shape, ggml_type=kind, pool=pools[kind], start=start)


def _floats(random: np.random.Generator, kind: str) -> NDArray[np.uint8]:
    return random.normal(0, _SPREAD, _POOL_VALUES).astype(kind).view(np.uint8)


def _q4_blocks(random: np.random.Generator) -> NDArray[np.uint8]:
    """Blocks of a scale and 32 nibbles (ggml-common.h, block_q4_0); -8 is left out, so that the mean is 0."""
    count = _POOL_VALUES // _Q4_VALUES
    scales = np.full((count, 1), _Q4_SCALE, dtype="<f2").view(np.uint8)
    nibbles = random.integers(1, 16, (count, _Q4_VALUES), dtype=np.uint8)
    return np.concatenate([scales, nibbles[:, :16] | nibbles[:, 16:] << 4], axis=1).ravel()


_POOLS: dict[MatrixType, Callable[[np.random.Generator], NDArray[np.uint8]]] = {
    MatrixType.F32: lambda random: _floats(random, "<f4"),
    MatrixType.F16: lambda random: _floats(random, "<f2"),
    MatrixType.Q4_0: _q4_blocks,
}
