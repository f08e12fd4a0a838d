"""What a model needs is held against what is free."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from llm.bindings import library
from llm.convert import ConvertedModel, WeightType
from llm.convert.random_checkpoint import CheckpointShape
from llm.convert.random_gguf import write_random_gguf
from llm.errors import ModelMemoryError
from llm.formats import CacheType, FlashAttention
from llm.free_memory import free_memory
from llm.memory import check_memory
from llm.memory_need import graph_bytes, memory_need, vision_attention
from llm.model_file import ModelFile, ModelKind, TensorInfo, read_model_file

MIB = 1 << 20


def nine_billion() -> ModelFile:
    """The header of GLM-4.1V-9B at Q4_K_M, as far as memory goes."""
    return ModelFile(
        path=Path("glm.gguf"),
        version=3,
        metadata={
            "general.architecture": "glm4",
            "glm4.block_count": 40,
            "glm4.embedding_length": 4096,
            "glm4.feed_forward_length": 13696,
            "glm4.attention.head_count": 32,
            "glm4.attention.head_count_kv": 2,
            "glm4.vocab_size": 151552,
        },
        tensors=(TensorInfo(name="all", shape=(1,), ggml_type=12, offset=0, bytes=5_740_000_000),),
        kind=ModelKind.TEXT,
    )


def need(context: int, cache_type: CacheType = CacheType.F16) -> int:
    return memory_need(nine_billion(), None, context=context, chunk=256, cache_type=cache_type, image_tokens=512).cache


def test_cache_of_glm_9b_takes_40_kib_a_token() -> None:
    assert need(25_600) == 25_600 * 40_960
    assert need(25_600, CacheType.Q8_0) == 25_600 * 21_760


def test_context_that_fits_is_proposed() -> None:
    with pytest.raises(ModelMemoryError, match="context of at most") as caught:
        check(context=131_072, free=8_000_000_000)
    assert caught.value.context is not None
    assert check(context=caught.value.context, free=8_000_000_000) <= 8_000_000_000
    assert caught.value.needed > caught.value.free == 8_000_000_000


def test_quantised_cache_is_proposed() -> None:
    """The cache takes 5 GiB as F16 and 2.7 GiB as Q8_0."""
    with pytest.raises(ModelMemoryError, match=r"at most \d+ tokens \(--context\), or a cache in Q8_0 \("):
        check(context=131_072, free=9_000_000_000)
    with pytest.raises(ModelMemoryError, match=r"a cache in Q8_0 with a context of at most \d+ tokens"):
        check(context=131_072, free=6_500_000_000)


def test_no_context_is_proposed_that_the_model_was_not_trained_for() -> None:
    trained = nine_billion()
    trained.metadata["glm4.context_length"] = 65_536
    for free in (7_000_000_000, 9_500_000_000, 11_000_000_000):
        with pytest.raises(ModelMemoryError, match="a context of at most") as caught:
            check_memory(
                trained, None, context=131_072, chunk=256, cache_type=CacheType.F16, image_tokens=512, free=free
            )
        assert caught.value.context is not None
        proposed = [int(number) for number in re.findall(r"at most (\d+) tokens", str(caught.value))]
        assert caught.value.context in proposed
        assert max(proposed) <= 65_536
        # A smaller cache alone would keep the context that is too long.
        assert "(--cache-type q8_0)" not in str(caught.value)


def test_weights_in_the_file_are_proposed_where_their_copy_does_not_fit() -> None:
    with pytest.raises(ModelMemoryError, match="--no-repack") as caught:
        check(context=4096, free=4_000_000_000)
    assert "\n" not in str(caught.value)


def test_smaller_weights_are_proposed_where_no_context_fits() -> None:
    with pytest.raises(ModelMemoryError, match="smaller quantisation") as caught:
        check(context=4096, free=4_000_000_000)
    assert caught.value.context is None


def check(*, context: int, free: int) -> int:
    return check_memory(
        nine_billion(), None, context=context, chunk=256, cache_type=CacheType.F16, image_tokens=512, free=free
    ).total


def test_vision_attends_unfused_only_where_its_scores_fit(files: dict[WeightType, ConvertedModel]) -> None:
    vision = read_model_file(files[WeightType.F16].mmproj)
    assert vision_attention(vision, 128) is FlashAttention.OFF
    assert vision_attention(vision, 3354) is FlashAttention.ON


def group(folder: Path, limit: str, used: int, inactive: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 1\ninactive_file {inactive}\n")


def test_tightest_control_group_counts(tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable: 8000 kB\n")
    (tmp_path / "self" / "cgroup").write_text("0::/a/b\n")
    group(tmp_path / "cg" / "a" / "b", "max", 5, 0)
    group(tmp_path / "cg" / "a", "3000000", 2_000_000, 500_000)
    assert free_memory(proc=tmp_path, cgroups=tmp_path / "cg") == 1_500_000
    group(tmp_path / "cg" / "a", "max", 2_000_000, 500_000)
    assert free_memory(proc=tmp_path, cgroups=tmp_path / "cg") == 8000 * 1024


def test_group_seen_from_within_a_container(tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "cgroup").write_text("0::/host/path/unseen\n")
    group(tmp_path / "cg", "1000", 900, 50)
    assert free_memory(proc=tmp_path, cgroups=tmp_path / "cg") == 150


def test_first_version_of_control_groups(tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "cgroup").write_text("5:memory:/\n3:cpu:/x\n")
    folder = tmp_path / "cg" / "memory"
    folder.mkdir(parents=True)
    (folder / "memory.limit_in_bytes").write_text("1000\n")
    (folder / "memory.usage_in_bytes").write_text("700\n")
    assert free_memory(proc=tmp_path, cgroups=tmp_path / "cg") == 300


def test_system_that_says_nothing(tmp_path: Path) -> None:
    assert free_memory(proc=tmp_path, cgroups=tmp_path) is None


SHAPES = (
    CheckpointShape(layers=3, hidden=512, feed_forward=1536, heads=4, kv_heads=2, vocabulary=1024),
    CheckpointShape(layers=2, hidden=1024, feed_forward=3424, heads=16, kv_heads=2, vocabulary=320),
)


@pytest.mark.parametrize("cache_type", [CacheType.F16, CacheType.Q8_0])
@pytest.mark.parametrize("context", [8192])
@pytest.mark.parametrize("shape", SHAPES)
def test_buffers_are_those_that_llama_cpp_reserves(
    tmp_path: Path, shape: CheckpointShape, context: int, cache_type: CacheType
) -> None:
    """llama.cpp logs what it would allocate, and allocates nothing."""
    small = replace(shape, vision_layers=1, vision_hidden=64, vision_heads=2)
    files = write_random_gguf(tmp_path, small)
    loaded = library()
    lines: list[str] = []
    loaded.log.listener = lines.append
    llama = loaded.llama
    try:
        model_params = llama.llama_model_default_params()
        model_params.no_alloc, model_params.load_mode, model_params.n_gpu_layers = True, 0, 0
        model = llama.llama_model_load_from_file(str(files.model).encode(), model_params)
        params = llama.llama_context_default_params()
        params.n_ctx, params.n_batch, params.n_ubatch, params.n_seq_max = context, 256, 256, 1
        params.n_outputs_max, params.flash_attn_type = 16, 1
        params.type_k = params.type_v = int(cache_type)
        params.offload_kqv = params.op_offload = False
        made = llama.llama_init_from_model(model, params)
        llama.llama_free(made)
        llama.llama_model_free(model)
    finally:
        loaded.log.listener = None
    log = "".join(lines)
    reserved = float(re.findall(r"compute buffer size = +([\d.]+) MiB", log)[-1])
    cached = float(re.findall(r"llama_kv_cache: size = +([\d.]+) MiB", log)[-1])
    text = read_model_file(files.model)
    found = memory_need(text, None, context=context, chunk=256, cache_type=cache_type, image_tokens=512)
    assert found.cache / MIB == pytest.approx(cached, abs=0.01)
    assert graph_bytes(text, context=context, chunk=256) / MIB == pytest.approx(reserved, rel=0.06)
