"""The PyTorch brain says what llama.cpp says of the same weights, and ends as any model does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from llm.engine import Engine
from llm.errors import ModelNotFoundError, PromptError
from llm.generation import GenerationOptions, Image, Segment, StopReason, Text
from llm.transformers_model import TransformersModel
from tests.llm.tiny_model import TinyModel, picture

PROMPT: tuple[Segment, ...] = (
    Text(text="<|system|>You operate a phone.<|user|>"),
    Image(pixels=picture(6, 4)),
    Text(text="Set an alarm\n<|assistant|>"),
)


@pytest.fixture(scope="module")
def model(tiny: TinyModel) -> Iterator[TransformersModel]:
    made = TransformersModel(tiny.folder)
    yield made
    made.close()


def test_it_says_what_the_engine_says(model: TransformersModel, shared_engine: Engine) -> None:
    options = GenerationOptions(max_tokens=12)
    pieces: list[str] = []
    here = model.generate(PROMPT, options, on_token=pieces.append)
    there = shared_engine.generate(PROMPT, options)
    assert here.token_ids == there.token_ids
    assert (here.text, here.stop, "".join(pieces)) == (there.text, there.stop, there.text)
    assert (here.tokens.image, here.tokens.text) == (24, there.tokens.text + there.tokens.cached)
    found, wanted = model.next_logits(PROMPT), shared_engine.next_logits(PROMPT)
    assert np.abs(found - wanted).max() < 0.01 * wanted.std()


def test_stops_limits_and_aborts(model: TransformersModel) -> None:
    whole = model.generate(PROMPT, GenerationOptions(max_tokens=12)).text
    stop = whole[len(whole) // 2 :][:3]
    cut = model.generate(PROMPT, GenerationOptions(max_tokens=12, stop=(stop,)))
    assert (cut.text, cut.stop) == (whole[: whole.index(stop)], StopReason.STOP)
    short = model.generate(PROMPT, GenerationOptions(max_tokens=2))
    assert (len(short.token_ids), short.stop) == (2, StopReason.LENGTH)
    ended = model.generate(PROMPT, GenerationOptions(max_tokens=12), on_token=lambda _: model.abort())
    assert ended.stop is StopReason.ABORTED
    drawn = [model.generate(PROMPT, GenerationOptions(max_tokens=6, temperature=1.5, seed=seed)) for seed in (1, 1, 2)]
    assert drawn[0].token_ids == drawn[1].token_ids != drawn[2].token_ids


def test_what_cannot_be(model: TransformersModel, tmp_path: Path) -> None:
    with pytest.raises(PromptError):
        model.generate((), GenerationOptions())
    with pytest.raises(ModelNotFoundError, match="no checkpoint"):
        TransformersModel(tmp_path)
