"""The measurement of the engine measures, on the embedded model, what it says."""

from __future__ import annotations

import pytest

from llm.drafts import Drafts
from llm.engine import Engine
from llm.generation import GenerationOptions
from tasks.bench_llm import Setting, agreement, measure, screen, step_prompt
from tasks.models import choose_files
from tasks.stock_llama import StockLlama


def test_figures_come_from_what_was_computed() -> None:
    setting = Setting(
        files=choose_files(None, None), name="embedded", context=2048, threads=None, budgets=(16,), repetitions=1
    )
    found = measure(setting, say=lambda _: None)
    step, drafts = found["rows"]
    assert step["image_tokens"] <= 16
    assert 0 < step["next_text_tokens"] < step["text_tokens"]
    assert step["same_prompt_saving"] > 0
    assert found["figures"]["next_step_ratio"] == step["next_step_ratio"] > 0
    assert drafts["identical"]
    assert drafts["accepted"] <= drafts["drafted"] < drafts["generated"]


@pytest.mark.parametrize("done", [0, 2])
def test_both_programs_are_asked_the_same(done: int) -> None:
    """Same tokens, same pixels: the most probable text is the same, but for the special tokens that `Llama` drops."""
    files = choose_files(None, None)
    prompt = step_prompt(screen(3), done)
    stock = StockLlama(files.model, files.mmproj, context=2048, threads=1)
    engine = Engine(files.model, files.mmproj, context=2048, threads=1, drafts=Drafts.OFF)
    try:
        theirs = stock.ask(prompt, image_tokens=32, max_tokens=6).text
        ours = engine.generate(prompt, GenerationOptions(max_tokens=6, image_tokens=32)).text
    finally:
        stock.close()
        engine.close()
    assert theirs
    assert agreement(theirs, ours) == 1.0
