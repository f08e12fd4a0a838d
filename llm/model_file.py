"""Reads the header of a GGUF file: metadata and tensor infos, and says plainly what is wrong with a bad one.

Format: ggml/docs/gguf.md, versions 2 and 3, little-endian.  The file is mapped and only its header is touched.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from enum import Enum
from math import prod
from pathlib import Path

from llm.errors import ModelFormatError, ModelNotFoundError, TruncatedModelError, WrongModelError
from llm.ggml_types import type_bytes

MetadataValue = str | bool | int | float | tuple["MetadataValue", ...]

_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_SUPPORTED_VERSIONS = (2, 3)
_MOST_DIMENSIONS = 4
_DEEPEST_ARRAY = 4


class ModelKind(Enum):
    """What a GGUF file holds."""

    TEXT = "a language model"
    VISION = "a vision model (mmproj)"


@dataclass(frozen=True, kw_only=True)
class TensorInfo:
    """A tensor of a GGUF file.

    Attributes:
        name: Its name.
        shape: Its shape as ggml counts, fastest dimension first.
        ggml_type: Its number format (ggml.h, enum ggml_type).
        offset: Where its data begins, from the beginning of the tensor data.
        bytes: Size of its data; 0 where the format is unknown.
    """

    name: str
    shape: tuple[int, ...]
    ggml_type: int
    offset: int
    bytes: int

    @property
    def values(self) -> int:
        """How many values it has."""
        return prod(self.shape)


@dataclass(frozen=True, kw_only=True)
class ModelFile:
    """The header of a GGUF file.

    Attributes:
        path: Where it lies.
        version: Of the format.
        metadata: Key-value pairs.
        tensors: Infos in the file's order.
        kind: What it holds.
        data_start: Where in the file the tensor data begins.
    """

    path: Path
    version: int
    metadata: dict[str, MetadataValue]
    tensors: tuple[TensorInfo, ...]
    kind: ModelKind
    data_start: int = 0

    @property
    def weight_bytes(self) -> int:
        """Size of all tensors."""
        return sum(tensor.bytes for tensor in self.tensors)

    def number(self, key: str) -> int:
        """A whole number of the metadata; of a list, its largest.

        Raises:
            ModelFormatError: It is absent or no number.
        """
        value = self.metadata.get(key)
        values = value if isinstance(value, tuple) else (value,)
        numbers = [int(part) for part in values if isinstance(part, int | float)]
        if not numbers:
            raise ModelFormatError(f"{self.path} has no number {key} in its header")
        return max(numbers)


def read_model_file(path: Path, *, expect: ModelKind | None = None) -> ModelFile:
    """Read and check a GGUF header.

    Args:
        path: The file.
        expect: What it has to hold; None takes either.

    Raises:
        ModelNotFoundError: There is no such file.
        TruncatedModelError: It ends too early.
        WrongModelError: It holds something else.
        ModelFormatError: It is no GGUF file of a supported version.
    """
    if not path.is_file():
        raise ModelNotFoundError(f"there is no model file {path}: check the path or pull a model first")
    size = path.stat().st_size
    if size == 0:
        raise TruncatedModelError(f"{path} is empty: download it again")
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        file = _read(path, data)
    if expect is not None and file.kind is not expect:
        raise WrongModelError(
            f"{path} is {file.kind.value}, where {expect.value} is needed: are the two files swapped?"
        )
    return file


def read_pair(model: Path, mmproj: Path | None) -> tuple[ModelFile, ModelFile | None]:
    """Read the headers of a language model and its vision model, where there is one, and see that they fit.

    Raises:
        ModelFormatError: A file is missing, cut off or of another kind, or they belong to different models.
    """
    text = read_model_file(model, expect=ModelKind.TEXT)
    if mmproj is None:
        return text, None
    vision = read_model_file(mmproj, expect=ModelKind.VISION)
    check_pair(text, vision)
    return text, vision


def check_pair(text: ModelFile, vision: ModelFile) -> None:
    """Make sure that a vision model gives what a language model takes, as far as the headers say.

    Raises:
        WrongModelError: It gives vectors of another size.
    """
    given = vision.metadata.get("clip.vision.projection_dim")
    taken = text.metadata.get(f"{text.metadata.get('general.architecture')}.embedding_length")
    if isinstance(given, int) and isinstance(taken, int) and given != taken:
        raise WrongModelError(
            f"{vision.path.name} belongs to another model: it gives vectors of {given} values and {text.path.name} "
            f"takes {taken}: name the mmproj file that was made with it"
        )


def _read(path: Path, data: mmap.mmap) -> ModelFile:
    if data[:4] != b"GGUF"[: len(data)]:
        raise ModelFormatError(f"{path} is not a GGUF file: convert the model or download its GGUF form")
    reader = _Reader(data)
    try:
        reader.skip(4)
        version = reader.number("I")
        if version not in _SUPPORTED_VERSIONS:
            raise ModelFormatError(
                f"{path} is a GGUF file of version {version}, only 2 and 3 are supported: convert it anew"
            )
        tensor_count, pair_count = reader.number("Q"), reader.number("Q")
        metadata = {reader.string(): reader.value() for _ in range(reader.plausible(pair_count))}
        tensors = tuple(_read_tensor(reader) for _ in range(reader.plausible(tensor_count)))
    except struct.error as error:
        raise TruncatedModelError(f"{path} ends within its header: download it again") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise ModelFormatError(f"{path} has a damaged header ({error}): download it again") from error
    start = _check_size(path, metadata, tensors, header=reader.position, size=len(data))
    kind = ModelKind.VISION if metadata.get("general.architecture") == "clip" else ModelKind.TEXT
    return ModelFile(path=path, version=version, metadata=metadata, tensors=tensors, kind=kind, data_start=start)


def _read_tensor(reader: _Reader) -> TensorInfo:
    name = reader.string()
    dimensions = reader.number("I")
    if not 0 < dimensions <= _MOST_DIMENSIONS:
        raise ValueError(f"tensor {name!r} has {dimensions} dimensions")
    shape = tuple(reader.number("Q") for _ in range(dimensions))
    ggml_type, offset = reader.number("I"), reader.number("Q")
    size = type_bytes(ggml_type, prod(shape))
    return TensorInfo(name=name, shape=shape, ggml_type=ggml_type, offset=offset, bytes=size)


def _check_size(
    path: Path, metadata: dict[str, MetadataValue], tensors: tuple[TensorInfo, ...], *, header: int, size: int
) -> int:
    """Where the tensor data begins, after a look at whether it is all there."""
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment < 1:
        raise ModelFormatError(f"{path} has a damaged header (alignment {alignment!r}): download it again")
    start = -(-header // alignment) * alignment
    needed = max((start + tensor.offset + tensor.bytes for tensor in tensors), default=header)
    if needed > size:
        raise TruncatedModelError(f"{path} has {size} of {needed} bytes: the download was cut off, download it again")
    return start


class _Reader:
    """Takes values off the beginning of the mapped file."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self.position = 0

    def skip(self, count: int) -> None:
        self.position += count

    def plausible(self, count: int, smallest: int = 12) -> int:
        # A count of entries that the file has no room for is no reason to loop for hours.
        if count * smallest > len(self._data):
            raise struct.error("entries beyond the end")
        return count

    def number(self, code: str) -> int:
        (value,) = struct.unpack_from("<" + code, self._data, self.position)
        self.position += struct.calcsize(code)
        return int(value)

    def string(self) -> str:
        length = self.number("Q")
        if self.position + length > len(self._data):
            raise struct.error("string beyond the end")
        text = self._data[self.position : self.position + length].decode("utf-8")
        self.position += length
        return text

    def value(self) -> MetadataValue:
        return self._typed(self.number("I"), depth=0)

    def _typed(self, kind: int, *, depth: int) -> MetadataValue:
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            return self._array(depth)
        if kind not in _SCALARS:
            raise ValueError(f"value of unknown type {kind}")
        code = "<" + _SCALARS[kind]
        (value,) = struct.unpack_from(code, self._data, self.position)
        self.position += struct.calcsize(code)
        scalar: bool | int | float = value
        return scalar

    def _array(self, depth: int) -> MetadataValue:
        if depth == _DEEPEST_ARRAY:
            raise ValueError("arrays nested too deep")
        kind, count = self.number("I"), self.number("Q")
        if kind in _SCALARS:
            code = f"<{count}{_SCALARS[kind]}"
            if self.position + struct.calcsize("<" + _SCALARS[kind]) * count > len(self._data):
                raise struct.error("array beyond the end")
            values = struct.unpack_from(code, self._data, self.position)
            self.position += struct.calcsize(code)
            return values
        smallest = 8 if kind == _STRING else 12
        return tuple(self._typed(kind, depth=depth + 1) for _ in range(self.plausible(count, smallest)))
