"""Whatever is thrown at the engine, it says so in one line or carries on: aborts, odd pictures, hostile files."""

from __future__ import annotations

import random
import struct
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llm.convert.writer import MetadataValue, write_gguf
from llm.embedded import embedded_model
from llm.engine import Engine
from llm.errors import ContextOverflowError, EngineError, LlmError, ModelFormatError, PromptError, WrongModelError
from llm.generation import GenerationOptions, Image, Segment, StopReason, Text
from llm.model_file import read_model_file
from tests.llm.tiny_model import picture

PROMPT: tuple[Segment, ...] = (
    Text(text="<|user|>\n Turn on Dark theme\n<|observation|>\n"),
    Image(pixels=picture(8, 7)),
    Text(text="Settings\n Display row [500,820]\n Dark theme switch off [812,340]\n" * 3 + "<|assistant|>\n"),
)
OPTIONS = GenerationOptions(max_tokens=16)


@contextmanager
def opened(**changes: object) -> Iterator[Engine]:
    paths = embedded_model()
    settings_ = {"context": 1024, "threads": 1, "image_tokens": 64, **changes}
    engine = Engine(paths.model, paths.mmproj, **settings_)  # type: ignore[arg-type]
    try:
        yield engine
    finally:
        engine.close()


@pytest.mark.parametrize("count", [50, pytest.param(1000, marks=pytest.mark.slow)])
def test_aborts_at_random_moments_leave_the_next_answer_right(count: int) -> None:
    moments = random.Random(0)
    with opened() as engine:
        wanted = engine.generate(PROMPT, OPTIONS)
        engine.forget()
        seconds = engine.generate(PROMPT, OPTIONS).seconds.total
        aborted = 0
        for _ in range(count):
            if moments.random() < 0.5:
                engine.forget()
            timer = threading.Timer(moments.uniform(0, seconds), engine.abort)
            timer.start()
            stopped = engine.generate(PROMPT, GenerationOptions(max_tokens=200))
            timer.cancel()
            timer.join()
            aborted += stopped.stop is StopReason.ABORTED
            found = engine.generate(PROMPT, OPTIONS)
            assert found.token_ids == wanted.token_ids
            assert found.stop is wanted.stop
        assert aborted > count // 10


@pytest.mark.parametrize(("height", "width"), [(1, 1), (1, 20000), (20000, 1), (20000, 20000), (27, 29)])
def test_picture_of_any_size_fits_its_budget(height: int, width: int) -> None:
    with opened() as engine:
        pixels = np.zeros((height, width, 3), dtype=np.uint8)
        for budget in (1, 40):
            engine.forget()
            tokens = engine.generate((Image(pixels=pixels), *PROMPT[2:]), replaced(1, budget)).tokens
            assert 1 <= tokens.image <= budget


def replaced(count: int, budget: int) -> GenerationOptions:
    return GenerationOptions(max_tokens=count, image_tokens=budget)


def test_pictures_beyond_the_context_are_refused_before_they_are_encoded() -> None:
    with opened(context=256) as engine:
        wanted = engine.generate((Text(text=" Display row\n" * 5),), OPTIONS)
        large = Image(pixels=np.zeros((2400, 1080, 3), dtype=np.uint8))
        with pytest.raises(ContextOverflowError, match="smaller image budget"):
            engine.generate((large, *PROMPT[2:]), replaced(1, 3354))
        assert engine._vision is not None
        assert engine._vision.kept_bytes == 0
        assert engine.generate((Text(text=" Display row\n" * 5),), OPTIONS).token_ids == wanted.token_ids


@pytest.mark.parametrize("pixels", [np.zeros((0, 5, 3), np.uint8), np.zeros((5, 5, 4), np.uint8), np.zeros((5, 5, 3))])
def test_pictures_that_are_none_are_refused(pixels: np.ndarray) -> None:
    with opened() as engine, pytest.raises(PromptError):
        engine.generate((Image(pixels=pixels),), OPTIONS)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.6, 0.999])
