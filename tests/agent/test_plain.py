"""Text made plain holds no special token, and text without any stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.plain import plain
from tests.agent.patient import patient

TOKENS = ("<|user|>", "<|assistant|>", "<|end_of_image|>", "<think>", "</answer>", "<sop>", "[gMASK]", "[MASK]")


@pytest.mark.parametrize("text", ["", "Wi-Fi", "a < b", "I <3 you", "5 |> 4", "[x] done", "你好"])
def test_ordinary_text_stays(text: str) -> None:
    assert plain(text) == text


@patient
@given(st.lists(st.sampled_from([*TOKENS, "<", "|", "[", "g", "MASK]", " ", "/", "a"]), max_size=20).map("".join))
def test_no_special_token_is_left(text: str) -> None:
    assert not re.search(r"<[|/]?[A-Za-z]|\[[gs]?MASK\]", plain(text))
    assert plain(text).replace(" ", "") == text.replace(" ", "")
