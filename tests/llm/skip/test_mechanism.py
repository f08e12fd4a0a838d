"""Leaving halves of layers out computes exactly what a model without them would."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from llm import bindings
from llm.bindings import library
from llm.context import Context, Decoded, Depth
from llm.convert.random_gguf import MatrixType, write_random_gguf
from llm.embedded import embedded_model
from llm.formats import CacheType, FlashAttention
from llm.quantize import Quantization
from llm.skip import graph, skipper
from llm.skip.half import FULL_DEPTH, Half, Mask, Part, layers, skippable
from llm.skip.tensor import LayoutError
from tests.llm.skip.models import (
    SHAPE,
    halves,
    open_context,
    requantised,
    said,
    same,
    tokens,
    without_effect,
    without_layers,
)

MODELS = ("embedded", "embedded_f16", "embedded_q4_0", "f16", "q4_0")
SETTINGS = [
    (CacheType.F16, FlashAttention.ON),
    (CacheType.F32, FlashAttention.OFF),
    (CacheType.Q8_0, FlashAttention.ON),
]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("random")
    embedded = embedded_model().model
    return {
        "embedded": embedded,
        "embedded_f16": requantised(embedded, Quantization.F16, folder / "embedded_f16.gguf"),
        "embedded_q4_0": requantised(embedded, Quantization.Q4_0, folder / "embedded_q4_0.gguf"),
        "f16": write_random_gguf(folder / "f16", SHAPE, matrices=MatrixType.F16).model,
        "q4_0": write_random_gguf(folder / "q4_0", SHAPE, matrices=MatrixType.Q4_0).model,
    }


@pytest.fixture(scope="module", params=MODELS)
def path(request: pytest.FixtureRequest, paths: dict[str, Path]) -> Path:
    return paths[request.param]


@pytest.mark.parametrize(("cache_type", "attention"), SETTINGS)
def test_nothing_left_out_is_bit_identical_before_and_after_something_was(
    path: Path, cache_type: CacheType, attention: FlashAttention, opened: list[Context]
) -> None:
    plain = open_context(path, Depth.FIXED, cache_type=cache_type, flash_attention=attention)
    variable = open_context(path, cache_type=cache_type, flash_attention=attention)
    opened += [plain, variable]
    assert variable.skipping_problem == ""
    wanted = said(plain)
    assert same(said(variable), wanted)
    assert not same(said(variable, layers([1, 2])), wanted)
    assert same(said(variable), wanted)
    assert same(plain.save(), variable.save())


@pytest.mark.parametrize("numbers", [(1,), (0, 2), (0, 1, 2)])
def test_whole_layers_left_out_are_bit_identical_to_a_pruned_file(
    path: Path, numbers: tuple[int, ...], tmp_path: Path, opened: list[Context]
) -> None:
    pruned = open_context(without_layers(path, numbers, tmp_path / "pruned.gguf"), Depth.FIXED)
    variable = open_context(path)
    opened += [pruned, variable]
    assert same(said(variable, layers(numbers)), said(pruned))


@pytest.mark.parametrize(("cache_type", "attention"), SETTINGS)
@pytest.mark.parametrize("mask", [halves("1a"), halves("0f", "2f"), halves("0a", "1a", "1f", "2f")], ids=len)
def test_halves_left_out_and_their_cache_are_those_of_a_model_whose_halves_add_nothing(
    path: Path,
    mask: Mask,
    cache_type: CacheType,
    attention: FlashAttention,
    tmp_path: Path,
    opened: list[Context],
) -> None:
    silent = without_effect(path, mask, tmp_path / "silent.gguf")
    reference = open_context(silent, Depth.FIXED, cache_type=cache_type, flash_attention=attention)
    variable = open_context(path, cache_type=cache_type, flash_attention=attention)
    opened += [reference, variable]
    assert same(said(variable, mask), said(reference))
    assert same(variable.save(), reference.save())


def test_depth_may_change_with_every_token(path: Path, tmp_path: Path, opened: list[Context]) -> None:
    """A shallow token's keys and values are those of the silent model, a deep one's those of the full one."""
    mask = halves("0f", "1a", "2a", "2f")
    variable, full = open_context(path), open_context(path, Depth.FIXED)
    silent = open_context(without_effect(path, mask, tmp_path / "silent.gguf"), Depth.FIXED)
    opened += [variable, full, silent]
    wanted = tokens(40)
    for context in (full, variable):
        context.decode_tokens(wanted[:20], 0, logits=1)
    state = full.save()
    for position in range(20, 40):
        shallow = position % 3 > 0
        reference = silent if shallow else full
        reference.cut(0)
        reference.load(state)
        reference.decode_tokens((wanted[position],), position, logits=1)
        variable.leave_out(mask if shallow else FULL_DEPTH)
        variable.decode_tokens((wanted[position],), position, logits=1)
        assert same(variable.logits(), reference.logits())
        state = reference.save()
        assert same(variable.save(), state)


@pytest.mark.parametrize("batch", [4, 8, 16])
def test_draft_that_was_cut_away_leaves_nothing_behind(path: Path, batch: int, opened: list[Context]) -> None:
    plain, variable = open_context(path, Depth.FIXED), open_context(path)
    opened += [plain, variable]
    wanted = tokens(30 + batch)
    for context in (plain, variable):
        context.decode_tokens(wanted[:30], 0, logits=1)
    variable.leave_out(layers([1, 2]))
    for offset in range(batch - 1):
        variable.decode_tokens((int(variable.logits().argmax()),), 30 + offset, logits=1)
    variable.cut(30)
    variable.leave_out(FULL_DEPTH)
    for context in (plain, variable):
        context.decode_tokens(wanted[30:], 30, logits=batch)
    for row in range(1, batch + 1):
        assert same(variable.logits(-row), plain.logits(-row))
    assert same(plain.save(), variable.save())


def test_chunks_of_a_prompt_may_have_depths_of_their_own(path: Path, tmp_path: Path, opened: list[Context]) -> None:
    """Chunks of any size, on both sides of the 256 cells that llama.cpp counts in, each as its reference has it."""
    mask = halves("0f", "1a", "1f")
    variable, full = open_context(path), open_context(path, Depth.FIXED)
    silent = open_context(without_effect(path, mask, tmp_path / "silent.gguf"), Depth.FIXED)
    opened += [variable, full, silent]
    prompt = tokens(300)
    state: np.ndarray | None = None
    sizes = (100, 28, 1, 71, 40, 30, 1, 29)
    assert sum(sizes) == len(prompt)
    start = 0
    for number, size in enumerate(sizes):
        reference = silent if number % 2 else full
        reference.cut(0)
        if state is not None:
            reference.load(state)
        variable.leave_out(mask if number % 2 else FULL_DEPTH)
        for context in (reference, variable):
            assert context.decode_tokens(prompt[start : start + size], start, logits=1) is Decoded.DONE
        assert same(variable.logits(), reference.logits())
        state = reference.save()
        assert same(variable.save(), state)
        start += size


@pytest.mark.parametrize("repacked", [True, False])
def test_weights_may_be_repacked_or_not(
    paths: dict[str, Path], repacked: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[Context]
) -> None:
    """Whether llama.cpp puts the weights in another order for its kernels when it loads them."""
    llama = library().llama
    usual = llama.llama_model_default_params

    def params() -> object:
        found = usual()
        found.use_extra_bufts = repacked
        return found

    monkeypatch.setattr(llama, "llama_model_default_params", params)
    pruned = open_context(without_layers(paths["q4_0"], [1], tmp_path / "pruned.gguf"), Depth.FIXED)
    variable = open_context(paths["q4_0"])
    opened += [pruned, variable]
    assert same(said(variable, layers([1])), said(pruned))


def test_embeddings_are_taken_at_reduced_depth(paths: dict[str, Path], tmp_path: Path, opened: list[Context]) -> None:
    mask = halves("0a", "0f", "1f")
    variable = open_context(paths["q4_0"])
    silent = open_context(without_effect(paths["q4_0"], mask, tmp_path / "silent.gguf"), Depth.FIXED)
    opened += [variable, silent]
    embeddings = np.random.default_rng(2).normal(0, 1, (70, SHAPE.hidden)).astype(np.float32)
    positions = np.stack([np.arange(70, dtype=np.int32)] * 3 + [np.zeros(70, dtype=np.int32)])
    variable.leave_out(mask)
    for context in (variable, silent):
        assert context.decode_embeddings(embeddings, positions) is Decoded.DONE
        context.decode_tokens((50,), 70, logits=1)
    assert same(variable.logits(), silent.logits())
    assert same(variable.save(), silent.save())


def test_graph_is_read_only_when_it_is_new(paths: dict[str, Path], opened: list[Context]) -> None:
    variable = open_context(paths["q4_0"])
    opened.append(variable)
    assert variable._skipper is not None
    said(variable)
    before = variable._skipper.graphs_read
    for position in range(20):
        variable.leave_out(layers([1]) if position % 2 else FULL_DEPTH)
        variable.decode_tokens((50,), 90 + position, logits=1)
    assert variable._skipper.graphs_read == before


def test_graph_that_was_read_is_known_again_when_it_is_built_anew(path: Path, opened: list[Context]) -> None:
    plain, variable = open_context(path, Depth.FIXED), open_context(path)
    opened += [plain, variable]
    assert variable._skipper is not None
    wanted, mask = tokens(60), layers([1])
    read = []
    for _ in range(3):
        for context in (plain, variable):
            context.cut(0)
        # Another number of tokens, and logits wanted or not: another graph each time.
        for start, end, logits in ((0, 20, 0), (20, 21, 1), (21, 25, 4), (25, 26, 1), (26, 40, 1), (40, 60, 2)):
            variable.leave_out(mask if start == 21 else FULL_DEPTH)
            variable.decode_tokens(wanted[start:end], start, logits=logits)
            if start == 21:
                variable.cut(start)
                variable.leave_out(FULL_DEPTH)
                variable.decode_tokens(wanted[start:end], start, logits=logits)
            plain.decode_tokens(wanted[start:end], start, logits=logits)
            for row in range(-logits, 0):
                assert same(variable.logits(row), plain.logits(row))
        assert same(variable.save(), plain.save())
        read.append(variable._skipper.graphs_read)
    assert read[0] == read[1] == read[2]


def test_graph_with_another_node_in_it_is_not_taken_for_the_known_one(path: Path, opened: list[Context]) -> None:
    context = open_context(path)
    opened.append(context)
    assert context._skipper is not None
    (known,) = context._skipper._known
    assert known.is_there()
    switch = known.halves[Half.parse("1f")]
    switch.leave_out()
    assert not known.is_there()
    switch.put_back()
    assert known.is_there()
    known.tail.leave_out()
    assert not known.is_there()
    known.tail.put_back()
    assert known.is_there()


@pytest.mark.parametrize(("cache_type", "attention"), SETTINGS)
@pytest.mark.parametrize("mask", [FULL_DEPTH, halves("0f", "1a")], ids=len)
def test_token_after_which_none_is_chosen_leaves_the_cache_of_one_after_which_one_is(
    path: Path,
    mask: Mask,
    cache_type: CacheType,
    attention: FlashAttention,
    tmp_path: Path,
    opened: list[Context],
) -> None:
    silent = without_effect(path, mask, tmp_path / "silent.gguf") if mask else path
    reference = open_context(silent, Depth.FIXED, cache_type=cache_type, flash_attention=attention)
    variable = open_context(path, cache_type=cache_type, flash_attention=attention)
    opened += [reference, variable]
    wanted = tokens(40)
    variable.leave_out(mask)
    for start, logits in ((0, 1), *((position, int(position % 3 == 0)) for position in range(20, 40))):
        part = wanted[:20] if not start else wanted[start : start + 1]
        reference.decode_tokens(part, start, logits=1)
        variable.decode_tokens(part, start, logits=logits)
        if logits:
            assert same(variable.logits(), reference.logits())
    assert same(variable.save(), reference.save())


def test_scheduler_out_of_reach_changes_nothing_but_speed(path: Path, opened: list[Context]) -> None:
    usual = open_context(path)
    opened.append(usual)
    wanted, full = said(usual, layers([1])), said(usual)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bindings, "_GET_SCHEDULER", "no such function")
        hidden = open_context(path)
    opened.append(hidden)
    assert hidden._skipper is not None
    assert same(said(hidden, layers([1])), wanted)
    assert hidden._skipper.graphs_read > 20
    assert same(said(hidden), full)


def test_last_layer_is_never_left_out(paths: dict[str, Path], opened: list[Context]) -> None:
    variable = open_context(paths["f16"])
    opened.append(variable)
    assert Half.parse("3a") not in skippable(4)
    for mask in (halves("3a"), layers([3]), layers([7])):
        with pytest.raises(ValueError, match="layers 0 to 2 of 4"):
            variable.leave_out(mask)


def refuse(_ggml: object) -> None:
    raise LayoutError("ggml_tensor has another layout than expected (op)")


@pytest.mark.parametrize("broken", ["layout", "names", "order"])
def test_llama_cpp_that_is_not_as_expected_computes_everything_and_says_so_once(
    paths: dict[str, Path],
    broken: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    opened: list[Context],
) -> None:
    plain = open_context(paths["q4_0"], Depth.FIXED)
    opened.append(plain)
    if broken == "layout":
        monkeypatch.setattr(skipper, "check_layout", refuse)
    elif broken == "names":
        monkeypatch.setitem(graph._ENDS, Part.ATTENTION, b"attn_out-%d")
    else:
        # The operand that is kept would be the one that the half has computed.
        real = graph.GraphReader._read

        def swapped(self: graph.GraphReader, address: int) -> graph.Node:
            node = real(self, address)
            turned = node.sources[1::-1] + node.sources[2:]
            return graph.Node(address=node.address, op=node.op, sources=turned, origins=turned)

        monkeypatch.setattr(graph.GraphReader, "_read", swapped)
    with caplog.at_level(logging.WARNING):
        context = open_context(paths["q4_0"])
        opened.append(context)
        assert context.skipping_problem
        assert same(said(context, layers([1, 2])), said(plain))
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "no layer can be skipped" in caplog.text
