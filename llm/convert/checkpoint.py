"""Reads a transformers checkpoint folder: configuration files and safetensors, without torch.

The safetensors layout (an 8-byte little-endian header length, a JSON header of dtype, shape and data offsets, then the
data) is read directly, a block of rows at a time. The files are read and not mapped: mapped pages would count as this
process's memory until the system takes them back.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from llm.errors import ConversionError

_NUMPY_TYPES: dict[str, np.dtype[Any]] = {
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype("<u2"),
    "F64": np.dtype("<f8"),
}


_BLOCK_VALUES = 16 << 20
"""Values that are read at once: 64 MiB as float32."""

_LONGEST_HEADER = 100 << 20
"""What the safetensors library takes at most; a header is some kilobytes."""

_INDEX = "model.safetensors.index.json"


@dataclass(frozen=True, kw_only=True)
class StoredTensor:
    """A tensor in a safetensors file.

    Attributes:
        file: The file.
        start: Where its data begins, in bytes from the beginning of the file.
        shape: Its shape, slowest dimension first.
        stored_type: Its number format as safetensors names it.
    """

    file: Path
    start: int
    shape: tuple[int, ...]
    stored_type: str

    def read(self) -> NDArray[np.float32]:
        """The values as float32 in the stored shape."""
        return self._read(0, prod(self.shape)).reshape(self.shape)

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """The values as float32, a block of whole rows of at most 64 MiB at a time."""
        rows = self.shape[0] if self.shape else 1
        row = prod(self.shape[1:])
        step = max(1, _BLOCK_VALUES // max(1, row))
        for first in range(0, rows, step):
            count = min(step, rows - first)
            yield self._read(first * row, count * row).reshape(count, *self.shape[1:])

    def _read(self, first: int, count: int) -> NDArray[np.float32]:
        kind = _NUMPY_TYPES[self.stored_type]
        values = np.fromfile(self.file, dtype=kind, count=count, offset=self.start + first * kind.itemsize)
        if len(values) != count:
            raise ConversionError(f"{self.file} became shorter while it was read: leave it alone and convert again")
        if self.stored_type == "BF16":
            wide = values.astype(np.uint32)
            wide <<= 16
            return wide.view(np.float32)
        return values.astype(np.float32, copy=False)


class Checkpoint:
    """A folder as `save_pretrained` writes it.

    Args:
        folder: The folder with config.json, tokenizer.json and one or more ``*.safetensors``.

    Raises:
        ConversionError: A file is missing or is not what its name says.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = self.json("config.json")
        places = self._index()
        files = [folder / name for name in sorted(set(places.values()))] or sorted(folder.glob("*.safetensors"))
        if not files:
            raise ConversionError(f"{folder} has no *.safetensors file: save the model with save_pretrained first")
        self.tensors: dict[str, StoredTensor] = {}
        for file in files:
            if not file.is_file():
                raise ConversionError(f"{folder} lacks {file.name}, which its index names: pull the model again")
            self.tensors.update(_tensors_of(file))
        lost = sorted(places.keys() - self.tensors.keys())
        if lost:
            raise ConversionError(f"{folder / places[lost[0]]} lacks tensor {lost[0]}: pull the model again")

    def _index(self) -> dict[str, str]:
        """In which file of a sharded checkpoint each tensor lies; nothing where there is one file alone."""
        index = self.optional_json(_INDEX)
        if index is None:
            return {}
        places = index.get("weight_map")
        if not isinstance(places, dict) or not all(
            isinstance(name, str) and name == Path(name).name for name in places.values()
        ):
            raise ConversionError(f"{self.folder / _INDEX} has no weight_map of tensors to files beside it")
        return places

    def json(self, name: str) -> dict[str, Any]:
        """One of the folder's JSON files."""
        content = self.optional_json(name)
        if content is None:
            raise ConversionError(f"{self.folder} has no {name}: it is not a complete transformers checkpoint")
        return content

    def optional_json(self, name: str) -> dict[str, Any] | None:
        """One of the folder's JSON files, or None where it is absent."""
        path = self.folder / name
        if not path.is_file():
            return None
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ConversionError(f"{path} is not valid JSON: {error}") from error
        if not isinstance(content, dict):
            raise ConversionError(f"{path} holds no JSON object")
        return content

    def optional_text(self, name: str) -> str | None:
        """One of the folder's text files, or None where it is absent."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def find(self, *names: str) -> StoredTensor:
        """The first tensor that has one of these names.

        Raises:
            ConversionError: None of them is in the checkpoint.
        """
        for name in names:
            if name in self.tensors:
                return self.tensors[name]
        raise ConversionError(
            f"{self.folder} has no tensor {' or '.join(names)}: is it a Glm4vForConditionalGeneration?"
        )


def _tensors_of(file: Path) -> Iterator[tuple[str, StoredTensor]]:
    try:
        with file.open("rb") as stream:
            header, data = _header(stream)
        size = file.stat().st_size
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            (first, last), shape, stored_type = entry["data_offsets"], tuple(entry["shape"]), entry["dtype"]
            if stored_type not in _NUMPY_TYPES:
                raise ConversionError(
                    f"{file}: tensor {name} is {stored_type}, only {sorted(_NUMPY_TYPES)} can be read"
                )
            if data + last > size:
                raise ConversionError(f"{file} ends before tensor {name}: copy the file again")
            if (
                first < 0
                or min(shape, default=0) < 0
                or last - first != prod(shape) * _NUMPY_TYPES[stored_type].itemsize
            ):
                raise ConversionError(
                    f"{file}: tensor {name} has another size than its shape says: copy the file again"
                )
            yield name, StoredTensor(file=file, start=data + first, shape=shape, stored_type=stored_type)
    except (struct.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConversionError(f"{file} is not a safetensors file: {error}") from error


def _header(stream: BinaryIO) -> tuple[dict[str, Any], int]:
    """The header and where the data begins."""
    (length,) = struct.unpack("<Q", stream.read(8))
    if length > _LONGEST_HEADER:
        raise ValueError(f"its header would have {length} bytes")
    return json.loads(stream.read(length)), 8 + length
