"""Session fixtures: a tiny random model, its GGUF files, and engines over them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from llm.convert import ConvertedModel, WeightType, convert_checkpoint
from llm.engine import Engine
from llm.formats import CacheType, FlashAttention
from tests.llm.tiny_model import TinyModel, build_model


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> TinyModel:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("torch", reason="needs the extra `train`")
        pytest.importorskip("transformers", reason="needs the extra `train`")
        return build_model(tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="session")
def files(tiny: TinyModel, tmp_path_factory: pytest.TempPathFactory) -> dict[WeightType, ConvertedModel]:
    return {
        weight_type: convert_checkpoint(
            tiny.folder,
            tmp_path_factory.mktemp(weight_type.name),
            name="tiny",
            weight_type=weight_type,
            metadata={"handroid.prompt_layout": "elements"},
        )
        for weight_type in WeightType
    }


@pytest.fixture(scope="session")
def shared_engine(files: dict[WeightType, ConvertedModel]) -> Iterator[Engine]:
    """One engine for all tests that don't care what its cache holds."""
    converted = files[WeightType.F32]
    engine = Engine(
        converted.model,
        converted.mmproj,
        context=1024,
        threads=1,
        chunk=32,
        image_tokens=64,
        cache_type=CacheType.F32,
        flash_attention=FlashAttention.OFF,
    )
    yield engine
    engine.close()


@pytest.fixture
def engine(files: dict[WeightType, ConvertedModel]) -> Iterator[Engine]:
    """A fresh engine with an empty cache."""
    converted = files[WeightType.F32]
    engine = Engine(
        converted.model,
        converted.mmproj,
        context=512,
        threads=1,
        chunk=32,
        image_tokens=64,
        cache_type=CacheType.F32,
        flash_attention=FlashAttention.OFF,
    )
    yield engine
    engine.close()
