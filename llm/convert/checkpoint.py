"""Reads a transformers checkpoint folder: configuration files and safetensors, without torch.

The safetensors layout (an 8-byte little-endian header length, a JSON header of dtype, shape and data offsets, then the
data) is read directly, so that a 20 GB checkpoint is mapped and converted one tensor at a time.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.errors import ConversionError

_NUMPY_TYPES: dict[str, np.dtype[Any]] = {
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "BF16": np.dtype("<u2"),
    "F64": np.dtype("<f8"),
}


@dataclass(frozen=True, kw_only=True)
class StoredTensor:
    """A tensor in a mapped safetensors file."""

    shape: tuple[int, ...]
    stored_type: str
    data: memoryview

    def read(self) -> NDArray[np.float32]:
        """The values as float32 in the stored shape."""
        values = np.frombuffer(self.data, dtype=_NUMPY_TYPES[self.stored_type])
        if self.stored_type == "BF16":
            return (values.astype(np.uint32) << 16).view(np.float32).reshape(self.shape)
        return values.astype(np.float32).reshape(self.shape)


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
        files = sorted(folder.glob("*.safetensors"))
        if not files:
            raise ConversionError(f"{folder} has no *.safetensors file: save the model with save_pretrained first")
        self.tensors: dict[str, StoredTensor] = {}
        for file in files:
            self.tensors.update(_tensors_of(file))

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
    with file.open("rb") as stream:
        mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    view = memoryview(mapped)
    try:
        length = struct.unpack_from("<Q", view)[0]
        header = json.loads(bytes(view[8 : 8 + length]))
        start = 8 + length
        for name, entry in header.items():
            if name == "__metadata__":
                continue
            first, last = entry["data_offsets"]
            if entry["dtype"] not in _NUMPY_TYPES:
                raise ConversionError(
                    f"{file}: tensor {name} is {entry['dtype']}, only {sorted(_NUMPY_TYPES)} can be read"
                )
            if start + last > len(view):
                raise ConversionError(f"{file} ends before tensor {name}: copy the file again")
            yield (
                name,
                StoredTensor(
                    shape=tuple(entry["shape"]), stored_type=entry["dtype"], data=view[start + first : start + last]
                ),
            )
    except (struct.error, ValueError, KeyError, TypeError) as error:
        raise ConversionError(f"{file} is not a safetensors file: {error}") from error
