"""The planted circuit copies before anything is trained."""

from __future__ import annotations

from itertools import islice

import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")

from llm.training.batch import Collator
from llm.training.circuit import plant_copying
from llm.training.model import Shape, build_model
from llm.training.train import answer_logits
from tasks.training.pointing import pointing_samples
from tasks.training.vocabulary import build_tokenizer


def _copied(planted: bool) -> float:
    """Return the share of a thought's tokens, the first left out, that an untrained model gets right."""
    torch.manual_seed(0)
    tokenizer, shape = build_tokenizer(), Shape(layers=2)
    model = build_model(shape, tokenizer)
    if planted:
        plant_copying(model, shape, tokenizer, torch.Generator().manual_seed(0))
    thought = (tokenizer.token_to_id("<think>"), tokenizer.token_to_id("</think>"))
    samples = [sample for sample in islice(pointing_samples(5), 24) if "Done" not in sample.answer]
    with torch.no_grad():
        answers = answer_logits(model, Collator(tokenizer)(samples))
    right = total = 0
    for row in answers.rows.unique():
        mine = answers.rows == row
        wanted, guessed = answers.targets[mine].tolist(), answers.logits[mine].argmax(-1).tolist()
        end = wanted.index(thought[1])
        total += end - 2
        right += sum(a == b for a, b in zip(wanted[2:end], guessed[2:end], strict=True))
    return right / total


def test_the_circuit_copies_what_a_random_model_does_not() -> None:
    assert _copied(planted=False) < 0.05
    assert _copied(planted=True) > 0.5
