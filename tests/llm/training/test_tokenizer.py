"""The embedded model's tokenizer: words split alike wherever they stand, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("tokenizers", reason="the extra `train` is not installed")

from tasks.pools import FIRST_NAMES, LAST_NAMES, WORDS
from tasks.template import split_of
from tasks.training.vocabulary import build_tokenizer, common_words, whole_words

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


@pytest.mark.parametrize("spelling", [str.lower, str.capitalize])
def test_a_name_of_the_tasks_is_one_token(spelling: Callable[[str], str]) -> None:
    pieced = [name for name in (*FIRST_NAMES, *LAST_NAMES, *WORDS) if len(TOKENIZER.encode(spelling(name)).ids) > 1]
    assert not pieced


def test_made_up_screens_hold_no_word_that_is_only_for_tests() -> None:
    held_out = {word.lower() for word in (*FIRST_NAMES, *LAST_NAMES, *WORDS) if split_of(word) == "test"}
    assert held_out < set(whole_words())
    assert not held_out & set(common_words())
