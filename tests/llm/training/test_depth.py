"""Halves left out while training are those that the engine leaves out, for the tokens that they are left out for."""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")

from llm.training import depth as depth_module
from llm.training.batch import IGNORED, Batch, Collator
from llm.training.depth import Depth
from llm.training.model import Shape, build_model
from llm.training.sample import Sample
from tasks.training.vocabulary import build_tokenizer

TOKENIZER = build_tokenizer()
SHAPE = Shape(hidden=64, layers=4, heads=2, head=32, inner=64, vision_hidden=32, vision_layers=1, vision_heads=1)


def _model() -> Any:
    torch.manual_seed(0)
    return build_model(SHAPE, TOKENIZER).eval()


def _batch() -> Batch:
    sample = Sample(before="<|user|>\nGo back\n", after="<|assistant|>\n", answer="<think> Back</think>")
    return Collator(TOKENIZER)([sample] * 12)


@torch.no_grad()
def _hidden(model: Any, batch: Batch) -> Any:
    return model.model(**batch.inputs, use_cache=False).last_hidden_state


@pytest.fixture
def least(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every answer go without all that it may go without, and the prompt without nothing."""
    for name, share in (("LEAST_SHARE", 1.0), ("TEXT_SHARE", 0.0), ("UNSURE_SHARE", 0.0)):
        monkeypatch.setattr(depth_module, name, share)


@pytest.mark.usefixtures("least")
def test_a_half_left_out_is_a_norm_of_zeros() -> None:
    model, batch = _model(), _batch()
    whole = Batch(inputs=batch.inputs, labels=torch.zeros_like(batch.labels), weights=batch.weights)
    depth = Depth(model, 0)
    with depth.drawn(whole):
        left_out = _hidden(model, whole)
    full = _hidden(model, whole)
    depth.close()
    layers = model.model.language_model.layers
    with torch.no_grad():
        for layer in layers[:3]:
            layer.post_mlp_layernorm.weight.zero_()
        layers[2].post_self_attn_layernorm.weight.zero_()
    assert torch.equal(left_out, _hidden(model, whole))
    assert not torch.allclose(left_out, full)


@pytest.mark.usefixtures("least")
def test_the_prompt_is_read_at_full_depth() -> None:
    model, batch = _model(), _batch()
    full = _hidden(model, batch)
    depth = Depth(model, 0)
    with depth.drawn(batch):
        changed = (_hidden(model, batch) != full).any(-1)
    assert torch.equal(changed, batch.labels != IGNORED)


@pytest.mark.usefixtures("least")
def test_some_tokens_of_an_answer_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depth_module, "UNSURE_SHARE", 1.0)
    model, batch = _model(), _batch()
    full, depth = _hidden(model, batch), Depth(model, 0)
    answer = batch.labels != IGNORED
    # The first token is whole where nothing before it went without anything, so that its states are the same.
    first = answer & (answer.cumsum(1) == 1)
    torch.manual_seed(0)
    same = 0
    for _ in range(20):
        with depth.drawn(batch):
            same += int((_hidden(model, batch) == full).all(-1)[first].sum())
    assert 0.1 < same / (20 * len(answer)) < 0.3


def test_samples_are_drawn_at_full_depth_and_below() -> None:
    model, batch = _model(), _batch()
    depth = Depth(model, 0)
    full, counts = _hidden(model, batch), set()
    for _ in range(20):
        with depth.drawn(batch) as left_out:
            same = (_hidden(model, batch) == full).all(-1)[batch.labels != IGNORED].reshape(12, -1).all(-1)
        assert not (same & (left_out > 0)).any()
        counts |= set(left_out.tolist())
    # Attention of the first two layers copies, and the last layer stays whole.
    assert counts == {0, 1, 2, 3, 4}
