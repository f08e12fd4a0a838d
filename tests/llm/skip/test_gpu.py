"""Halves are left out where a GPU computes some of the layers, or all of them.

What is changed and put back is bit-identical.  Against other files it is the same but for rounding: GPUs compute a sum
and the norm after it at once, and without the sum in two steps (bit-identical too where ``GGML_VK_DISABLE_FUSION`` or
``GGML_CUDA_DISABLE_FUSION`` is set).

Runs where llama-cpp-python was built with a GPU backend and finds a device.  Mesa's processor device is one for Vulkan:
``GGML_VK_VISIBLE_DEVICES=0`` has ggml take it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from llm.bindings import library
from llm.context import Context, Depth
from llm.convert.random_gguf import MatrixType, write_random_gguf
from llm.embedded import embedded_model
from llm.formats import CacheType, FlashAttention
from llm.skip.half import FULL_DEPTH, Mask, layers
from tests.llm.skip.models import SHAPE, halves, open_context, said, same, tokens, without_effect, without_layers

pytestmark = pytest.mark.skipif(
    not library().llama.llama_supports_gpu_offload(),
    reason="this llama.cpp was built for no GPU, or finds none: install llama-cpp-python with a GPU backend",
)

OFFLOADED = (1, 3, 99)
"""The output layer alone, two layers with it, everything: what llama.cpp counts from the end."""
SETTINGS = [(CacheType.F16, FlashAttention.ON), (CacheType.F32, FlashAttention.OFF)]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("random")
    return {
        "embedded": embedded_model().model,
        "f16": write_random_gguf(folder / "f16", SHAPE, matrices=MatrixType.F16).model,
        "q4_0": write_random_gguf(folder / "q4_0", SHAPE, matrices=MatrixType.Q4_0).model,
    }


@pytest.fixture(params=["embedded", "f16", "q4_0"])
def path(request: pytest.FixtureRequest, paths: dict[str, Path]) -> Path:
    return paths[request.param]


@pytest.fixture(params=OFFLOADED)
def gpu_layers(request: pytest.FixtureRequest) -> int:
    return int(request.param)


def same_but_for_rounding(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two sets of logits are; a half that is wrongly left out, or in, differs by their standard deviation."""
    return bool(np.abs(one - other).max() < 0.01 * other.std()) and bool(np.ptp(one) > 0)


@pytest.mark.parametrize(("cache_type", "attention"), SETTINGS)
def test_nothing_left_out_is_bit_identical_before_and_after_something_was(
    path: Path, gpu_layers: int, cache_type: CacheType, attention: FlashAttention, opened: list[Context]
) -> None:
    plain, variable = (
        open_context(path, depth, cache_type=cache_type, flash_attention=attention, gpu_layers=gpu_layers)
        for depth in (Depth.FIXED, Depth.VARIABLE)
    )
    opened += [plain, variable]
    assert variable.skipping_problem == ""
    wanted = said(plain)
    assert same(said(variable), wanted)
    assert not same(said(variable, layers([1, 2])), wanted)
    assert same(said(variable), wanted)
    assert same(plain.save(), variable.save())


@pytest.mark.parametrize("mask", [halves("1a"), halves("0f", "2f"), halves("0a", "1a", "1f", "2f")], ids=len)
@pytest.mark.parametrize(("cache_type", "attention"), SETTINGS)
def test_halves_left_out_are_those_of_a_model_whose_halves_add_nothing(
    path: Path,
    gpu_layers: int,
    mask: Mask,
    cache_type: CacheType,
    attention: FlashAttention,
    tmp_path: Path,
    opened: list[Context],
) -> None:
    silent = without_effect(path, mask, tmp_path / "silent.gguf")
    reference = open_context(
        silent, Depth.FIXED, cache_type=cache_type, flash_attention=attention, gpu_layers=gpu_layers
    )
    variable = open_context(path, cache_type=cache_type, flash_attention=attention, gpu_layers=gpu_layers)
    opened += [reference, variable]
    assert same_but_for_rounding(said(variable, mask), said(reference))


def test_whole_layers_left_out_are_those_that_a_pruned_file_lacks(
    path: Path, gpu_layers: int, tmp_path: Path, opened: list[Context]
) -> None:
    # Layer 0 lies on the processor wherever any does, so that the others lie where they did.
    pruned = open_context(without_layers(path, [0], tmp_path / "pruned.gguf"), Depth.FIXED, gpu_layers=gpu_layers)
    variable = open_context(path, gpu_layers=gpu_layers)
    opened += [pruned, variable]
    assert same_but_for_rounding(said(variable, layers([0])), said(pruned))


def test_depth_changes_from_token_to_token_in_a_graph_that_is_kept(
    path: Path, gpu_layers: int, tmp_path: Path, opened: list[Context]
) -> None:
    """What a device keeps of a graph, to compute it again at once, must not outlive a change of it."""
    mask = halves("0f", "1a", "2a", "2f")
    silent = without_effect(path, mask, tmp_path / "silent.gguf")
    variable = open_context(path, gpu_layers=gpu_layers)
    full, reference = (open_context(one, Depth.FIXED, gpu_layers=gpu_layers) for one in (path, silent))
    opened += [variable, full, reference]
    wanted = tokens(60)
    variable.decode_tokens(wanted[:20], 0, logits=1)
    for position in range(20, 60):
        state = variable.save()
        shallow = position % 3 > 0
        # Nothing else is computed between the two depths.
        for left_out in (FULL_DEPTH, mask) if shallow else (mask, FULL_DEPTH):
            variable.cut(position)
            variable.leave_out(left_out)
            variable.decode_tokens((wanted[position],), position, logits=1)
        found = variable.logits().copy()
        other = reference if shallow else full
        other.cut(0)
        other.load(state)
        other.decode_tokens((wanted[position],), position, logits=1)
        assert same_but_for_rounding(found, other.logits())
        if not shallow:
            assert same(found, other.logits())
