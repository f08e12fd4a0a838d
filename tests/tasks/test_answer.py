"""What counts as the answer to a question."""

from __future__ import annotations

import pytest

from tasks.answer import Answer, list_of, number_of


@pytest.mark.parametrize("said", ["Tea, Dinner with Ana", 'dinner with ana,  "tea".', "- Tea\n- Dinner with Ana"])
def test_a_list_is_taken_in_any_order_and_form(said: str) -> None:
    assert list_of(["Tea", "Dinner with Ana"]).accepts(said)


@pytest.mark.parametrize("said", ["", "Tea", "Tea, Tea, Dinner with Ana", "Tea, Dinner", "Tea, Dinner with Ana, Run"])
def test_a_list_has_all_items_and_no_others(said: str) -> None:
    assert not list_of(["Tea", "Dinner with Ana"]).accepts(said)


@pytest.mark.parametrize(
    ("value", "said", "right"),
    [
        (3, "3", True),
        (3, "You have 3 tasks.", True),
        (3, "three", False),
        (3, "3 of 5", False),
        (3, "13", False),
        (12500, "12,500 m", True),
        (12500, "12500.0", True),
        (2.5, "2,5 km", True),
        (25, "2.5", False),
    ],
)
def test_a_number_is_the_one_number_said(value: float, said: str, right: bool) -> None:
    assert number_of(value).accepts(said) is right


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("October 16 2023 14:00", True),
        ("It is on Oct 16, 2023, 14:00.", True),
        ("October 16 2023 15:00", False),
        ("October 32 2023 14:00", False),
        ("16.10.2023 14:00", False),
    ],
)
def test_a_moment_is_read_as_asked_for(said: str, right: bool) -> None:
    assert Answer(kind="moment", values=("October 16 2023 14:00",)).accepts(said) is right


def test_words_are_compared_as_a_whole() -> None:
    answer = Answer(kind="words", values=("12 Mill Street",))

    assert answer.accepts(" 12 mill  street. ")
    assert not answer.accepts("at 12 Mill Street")
