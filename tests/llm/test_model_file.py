"""A bad model file is named for what it is."""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm.convert.writer import MetadataValue, TensorPlan, WeightType, write_gguf
from llm.embedded import embedded_model
from llm.errors import LlmUsageError, ModelFormatError, ModelNotFoundError, TruncatedModelError, WrongModelError
from llm.model_file import ModelKind, read_model_file


def write(path: Path, architecture: str = "glm4") -> Path:
    metadata: dict[str, MetadataValue] = {
        "general.architecture": architecture,
        "text": "设置",
        "flag": True,
        "count": 7,
        "below": -7,
        "share": 0.5,
        "words": ["a", "b"],
        "numbers": [1, -2],
    }
    tensors = [
        TensorPlan(name="a", shape=(3, 4), weight_type=WeightType.F32, load=lambda: np.ones((3, 4), np.float32)),
        TensorPlan(name="b", shape=(5,), weight_type=WeightType.F16, load=lambda: np.ones(5, np.float32)),
    ]
    write_gguf(path, metadata, tensors)
    return path


def test_what_was_written_is_read(tmp_path: Path) -> None:
    file = read_model_file(write(tmp_path / "m.gguf"))
    assert file.metadata == {
        "general.architecture": "glm4",
        "text": "设置",
        "flag": True,
        "count": 7,
        "below": -7,
        "share": 0.5,
        "words": ("a", "b"),
        "numbers": (1, -2),
    }
    assert [(tensor.name, tensor.shape, tensor.bytes) for tensor in file.tensors] == [
        ("a", (4, 3), 48),
        ("b", (5,), 10),
    ]
    assert file.weight_bytes == 58
    assert file.number("count") == 7
    assert file.number("numbers") == 1
    with pytest.raises(ModelFormatError, match="text"):
        file.number("text")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match="no model file"):
        read_model_file(tmp_path / "absent.gguf")
    with pytest.raises(ModelNotFoundError):
        read_model_file(tmp_path)


def test_empty_file(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").touch()
    with pytest.raises(TruncatedModelError, match="empty"):
        read_model_file(tmp_path / "m.gguf")


def test_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(b"PK\x03\x04" + bytes(100))
    with pytest.raises(ModelFormatError, match="not a GGUF"):
        read_model_file(tmp_path / "m.gguf")


def test_unsupported_version(tmp_path: Path) -> None:
    data = bytearray(write(tmp_path / "m.gguf").read_bytes())
    data[4:8] = struct.pack("<I", 9)
    (tmp_path / "m.gguf").write_bytes(data)
    with pytest.raises(ModelFormatError, match="version 9"):
        read_model_file(tmp_path / "m.gguf")


def test_every_truncation_is_noticed(tmp_path: Path) -> None:
    data = write(tmp_path / "m.gguf").read_bytes()
    content = len(data) - 22  # the last tensor's 10 bytes are padded to 32
    for size in [*range(1, content, 7), content - 1]:
        (tmp_path / "m.gguf").write_bytes(data[:size])
        with pytest.raises(TruncatedModelError, match="download it again"):
            read_model_file(tmp_path / "m.gguf")


@given(position=st.integers(0, 300), value=st.integers(0, 255))
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_header_never_fails_otherwise(tmp_path: Path, position: int, value: int) -> None:
    path = tmp_path / "m.gguf"
    data = bytearray(write(path).read_bytes())
    data[position % len(data)] = value
    path.write_bytes(data)
    with suppress(ModelFormatError):
        assert len(read_model_file(path).tensors) <= 2


def test_swapped_files_are_told_apart(tmp_path: Path) -> None:
    text, vision = write(tmp_path / "t.gguf"), write(tmp_path / "v.gguf", "clip")
    read_model_file(text, expect=ModelKind.TEXT)
    read_model_file(vision, expect=ModelKind.VISION)
    with pytest.raises(WrongModelError, match="swapped"):
        read_model_file(vision, expect=ModelKind.TEXT)
    with pytest.raises(WrongModelError, match="swapped"):
        read_model_file(text, expect=ModelKind.VISION)


def test_embedded_model_is_found_or_its_absence_explained(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match="--model"):
        embedded_model(tmp_path)
    write(tmp_path / "model.gguf")
    with pytest.raises(LlmUsageError, match=r"mmproj\.gguf is missing"):
        embedded_model(tmp_path)
    write(tmp_path / "mmproj.gguf", "clip")
    assert embedded_model(tmp_path).mmproj == tmp_path / "mmproj.gguf"
