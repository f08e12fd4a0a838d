"""Text and pictures that are read in one decode are computed as those that are read apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from llm.bindings import library
from llm.convert.random_checkpoint import CheckpointShape
from llm.convert.random_gguf import MatrixType, write_random_gguf
from llm.embedded import embedded_model
from llm.embedding_table import embedding_table
from llm.engine import Engine
from llm.formats import CacheType, FlashAttention
from llm.generation import GenerationOptions, Image, Segment, Text
from llm.model_file import read_model_file
from llm.quantize import Quantization, quantize
from tests.llm.tiny_model import picture

TOKENS = (17, 5, 260, 3, 119)
PROMPT: tuple[Segment, ...] = (
    Text(text="<|user|>\n Turn on Dark theme\n<|observation|>\n"),
    Image(pixels=picture(8, 7)),
    Text(text="Settings\n Display row [500,820]\n<|assistant|>\n"),
)
SHAPE = CheckpointShape(
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


@contextmanager
def opened(model: Path, mmproj: Path | None = None, **more: object) -> Iterator[Engine]:
    engine = Engine(model, mmproj, **{"context": 1024, "threads": 1, **more})  # type: ignore[arg-type]
    try:
        yield engine
    finally:
        engine.close()


@pytest.mark.parametrize(
    "kind", [MatrixType.F32, MatrixType.F16, MatrixType.Q4_0, Quantization.Q8_0, Quantization.Q4_K_M, Quantization.Q6_K]
)
def test_vectors_of_tokens_are_those_that_llama_cpp_looks_up(tmp_path: Path, kind: MatrixType | Quantization) -> None:
    """The same batch as tokens and as vectors: the same logits, bit for bit."""
    path = write_random_gguf(tmp_path, SHAPE, matrices=kind if isinstance(kind, MatrixType) else MatrixType.F16).model
    if isinstance(kind, Quantization):
        path, source = tmp_path / "small.gguf", path
        quantize(source, path, kind)
    table = embedding_table(library(), read_model_file(path))
    assert table is not None
    with opened(path) as engine, engine.borrow() as parts:
        context = parts.context
        context.decode_tokens(TOKENS, 0, logits=2)
        wanted = [context.logits(row).copy() for row in (-2, -1)]
        context.cut(0)
        steps = np.arange(len(TOKENS), dtype=np.int32)
        positions = np.stack([steps, steps, steps, np.zeros_like(steps)])
        context.decode_embeddings(table.of(TOKENS), positions, logits=2)
        assert all(np.array_equal(context.logits(row), logits) for row, logits in zip((-2, -1), wanted, strict=True))


def test_models_that_may_change_their_rows_have_no_table() -> None:
    file = read_model_file(embedded_model().model)
    assert embedding_table(library(), file) is not None
    other = {**file.metadata, "general.architecture": "gemma3"}
    object.__setattr__(file, "metadata", other)
    assert embedding_table(library(), file) is None


@pytest.mark.parametrize("text", ["", " Wi-Fi on\n" * 90])
def test_prompt_read_in_one_decode_says_what_one_read_in_parts_does(text: str) -> None:
    """A few tokens before the picture, and more than a chunk of them."""
    paths = embedded_model()
    prompt = (Text(text=text or " "), *PROMPT)
    # Fused attention works in other places with F16, below 64 tokens and above.
    exact = {"cache_type": CacheType.F32, "flash_attention": FlashAttention.OFF}
    with opened(paths.model, paths.mmproj, image_tokens=64, **exact) as engine:
        together = engine.next_logits(prompt)
        found = engine.generate(prompt, GenerationOptions(max_tokens=4))
        assert engine.generate(prompt, GenerationOptions(max_tokens=4)).token_ids == found.token_ids
        engine.forget()
        counts = engine.generate(prompt, GenerationOptions(max_tokens=1)).tokens
        assert counts.image == 56
        assert counts.text == len(engine.tokenize("".join(p.text for p in prompt if isinstance(p, Text)))) + 2
        engine.forget()
        assert engine._context is not None
        engine._context.table = None
        apart = engine.next_logits(prompt)
    assert together.argmax() == apart.argmax()
    assert np.abs(together - apart).max() < 0.01 * apart.std()


def test_screen_that_comes_again_is_scaled_once_and_another_anew() -> None:
    paths = embedded_model()
    with opened(paths.model, paths.mmproj) as engine:
        vision = engine._vision
        assert vision is not None
        pixels = picture(8, 7)
        first = vision.scale(pixels, 64)
        assert vision.scale(pixels.copy(), 64) is first
        assert vision.scale(pixels, 20).rows < first.rows
        pixels[1, 1] ^= 255
        assert vision.scale(pixels, 64).digest != first.digest
        engine.forget()
        assert vision.scale(pixels, 64) is not first
