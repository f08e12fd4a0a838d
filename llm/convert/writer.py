"""Writes a GGUF file: metadata, tensor infos, aligned tensor data, one tensor in memory at a time.

Format: ggml/docs/gguf.md, version 3, little-endian.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

MetadataValue = str | bool | int | float | Sequence[str] | Sequence[int] | Sequence[float]

_ALIGNMENT = 32
_UINT32, _INT32, _FLOAT32, _BOOL, _STRING, _ARRAY = 4, 5, 6, 7, 8, 9


class WeightType(IntEnum):
    """Number format of a tensor (ggml.h, enum ggml_type)."""

    F32 = 0
    F16 = 1


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
    load: Callable[[], NDArray[np.float32]]

    @property
    def bytes(self) -> int:
        """Size of the data without padding."""
        return int(np.prod(self.shape)) * (4 if self.weight_type is WeightType.F32 else 2)


def write_gguf(path: Path, metadata: Mapping[str, MetadataValue], tensors: Sequence[TensorPlan]) -> None:
    """Write `path` anew; it appears under its name only once it is whole.

    Args:
        path: The file.
        metadata: Key-value pairs in the order in which they are written; whole numbers become uint32, or int32 where
            they are negative.
        tensors: The tensors in the order in which they are written.
    """
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as stream:
        stream.write(struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(metadata)))
        for key, value in metadata.items():
            stream.write(_string(key) + _value(value))
        offset = 0
        for tensor in tensors:
            dimensions = tensor.shape[::-1]
            stream.write(_string(tensor.name) + struct.pack(f"<I{len(dimensions)}Q", len(dimensions), *dimensions))
            stream.write(struct.pack("<IQ", tensor.weight_type, offset))
            offset += _padded(tensor.bytes)
        _pad(stream)
        for tensor in tensors:
            values = tensor.load().reshape(tensor.shape)
            stream.write(values.astype("<f4" if tensor.weight_type is WeightType.F32 else "<f2").tobytes())
            _pad(stream)
    os.replace(partial, path)


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
