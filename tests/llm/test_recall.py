"""Prompts that were read before are brought back bit for bit: from memory, and the system prompt from the disk."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm.cache import ImageItem, Item, cells_of, shared_items
from llm.drafts import Drafts
from llm.embedded import embedded_model
from llm.engine import Engine
from llm.formats import CacheType
from llm.generation import GenerationOptions, Image, Segment, Text
from llm.prefix_store import PrefixStore, file_fingerprint
from llm.states import State, StateShelf
from tests.llm.tiny_model import picture

SYSTEM = "<|system|>\nYou operate a phone." + " Dark theme switch off [812,340]\n" * 9
ONE, OPTIONS = GenerationOptions(max_tokens=1), GenerationOptions(max_tokens=8)


def step(name: str, *pictures: tuple[int, int]) -> tuple[Segment, ...]:
    """A prompt in AutoGLM's order: system prompt, turn with its picture and text."""
    seen = [Image(pixels=picture(*size)) for size in pictures]
    return Text(text=f"{SYSTEM}<|user|>\n"), *seen, Text(text=f" {name} row [500,820]\n" * 4 + "<|assistant|>\n")


@contextmanager
def opened(**changes: object) -> Iterator[Engine]:
    paths = embedded_model()
    settings = {"context": 1024, "threads": 1, "drafts": Drafts.OFF, "image_tokens": 64, **changes}
    engine = Engine(paths.model, paths.mmproj, **settings)  # type: ignore[arg-type]
    try:
        yield engine
    finally:
        engine.close()


def test_conversations_by_turns_are_read_once() -> None:
    prompts = [step(name, size) for name, size in (("Display", (8, 8)), ("Network", (7, 8)), ("Sound", (8, 7)))]
    prompts.append((Text(text=" Battery row [500,300]\n" * 20),))
    with opened() as engine, opened(state_bytes=0) as plain:
        for prompt in prompts:
            engine.generate(prompt, ONE)
        for prompt in prompts:
            again = engine.generate(prompt, OPTIONS)
            assert (again.tokens.text, again.tokens.image) == (1, 0)
            # Read in the same order from the same beginning, so that the same numbers have to come out.
            plain.forget()
            plain.generate(prompts[0], ONE)
            plain.generate(prompt, ONE)
            assert np.array_equal(engine.next_logits(prompt), plain.next_logits(prompt))


def test_history_of_autoglm_reuses_what_came_before() -> None:
    first = step("Display", (6, 4))
    answer = '<think> Back</think><answer>do(action="Back")</answer>'
    before = f"{SYSTEM}<|user|>\n Display row [500,820]\n<|assistant|>\n{answer}<|user|>\n"
    second = (Text(text=before), Image(pixels=picture(5, 4)), Text(text="\n<|assistant|>\n"))
    third = (Text(text=f"{before} Sound<|assistant|>\n{answer}<|user|>\n"), *second[1:])
    with opened() as engine:
        system = len(engine.tokenize(f"{SYSTEM}<|user|>\n"))
        engine.generate(first, ONE)
        assert engine.generate(second, ONE).tokens.cached >= system
        found = engine.generate(third, ONE)
        assert found.tokens.cached >= len(engine.tokenize(before))
        assert found.seconds.image_encode < found.seconds.total


def test_copies_stay_within_their_bound() -> None:
    with opened() as engine:
        engine.generate(step("Display"), ONE)
        context = engine._context
        assert context is not None
        size = len(context.save())
    with opened(state_bytes=3 * size) as engine:
        for number in range(8):
            engine.generate((Text(text=f"{number}" * 3 + SYSTEM + " more" * 40),), ONE)
            assert engine._recall._shelf.bytes <= 3 * size
        assert engine._recall._shelf.bytes > 0
        engine.forget()
        assert engine._recall._shelf.bytes == 0


@pytest.mark.parametrize("cache_type", [CacheType.F16, CacheType.Q8_0])
def test_system_prompt_outlives_the_process(tmp_path: Path, cache_type: CacheType) -> None:
    prompt = step("Display", (6, 4))
    with opened(prefix_folder=tmp_path, cache_type=cache_type) as engine:
        wanted = engine.generate(prompt, OPTIONS)
        system = len(engine.tokenize(SYSTEM))
        assert wanted.tokens.cached == 0
        # Writing the file left the cache as it was.
        assert engine.generate(prompt, OPTIONS).tokens.text == 1
        following = engine.generate(step("Network", (5, 5)), OPTIONS).token_ids
    with opened(prefix_folder=tmp_path, cache_type=cache_type) as engine:
        found = engine.generate(step("Network", (5, 5)), OPTIONS)
        assert found.tokens.cached == system
        assert found.token_ids == following
    with opened(prefix_folder=tmp_path, cache_type=cache_type, chunk=128) as engine:
        assert engine.generate(prompt, ONE).tokens.cached == 0


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage", [cut_off, flip, lambda path: path.write_bytes(b""), lambda path: path.write_text("x")]
)
def test_damaged_file_is_passed_over_with_a_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    store = PrefixStore(tmp_path / "prefixes", ("model",))
    store.save((1, 2, 3), np.arange(200, dtype=np.uint8))
    damage(store.path((1, 2, 3)))
    with caplog.at_level(logging.WARNING):
        assert store.load((1, 2, 3)) is None
    assert [record.message.count("is damaged") for record in caplog.records] == [1]
    assert not store.path((1, 2, 3)).exists()


