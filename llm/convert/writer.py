"""Writes a GGUF file: metadata, tensor infos, aligned tensor data, one block of a tensor in memory at a time.

Format: ggml/docs/gguf.md, version 3, little-endian.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from llm.disk import require_space, space_errors
from llm.errors import ConversionError

MetadataValue = str | bool | int | float | Sequence[str] | Sequence[int] | Sequence[float]

_ALIGNMENT = 32
_UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9


class WeightType(IntEnum):
    """Number format of a tensor (ggml.h, enum ggml_type)."""

    F32 = 0
    F16 = 1
    BF16 = 30

    @property
    def file_type(self) -> int:
        """What ``general.file_type`` calls a file of such matrices (llama.h, enum llama_ftype)."""
        return 32 if self is WeightType.BF16 else int(self)


Values = NDArray[np.float32] | Iterator[NDArray[np.float32]]
"""A tensor's values, whole or in consecutive blocks of its slowest dimension."""

Progress = Callable[[int, int], None]
"""Is called with the bytes that are written and those that there are to write."""


@dataclass(frozen=True, kw_only=True)
class TensorPlan:
    """A tensor to be written.

    Attributes:
        name: Its name in the GGUF file.
        shape: Its shape as numpy counts, slowest dimension first.
        weight_type: The format that it is written in.
        load: Gives the values; called once, when its turn comes.
    """

    name: str
    shape: tuple[int, ...]
    weight_type: WeightType
    load: Callable[[], Values]

    @property
    def ggml_type(self) -> WeightType:
        """The number of the format that it is written in."""
        return self.weight_type

    @property
    def bytes(self) -> int:
        """Size of the data without padding."""
        return prod(self.shape) * (4 if self.weight_type is WeightType.F32 else 2)

    def encoded(self) -> Iterator[NDArray[Any]]:
        """The data as it is written, a block at a time.

        Raises:
            ConversionError: A value is too large for the format.
        """
        loaded = self.load()
        for block in (loaded,) if isinstance(loaded, np.ndarray) else loaded:
            try:
                with np.errstate(over="raise"):
                    data = _encoded(block, self.weight_type)
            except FloatingPointError as error:
                raise ConversionError(
                    f"tensor {self.name} has values that {self.weight_type.name} cannot hold: convert to BF16 or F32"
                ) from error
            yield data


class Writable(Protocol):
    """What `write_gguf` has to know of a tensor; see `TensorPlan`."""

    @property
    def name(self) -> str: ...

    @property
    def shape(self) -> tuple[int, ...]: ...

    @property
    def ggml_type(self) -> int: ...

    @property
    def bytes(self) -> int: ...

    def encoded(self) -> Iterator[NDArray[Any]]: ...


def shifted(on_progress: Progress | None, before: int, total: int) -> Progress | None:
    """Tell of one file's progress as a part of several files'."""
    if on_progress is None:
        return None
    return lambda done, _: on_progress(min(before + done, total), total)


def write_gguf(
    path: Path,
    metadata: Mapping[str, MetadataValue],
    tensors: Sequence[Writable],
    *,
    on_progress: Progress | None = None,
) -> None:
    """Write `path` anew; it appears under its name only once it is whole, and nothing is left where it fails.

    Args:
        path: The file.
        metadata: Key-value pairs in the order in which they are written; whole numbers become uint32, or int32 where
            they are negative.
        tensors: The tensors in the order in which they are written.
        on_progress: Is told after each block.

    Raises:
        ConversionError: A value is too large for the format that it is to be written in.
        DiskSpaceError: There is no room.
    """
    total = sum(_padded(tensor.bytes) for tensor in tensors)
    require_space(path.parent, total)
    partial = path.with_name(path.name + ".part")
    try:
        with space_errors(partial), partial.open("wb") as stream:
            _write_header(stream, metadata, tensors)
            done = 0
            for tensor in tensors:
                for size in _write_tensor(stream, tensor):
                    done += size
                    if on_progress is not None:
                        on_progress(done, total)
                _pad(stream)
                done += _padded(tensor.bytes) - tensor.bytes
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def _write_header(stream: BinaryIO, metadata: Mapping[str, MetadataValue], tensors: Sequence[Writable]) -> None:
    stream.write(struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(metadata)))
    for key, value in metadata.items():
        stream.write(_string(key) + _value(value))
    offset = 0
    for tensor in tensors:
        dimensions = tensor.shape[::-1]
        stream.write(_string(tensor.name) + struct.pack(f"<I{len(dimensions)}Q", len(dimensions), *dimensions))
        stream.write(struct.pack("<IQ", tensor.ggml_type, offset))
        offset += _padded(tensor.bytes)
    _pad(stream)


def _write_tensor(stream: BinaryIO, tensor: Writable) -> Iterator[int]:
    """Write a tensor block by block; gives the bytes of each."""
    written = 0
    for data in tensor.encoded():
        stream.write(data.data)
        written += data.nbytes
        yield data.nbytes
    if written != tensor.bytes:
        raise ValueError(f"tensor {tensor.name} was planned with {tensor.bytes} bytes and has {written}")


def _encoded(values: NDArray[np.float32], weight_type: WeightType) -> NDArray[Any]:
    if weight_type is WeightType.F32:
        return np.ascontiguousarray(values, dtype="<f4")
    if weight_type is WeightType.F16:
        return np.ascontiguousarray(values.astype("<f2"))
    bits = np.ascontiguousarray(values, dtype="<f4").view("<u4")
    # To the nearest, halves to the even one; a value that was BF16 before comes out as it was.
    return ((bits + (0x7FFF + ((bits >> 16) & 1))) >> 16).astype("<u2")


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _pad(stream: BinaryIO) -> None:
    position = stream.tell()
    stream.write(bytes(_padded(position) - position))


def _string(text: str) -> bytes:
    data = text.encode("utf-8")
    return struct.pack("<Q", len(data)) + data


def _value(value: MetadataValue) -> bytes:
    kind, data = _scalar(value) if isinstance(value, str | bool | int | float) else _array(value)
    return struct.pack("<I", kind) + data


def _scalar(value: str | bool | int | float) -> tuple[int, bytes]:
    if isinstance(value, str):
        return _STRING, _string(value)
    if isinstance(value, bool):
        return _BOOL, struct.pack("<?", value)
    if isinstance(value, float):
        return _FLOAT32, struct.pack("<f", value)
    return (_UINT32, struct.pack("<I", value)) if value >= 0 else (_INT32, struct.pack("<i", value))


def _array(values: Sequence[str] | Sequence[int] | Sequence[float]) -> tuple[int, bytes]:
    if any(isinstance(value, str) for value in values):
        kind, parts = _STRING, [_string(str(value)) for value in values]
    elif any(isinstance(value, float) for value in values):
        kind, parts = _FLOAT32, [struct.pack("<f", value) for value in values]
    else:
        kind, parts = _INT32, [struct.pack("<i", value) for value in values]
    return _ARRAY, struct.pack("<IQ", kind, len(parts)) + b"".join(parts)
