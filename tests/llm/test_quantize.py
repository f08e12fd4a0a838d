"""Quantised models are smaller and still run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from llm.convert import ConvertedModel, WeightType
from llm.engine import Engine
from llm.errors import LlmUsageError, ModelFormatError
from llm.generation import Image, Text
from llm.model_file import read_model_file
from llm.quantize import Quantization, quantize
from tests.llm.tiny_model import picture


@pytest.mark.parametrize(("quantization", "closeness"), [(Quantization.Q8_0, 0.99), (Quantization.Q4_K_M, 0.7)])
def test_quantised_model_is_smaller_and_says_nearly_the_same(
    files: dict[WeightType, ConvertedModel],
    shared_engine: Engine,
    tmp_path: Path,
    quantization: Quantization,
    closeness: float,
) -> None:
    converted = files[WeightType.F16]
    target, target_vision = tmp_path / "small.gguf", tmp_path / "small-mmproj.gguf"
    quantize(converted.model, target, quantization)
    quantize(converted.mmproj, target_vision, quantization)
    assert read_model_file(target_vision).weight_bytes < read_model_file(converted.mmproj).weight_bytes
    small = read_model_file(target)
    assert small.weight_bytes < 0.75 * read_model_file(converted.model).weight_bytes
    assert small.metadata["handroid.prompt_layout"] == "elements"
    prompt = (Text(text="<|user|>"), Image(pixels=picture(4, 4)), Text(text=" Dark theme<|assistant|>"))
    engine = Engine(target, target_vision, context=256, threads=1)
    try:
        likeness = np.corrcoef(engine.next_logits(prompt), shared_engine.next_logits(prompt))[0, 1]
    finally:
        engine.close()
    assert likeness > closeness
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small-mmproj.gguf", "small.gguf"]


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    with pytest.raises(ModelFormatError, match="not a GGUF"):
        quantize(tmp_path / "notes.txt", tmp_path / "x.gguf", Quantization.Q8_0)


def test_file_is_not_quantised_onto_itself(files: dict[WeightType, ConvertedModel]) -> None:
    path = files[WeightType.F16].model
    with pytest.raises(LlmUsageError, match="onto itself"):
        quantize(path, path, Quantization.Q8_0)
