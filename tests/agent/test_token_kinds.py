"""What a token is for is told from the answer before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.token_kinds import kind_after
from llm.skip.plan import TokenKind

SHORT = {
    TokenKind.THOUGHT: "t",
    TokenKind.ACTION: ".",
    TokenKind.NAME: "N",
    TokenKind.COORDINATE: "#",
    TokenKind.TYPED: "T",
}

ANSWERS = [
    (
        '<think>Tap "[1,2]"</think><answer>do(action="Tap", element=[500,136])',
        "ttttttttttttt####tttttttttttttttttN.........NNNNN..........#########.",
    ),
    ("<think>[and Wi-Fi [12, 3", "tttttttt#tttttttttt#####"),
    ('<answer>do(action="Type", text="a, \\"[b\\\\")', "ttttttttN.........NNNNNN.......TTTTTTTTTTT."),
    ('<answer>finish(message="Done.")', "ttttttttN..............TTTTTTT."),
    ('<answer>do(action="Swipe", start=[1,2], end=[3,4])', "ttttttttN.........NNNNNNN........#####......#####."),
    ('<answer>do(action="Wait", duration="3 seconds")', "ttttttttN.........NNNNNN...........TTTTTTTTTTT."),
    (
        '<answer>do(action="Tap", element=[5,6], message="Pay [1]")',
        "ttttttttN.........NNNNN..........#####..........TTTTTTTTT.",
    ),
]


@pytest.mark.parametrize(("answer", "kinds"), ANSWERS)
def test_each_place_of_an_answer_has_its_kind(answer: str, kinds: str) -> None:
    assert "".join(SHORT[kind_after(answer[:index])] for index in range(len(answer))) == kinds


@given(st.text(max_size=60))
def test_any_text_has_a_kind_that_is_generated(text: str) -> None:
    assert kind_after(text).is_generated
    assert kind_after("<answer>" + text.replace("<answer>", "")) is not TokenKind.THOUGHT
