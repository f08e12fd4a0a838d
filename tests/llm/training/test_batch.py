"""Batches: pictures in GLM-4V's patch order, answers alone to be learnt."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra `train` is not installed")

from transformers import Glm4vImageProcessor

from llm.training.batch import IGNORED, MEAN, STD, Collator, patches
from llm.training.sample import Sample
from tasks.training.vocabulary import build_tokenizer


def test_patches_are_those_of_transformers() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (84, 56, 3), np.uint8)
    processor = Glm4vImageProcessor(
        image_mean=MEAN.tolist(), image_std=STD.tolist(), size={"shortest_edge": 1, "longest_edge": 10**7}
    )
    theirs = processor(images=[picture], return_tensors="np")
    np.testing.assert_array_equal(theirs["image_grid_thw"], [[1, 6, 4]])
    np.testing.assert_allclose(patches(picture), theirs["pixel_values"], atol=1e-5)


def test_only_the_answer_is_learnt() -> None:
    tokenizer = build_tokenizer()
    short = Sample(before="<|user|>\nTap\n", after="<|assistant|>\n", answer="<think> Back</think>")
    long = Sample(before="<|user|>\nTap it now\n", after="<|assistant|>\n", answer="<think> Done</think><|user|>")
    batch = Collator(tokenizer)([short, long])
    for row, sample in enumerate((short, long)):
        kept = batch.labels[row][batch.labels[row] != IGNORED].tolist()
        assert tokenizer.decode(kept, skip_special_tokens=False) == sample.answer
    assert batch.inputs["attention_mask"].sum(1).tolist() == [
        len(tokenizer.encode(s.before + s.after + s.answer).ids) for s in (short, long)
    ]