def test_files_that_were_cut_off_are_refused(tmp_path: Path, share: float) -> None:
    paths = embedded_model()
    for number, path in enumerate((paths.model, paths.mmproj)):
        data = path.read_bytes()
        cut = tmp_path / f"{number}.gguf"
        cut.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(ModelFormatError, match="download it again") as caught:
            Engine(cut if number == 0 else paths.model, cut if number else paths.mmproj, context=256)
        assert "\n" not in str(caught.value)


def test_vision_model_of_another_model_is_refused(tmp_path: Path) -> None:
    paths = embedded_model()
    data = bytearray(paths.mmproj.read_bytes())
    key = b"clip.vision.projection_dim"
    place = data.index(key) + len(key) + 4
    (size,) = struct.unpack_from("<I", data, place)
    struct.pack_into("<I", data, place, size * 2)
    other = tmp_path / "mmproj.gguf"
    other.write_bytes(data)
    with pytest.raises(WrongModelError, match="belongs to another model"):
        Engine(paths.model, other, context=256, threads=1)


def test_architecture_that_llama_cpp_does_not_know_is_named(tmp_path: Path) -> None:
    metadata: dict[str, MetadataValue] = {
        "general.architecture": "nonsense",
        "nonsense.block_count": 1,
        "nonsense.embedding_length": 8,
        "nonsense.attention.head_count": 1,
    }
    write_gguf(tmp_path / "m.gguf", metadata, [])
    with pytest.raises(EngineError, match="nonsense"):
        Engine(tmp_path / "m.gguf", context=256, threads=1)


def hostile(pairs: list[tuple[bytes, int, bytes]], tensors: int, counts: tuple[int, int] | None) -> bytes:
    tensor_count, pair_count = counts or (tensors, len(pairs))
    data = b"GGUF" + struct.pack("<IQQ", 3, tensor_count, pair_count)
    for key, kind, value in pairs:
        data += struct.pack("<Q", len(key)) + key + struct.pack("<I", kind) + value
    return data


large = st.sampled_from([0, 1, 2**16, 2**31, 2**32, 2**48, 2**63, 2**64 - 1]) | st.integers(0, 2**64 - 1)
values = st.one_of(
    st.binary(max_size=24),
    st.builds(lambda kind, count, rest: struct.pack("<IQ", kind, count) + rest, st.integers(0, 14), large, st.binary()),
    st.integers(1, 60).map(lambda depth: struct.pack("<IQ", 9, 1) * depth),
    large.map(lambda count: struct.pack("<Q", count)),
)
keys = st.sampled_from([b"general.architecture", b"general.alignment", b"glm4.block_count"]) | st.binary(max_size=12)
headers = st.builds(
    hostile,
    st.lists(st.tuples(keys, st.integers(0, 14), values), max_size=5),
    st.integers(0, 3),
    st.none() | st.tuples(large, large),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headers, st.binary(max_size=64), st.integers(0, 3))
def test_hostile_headers_cost_little_and_are_refused_in_a_line(
    tmp_path: Path, header: bytes, rest: bytes, zeros: int
) -> None:
    path = tmp_path / "hostile.gguf"
    path.write_bytes(header + rest + bytes(4096 * zeros))
    tracemalloc.start()
    try:
        assert "\n" not in complaint(path)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def complaint(path: Path) -> str:
    """What is said of a file; empty where it is read."""
    try:
        read_model_file(path)
    except LlmError as error:
        return str(error)
    return ""


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), min_size=1, max_size=12))
def test_headers_with_flipped_bytes_are_read_or_refused(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(embedded_model().mmproj.read_bytes()[:4096])
    for place, value in changes:
        data[place] = value
    path = tmp_path / "flipped.gguf"
    path.write_bytes(data)
    assert "\n" not in complaint(path)
