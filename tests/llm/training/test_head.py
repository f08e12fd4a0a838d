"""The shared output layer computes what its plain form computes, and lets every token be said."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")

from llm.training.circuit import plant_copying
from llm.training.head import plain_head, share_head
from llm.training.model import Shape, build_model
from tasks.training.vocabulary import build_tokenizer


def test_the_plain_form_computes_the_same() -> None:
    torch.manual_seed(0)
    tokenizer, shape = build_tokenizer(), Shape(layers=2)
    model = build_model(shape, tokenizer)
    plant_copying(model, shape, tokenizer, torch.Generator().manual_seed(0))
    head = share_head(model, torch.tensor([3, 5, 700]))
    with torch.no_grad():
        head.bias.normal_()
        head.rows.normal_()
    hidden = torch.randn(2, 7, shape.hidden)
    shared = model.lm_head(hidden)
    assert shared.shape == (2, 7, tokenizer.get_vocab_size())
    plain_head(model)
    torch.testing.assert_close(model.lm_head(hidden), shared, rtol=1e-4, atol=1e-4)


def test_a_seldom_word_is_not_pushed_down_alone() -> None:
    torch.manual_seed(0)
    tokenizer, shape = build_tokenizer(), Shape(layers=2)
    model = build_model(shape, tokenizer)
    plant_copying(model, shape, tokenizer, torch.Generator().manual_seed(0))
    head = share_head(model, torch.tensor([1]))
    logits = model.lm_head(torch.randn(64, shape.hidden))
    torch.nn.functional.cross_entropy(logits, torch.ones(64, dtype=torch.long)).backward()
    assert model.model.language_model.embed_tokens.weight.grad is None
    assert head.map.grad is not None
