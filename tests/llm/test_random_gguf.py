"""Random models in GGUF form: what a conversion of this shape would give, and what an engine can run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from llm.convert import convert_checkpoint
from llm.convert.random_checkpoint import CheckpointShape, write_random_checkpoint
from llm.convert.random_gguf import MatrixType, write_random_gguf
from llm.engine import Engine
from llm.generation import Image, Text
from llm.model_file import ModelKind, read_model_file

SHAPE = CheckpointShape(
    layers=3,
    hidden=128,
    feed_forward=192,
    heads=4,
    kv_heads=2,
    vocabulary=320,
    vision_layers=1,
    vision_hidden=64,
    vision_heads=2,
)


def test_names_shapes_and_metadata_are_those_of_a_conversion(tmp_path: Path) -> None:
    write_random_checkpoint(tmp_path / "checkpoint", SHAPE)
    converted = convert_checkpoint(tmp_path / "checkpoint", tmp_path / "converted", name="random")
    written = write_random_gguf(tmp_path / "written", SHAPE, matrices=MatrixType.F16)
    for one, other in ((converted.model, written.model), (converted.mmproj, written.mmproj)):
        wanted, found = read_model_file(one), read_model_file(other)
        assert found.metadata == wanted.metadata
        assert [(t.name, t.shape, t.ggml_type) for t in found.tensors] == [
            (t.name, t.shape, t.ggml_type) for t in wanted.tensors
        ]
    assert sorted(path.name for path in (tmp_path / "written").iterdir()) == ["mmproj.gguf", "model.gguf"]


@pytest.mark.parametrize("matrices", list(MatrixType))
def test_engine_runs_it_and_it_says_something_else_each_time(tmp_path: Path, matrices: MatrixType) -> None:
    files = write_random_gguf(tmp_path, SHAPE, matrices=matrices)
    types = {t.ggml_type for t in read_model_file(files.model, expect=ModelKind.TEXT).tensors}
    assert types == {int(matrices), int(MatrixType.F32)}
    engine = Engine(files.model, files.mmproj, context=256, threads=1)
    try:
        picture = Image(pixels=np.random.default_rng(0).integers(0, 256, (84, 56, 3), dtype=np.uint8))
        one = engine.next_logits((Text(text="Tap the "), picture, Text(text="button")))
        other = engine.next_logits((Text(text="Tap the "), picture, Text(text="switch")))
    finally:
        engine.close()
    assert np.isfinite(one).all()
    assert one.std() > 0.05
    assert np.corrcoef(one, other)[0, 1] < 0.95


def test_the_same_seed_gives_the_same_file(tmp_path: Path) -> None:
    said = [
        write_random_gguf(tmp_path / str(number), SHAPE, seed=seed).model.read_bytes()
        for number, seed in enumerate((1, 1, 2))
    ]
    assert said[0] == said[1] != said[2]
