"""Converted models compute what transformers computes, and tokenize alike."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm.convert import ConvertedModel, WeightType, convert_checkpoint
from llm.convert.conversion import convert_text
from llm.engine import Engine
from llm.errors import ConversionError
from llm.formats import CacheType, FlashAttention
from llm.generation import Image, Segment, Text
from llm.model_file import ModelKind, read_model_file
from tests.llm.tiny_model import TinyModel, picture

PROMPTS = [
    ("<|user|>Open the settings\n Dark theme switch off [812,340]\n<|assistant|>", None, "<think>"),
    ("<|system|>Be brief.<|user|>", (5, 3), "turn on Dark theme\n<|assistant|>"),
    ("", (12, 12), " Wi-Fi"),
    ("<|user|>", (3, 14), " Alarm 7:30<|assistant|>"),
]


FRAGMENTS = (
    "'s", "'S", "'re", "'Tis", "\r\n", "\n\n", "  ", "\t", "12345", "７", "é", "e\u0301", "设置", "한국", "🙂",
    "…", "__", ".\n", "<|user|>", "<|assistant|>", "<|begin_of_image|>", "<|us", "er|>", " Dark", "theme",
    "[812,340]", "\u00a0", "\u3000",
)  # fmt: skip


def worst(engine: Engine, tiny: TinyModel, before: str, cells: tuple[int, int] | None, after: str) -> float:
    pixels = picture(*cells) if cells else None
    prompt: tuple[Segment, ...] = (Text(text=before), Text(text=after))
    if pixels is not None:
        prompt = (Text(text=before), Image(pixels=pixels), Text(text=after))
    wanted = tiny.logits(before, pixels, after)
    found = engine.next_logits(prompt, image_tokens=200)
    assert found.argmax() == wanted.argmax()
    return float(np.abs(found - wanted).max() / wanted.std())


@pytest.mark.parametrize(("before", "cells", "after"), PROMPTS)
@pytest.mark.parametrize(
    ("weight_type", "cache_type", "attention", "tolerance"),
    [
        (WeightType.F32, CacheType.F32, FlashAttention.OFF, 0.01),
        (WeightType.F16, CacheType.F16, FlashAttention.ON, 0.05),
        (WeightType.BF16, CacheType.F16, FlashAttention.ON, 0.15),
    ],
)
def test_logits_agree_with_transformers(
    tiny: TinyModel,
    files: dict[WeightType, ConvertedModel],
    before: str,
    cells: tuple[int, int] | None,
    after: str,
    weight_type: WeightType,
    cache_type: CacheType,
    attention: FlashAttention,
    tolerance: float,
) -> None:
    converted = files[weight_type]
    engine = Engine(
        converted.model,
        converted.mmproj,
        context=512,
        threads=1,
        image_tokens=200,
        cache_type=cache_type,
        flash_attention=attention,
    )
    try:
        assert worst(engine, tiny, before, cells, after) < tolerance
    finally:
        engine.close()


def test_text_logits_agree_to_rounding(tiny: TinyModel, shared_engine: Engine) -> None:
    assert worst(shared_engine, tiny, "<|user|>Set an alarm", None, " for 7:30 AM<|assistant|>") < 1e-4


def test_text_alone_keeps_the_order_of_transformers_and_computes_the_same(tiny: TinyModel, tmp_path: Path) -> None:
    """The other order of a head's rotated part, turned by llama.cpp's rope for neighbouring pairs."""
    path = convert_text(tiny.folder, tmp_path, name="tiny", weight_type=WeightType.F32)
    assert "glm4.rope.dimension_sections" not in read_model_file(path).metadata
    engine = Engine(path, context=512, threads=1, cache_type=CacheType.F32, flash_attention=FlashAttention.OFF)
    try:
        assert worst(engine, tiny, "<|user|>Set an alarm", None, " for 7:30 AM<|assistant|>") < 1e-4
        before, _, after = PROMPTS[0]
        assert worst(engine, tiny, before, None, after) < 1e-4
    finally:
        engine.close()


@given(text=st.text(max_size=60))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_has_the_same_tokens(tiny: TinyModel, shared_engine: Engine, text: str) -> None:
    assert list(shared_engine.tokenize(text)) == tiny.tokenizer.encode(text).ids


@given(text=st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_that_meet_the_splitting_rules_have_the_same_tokens(
    tiny: TinyModel, shared_engine: Engine, text: str
) -> None:
    assert list(shared_engine.tokenize(text)) == tiny.tokenizer.encode(text).ids


def test_gguf_readers_agree_about_the_file(files: dict[WeightType, ConvertedModel]) -> None:
    gguf = pytest.importorskip("gguf", reason="needs the extra `train`")
    for path in (files[WeightType.F16].model, files[WeightType.F16].mmproj):
        theirs = gguf.GGUFReader(path)
        ours = read_model_file(path)
        assert [tensor.name for tensor in theirs.tensors] == [tensor.name for tensor in ours.tensors]
        assert [tensor.n_bytes for tensor in theirs.tensors] == [tensor.bytes for tensor in ours.tensors]
        for key, value in ours.metadata.items():
            contents = theirs.fields[key].contents()
            assert (tuple(contents) if isinstance(contents, list) else contents) == value


def test_files_say_what_they_are(files: dict[WeightType, ConvertedModel]) -> None:
    converted = files[WeightType.F32]
    text = read_model_file(converted.model)
    assert text.kind is ModelKind.TEXT
    assert text.metadata["handroid.prompt_layout"] == "elements"
    assert text.metadata["tokenizer.ggml.pre"] == "chatglm-bpe"
    assert read_model_file(converted.mmproj).kind is ModelKind.VISION


def changed(tiny: TinyModel, folder: Path, file: str, change: Any) -> Path:
    shutil.copytree(tiny.folder, folder)
    content = json.loads((folder / file).read_text())
    change(content)
    (folder / file).write_text(json.dumps(content))
    return folder


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("config.json", lambda c: c.update(model_type="qwen2_vl"), "only glm4v"),
        ("config.json", lambda c: c["text_config"].update(hidden_act="gelu"), "silu"),
        ("config.json", lambda c: c["vision_config"].update(temporal_patch_size=1), "temporal_patch_size"),
        ("config.json", lambda c: c["text_config"]["rope_parameters"].update(mrope_section=[1, 1, 1]), "mrope_section"),
        ("config.json", lambda c: c["text_config"].update(num_hidden_layers=9), "layers.3"),
        ("tokenizer.json", lambda c: c["pre_tokenizer"]["pretokenizers"].pop(0), "GLM4_PATTERN"),
        ("tokenizer.json", lambda c: c.update(normalizer={"type": "NFC"}), "normalizer"),
        (
            "tokenizer.json",
            lambda c: c["added_tokens"].append({"id": 99999, "content": "x", "special": False}),
            "99999",
        ),
    ],
)
def test_checkpoints_that_llama_cpp_would_compute_otherwise_are_refused(
    tiny: TinyModel, tmp_path: Path, file: str, change: Any, message: str
) -> None:
    folder = changed(tiny, tmp_path / "checkpoint", file, change)
    with pytest.raises(ConversionError, match=message):
        convert_checkpoint(folder, tmp_path / "out", name="bad")


def test_folder_without_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ConversionError, match="safetensors"):
        convert_checkpoint(tmp_path, tmp_path / "out", name="bad")


def test_cut_off_weights_are_refused(tiny: TinyModel, tmp_path: Path) -> None:
    folder = tmp_path / "checkpoint"
    shutil.copytree(tiny.folder, folder)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1000])
    with pytest.raises(ConversionError, match="ends before"):
        convert_checkpoint(folder, tmp_path / "out", name="bad")