def test_file_of_another_prompt_is_not_taken(tmp_path: Path) -> None:
    store, other = (PrefixStore(tmp_path, (name,)) for name in ("one", "other"))
    store.save((1, 2), np.ones(10, dtype=np.uint8))
    assert other.load((1, 2)) is None
    assert store.load((1, 3)) is None
    store.path((1, 2)).rename(store.path((1, 3)))
    assert store.load((1, 3)) is None


def test_copy_that_llama_cpp_refuses_costs_a_reading(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened(prefix_folder=tmp_path) as engine:
        store = engine._recall._store
        assert store is not None
        store.save(engine.tokenize(SYSTEM), np.zeros(1000, dtype=np.uint8))
        found = engine.generate(step("Display", (6, 4)), OPTIONS)
        assert found.tokens.cached == 0
        assert "read anew" in caplog.text
    with opened() as engine:
        assert engine.generate(step("Display", (6, 4)), OPTIONS).token_ids == found.token_ids


def test_disk_that_takes_nothing_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder")
    store = PrefixStore(tmp_path / "file", ())
    store.save((1,), np.ones(10, dtype=np.uint8))
    assert store.load((1,)) is None
    assert "can't be written" in caplog.text


def test_oldest_files_go_first(tmp_path: Path) -> None:
    store = PrefixStore(tmp_path, (), most=1000)
    for number in range(5):
        store.save((number,), np.zeros(300, dtype=np.uint8))
    kept = [number for number in range(5) if store.load((number,)) is not None]
    assert kept
    assert 4 in kept
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000
    store.save((9,), np.zeros(2000, dtype=np.uint8))
    assert store.load((9,)) is None


def test_fingerprint_tells_files_apart(tmp_path: Path) -> None:
    path = tmp_path / "model"
    data = bytearray(300_000)
    seen = set()
    for place in (None, 0, 299_999, 150_000):
        if place is not None:
            data[place] ^= 1
        path.write_bytes(data)
        seen.add(file_fingerprint(path))
    assert len(seen) == 4


items = st.lists(st.integers(0, 1) | st.just(ImageItem(digest=b"a", cells=70, positions=10)), min_size=1, max_size=90)


@given(st.lists(st.tuples(items, st.integers(1, 400)), max_size=6), items, st.integers(0, 20))
def test_shelf_gives_what_spares_most_and_keeps_its_bound(
    kept: list[tuple[list[Item], int]], prompt: list[Item], known: int
) -> None:
    shelf = StateShelf(1000, free=lambda: None)
    for one, size in kept:
        shelf.add(State(items=tuple(one), data=np.zeros(size, dtype=np.uint8)))
    assert shelf.bytes <= 1000
    spared = [cells_of(prompt[: shared_items(state.items, prompt)]) for state in shelf._states]
    found = shelf.best(prompt, known=known)
    least = cells_of(prompt[:known]) + 64
    if found is None:
        assert all(cells < least for cells in spared)
    else:
        assert cells_of(prompt[: shared_items(found.items, prompt)]) == max(spared) >= least


def test_nothing_is_copied_where_memory_is_short() -> None:
    shelf = StateShelf(1 << 20, free=lambda: 100)
    shelf.add(State(items=(1,) * 100, data=np.zeros(60, dtype=np.uint8)))
    assert shelf.bytes == 0


def test_embeddings_are_bounded_in_bytes() -> None:
    with opened() as engine:
        engine.generate(step("Display", (6, 4)), ONE)
        vision = engine._vision
        assert vision is not None
        size = vision.kept_bytes
    with opened(image_bytes=2 * size) as engine:
        vision = engine._vision
        assert vision is not None
        for rows in (6, 5, 4, 3):
            engine.generate(step("Display", (rows, 4)), ONE)
            assert 0 < vision.kept_bytes <= 2 * size
    with opened(image_bytes=1) as engine:
        assert engine.generate(step("Display", (6, 4)), ONE).tokens.image == 24
