"""Tells one model file from another without reading gigabytes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from llm.model_file import ModelFile

_SAMPLE = 4096
"""Bytes that are read of each tensor at its beginning, middle and end: other weights differ everywhere."""


def fingerprint(file: ModelFile) -> str:
    """A hash of the header and of samples of every tensor of a GGUF file.

    Training on or quantising anew changes every tensor's bytes, so two files with one fingerprint hold one model; that
    a byte between the samples was damaged does not show.
    """
    digest = hashlib.blake2b(digest_size=16)
    size = file.path.stat().st_size
    data = size - _data_bytes(file)
    digest.update(size.to_bytes(8, "little"))
    with file.path.open("rb") as stream:
        digest.update(stream.read(data))
        for tensor in file.tensors:
            for place in (0, tensor.bytes // 2, max(0, tensor.bytes - _SAMPLE)):
                stream.seek(data + tensor.offset + place)
                digest.update(stream.read(min(_SAMPLE, tensor.bytes - place)))
    return digest.hexdigest()


def plan_path(model: Path) -> Path:
    """Where the plan for a model file lies: beside it."""
    return model.with_name(model.name + ".skip.json")


def _data_bytes(file: ModelFile) -> int:
    alignment = file.metadata.get("general.alignment", 32)
    step = alignment if isinstance(alignment, int) else 32
    return max((-(-(tensor.offset + tensor.bytes) // step) * step for tensor in file.tensors), default=0)
