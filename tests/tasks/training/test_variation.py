"""Varied samples say the same thing of another screen."""

from __future__ import annotations

import re
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("tokenizers", reason="the extra `train` is not installed")

from llm.training.sample import Sample
from tasks.training.variation import Variation

TYPED = Sample(
    before="<|user|>\nCreate a contact named Adam Adler\n<|observation|>\n Type Adam\n",
    after="Contacts\n First name [500,200] field: Adam\n Last name [500,300] field focused\n Save [900,80] button\n",
    answer='<think> Last name [500,300]</think><answer>do(action="Type", text="Adler")</answer><|user|>',
)
SCROLLED = Sample(
    before="<|user|>\nOpen System\n<|observation|>\n",
    after="Settings\n Apps [500,200] row\n",
    answer='<think> Scroll down</think><answer>do(action="Swipe", start=[500,700], end=[500,300])</answer><|user|>',
)


@given(st.integers(0, 1000))
def test_names_and_places_change_together(seed: int) -> None:
    varied = Variation([TYPED], Random(seed))(TYPED)
    first, last = re.search(r"named (\w+) (\w+)", varied.before).groups()  # type: ignore[union-attr]
    assert {first, last}.isdisjoint({"Adam", "Adler"})
    assert f"Type {first}\n" in varied.before
    assert f"field: {first}\n" in varied.after
    assert f'text="{last}"' in varied.answer
    mention = varied.answer.removeprefix("<think>").partition("</think>")[0]
    assert f"{mention} field focused" in varied.after


@given(st.integers(0, 1000))
def test_what_is_typed_off_the_screen_changes_on_both(seed: int) -> None:
    sample = Sample(
        before="<|user|>\nAppend Adler to the note\n<|observation|>\n",
        after="Markor\n note.md [500,300] field focused: Adam\n",
        answer='<think> note.md [500,300]</think><answer>do(action="Type", text=" Adam Adler")</answer><|user|>',
    )
    varied = Variation([TYPED], Random(seed))(sample)
    there = varied.after.rpartition("focused: ")[2].strip()
    assert there != "Adam"
    assert f'text=" {there} ' in varied.answer


@given(st.integers(0, 1000))
def test_a_swipe_stays_where_it_is(seed: int) -> None:
    assert Variation([SCROLLED], Random(seed))(SCROLLED).answer == SCROLLED.answer


def test_lines_that_come_in_between_keep_the_order_and_the_others() -> None:
    grown = 0
    for seed in range(60):
        varied = Variation([SCROLLED, TYPED], Random(seed))(TYPED)
        lines = varied.after.splitlines()
        grown += len(lines) - len(TYPED.after.splitlines())
        rows = [int(point[1]) for line in lines if (point := re.search(r",(\d+)\] (?!button$)", line))]
        assert rows == sorted(rows)
        assert all(any(line.startswith(f" {label} [") for line in lines) for label in ("First name", "Save"))
    assert grown > 0


def test_a_sample_with_a_picture_stays_as_it_is() -> None:
    pictured = Sample(before="a Adam", after="[1,2]", answer="b", picture=np.zeros((28, 28, 3), np.uint8))
    assert Variation([pictured], Random(0))(pictured) is pictured
