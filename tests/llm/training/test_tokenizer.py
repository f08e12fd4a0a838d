"""The embedded model's tokenizer: words split alike wherever they stand, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("tokenizers", reason="the extra `train` is not installed")

from tasks.training.vocabulary import build_tokenizer

TOKENIZER = build_tokenizer()


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_text_comes_back(text: str) -> None:
    assert TOKENIZER.decode(TOKENIZER.encode(text).ids, skip_special_tokens=False) == text


@given(st.from_regex(r"[A-Z]?[a-z]{1,14}", fullmatch=True))
def test_a_word_splits_alike_after_a_space(word: str) -> None:
    bare, spaced = TOKENIZER.encode(f'="{word}"').tokens[1:-1], TOKENIZER.encode(f" {word}").tokens
    assert [spaced[0].removeprefix("Ġ"), *spaced[1:]] == bare


@given(st.integers(0, 999))
def test_a_number_is_one_token(number: int) -> None:
    assert TOKENIZER.encode(f"[{number},").tokens == ["[", str(number), ","]
