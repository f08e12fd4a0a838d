"""Quantised models are smaller and still run."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np
import pytest

from llm.bindings import library
from llm.convert import ConvertedModel, WeightType
from llm.convert.random_checkpoint import CheckpointShape
from llm.convert.random_gguf import MatrixType, write_random_gguf
from llm.engine import Engine
from llm.errors import LlmUsageError, ModelFormatError
from llm.generation import Image, Text
from llm.ggml_types import type_name
from llm.model_file import read_model_file
from llm.quantize import Quantization, quantize
from tests.llm.tiny_model import TinyModel, picture

_WORDS = "turn on Dark theme, set an alarm for 7:30 "


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


@pytest.mark.parametrize(
    ("quantization", "bound"), [(Quantization.Q8_0, 0.15), (Quantization.Q6_K, 0.2), (Quantization.Q4_K_M, 0.7)]
)
def test_quantised_logits_stay_near_those_of_transformers(
    tiny: TinyModel,
    files: dict[WeightType, ConvertedModel],
    tmp_path: Path,
    quantization: Quantization,
    bound: float,
) -> None:
    """Root mean square difference over the logits' standard deviation; random weights are the worst there are."""
    target, vision = tmp_path / "small.gguf", tmp_path / "small-mmproj.gguf"
    quantize(files[WeightType.F16].model, target, quantization)
    quantize(files[WeightType.F16].mmproj, vision, quantization)
    pixels = picture(5, 3)
    before, after = "<|system|>Be brief.<|user|>", "turn on Dark theme\n<|assistant|>"
    engine = Engine(target, vision, context=512, threads=1, image_tokens=200)
    try:
        for picture_ in (None, pixels):
            middle = () if picture_ is None else (Image(pixels=picture_),)
            wanted = tiny.logits(before, picture_, after)
            found = engine.next_logits((Text(text=before), *middle, Text(text=after)))
            assert np.sqrt(np.mean((found - wanted) ** 2)) < bound * wanted.std()
    finally:
        engine.close()


@pytest.mark.parametrize("quantization", [Quantization.Q8_0, Quantization.Q4_0, Quantization.Q4_K_M])
def test_quantised_weights_compute_what_the_same_weights_do_written_out(
    tmp_path: Path, quantization: Quantization
) -> None:
    """What is left is the rounding of activations to 8 bits; both files hold the same values."""
    shape = CheckpointShape(
        layers=2,
        hidden=256,
        feed_forward=512,
        heads=2,
        kv_heads=1,
        vocabulary=320,
        vision_layers=1,
        vision_hidden=64,
        vision_heads=2,
    )
    source = write_random_gguf(tmp_path, shape, matrices=MatrixType.F16).model
    small, plain = tmp_path / "small.gguf", tmp_path / "plain.gguf"
    quantize(source, small, quantization)
    llama = library().llama
    params = llama.llama_model_quantize_default_params()
    params.ftype, params.allow_requantize, params.nthread = 0, True, 1
    assert llama.llama_model_quantize(str(small).encode(), str(plain).encode(), ctypes.byref(params)) == 0
    kinds = {type_name(tensor.ggml_type) for tensor in read_model_file(small).tensors}
    assert any(kind.startswith(quantization.name[:4]) for kind in kinds)
    found = []
    for path in (small, plain):
        engine = Engine(path, context=512, threads=1)
        try:
            found.append(engine.next_logits((Text(text=_WORDS * 4),)))
        finally:
            engine.close()
    quantised, exact = found
    assert np.abs(quantised - exact).max() < 0.1 * exact.std()


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    with pytest.raises(ModelFormatError, match="not a GGUF"):
        quantize(tmp_path / "notes.txt", tmp_path / "x.gguf", Quantization.Q8_0)


def test_file_is_not_quantised_onto_itself(files: dict[WeightType, ConvertedModel]) -> None:
    path = files[WeightType.F16].model
    with pytest.raises(LlmUsageError, match="onto itself"):
        quantize(path, path, Quantization.Q8_0)
