"""Going round in circles is noticed, remarked on once, and told from progress."""

from __future__ import annotations

import pytest

from agent.repetition import Circling, Repetition


@pytest.mark.parametrize(
    ("steps", "noticed"),
    [
        ("AAA", [2]),
        ("AAAA", [2, 3]),
        ("ABAB", [3]),
        ("ABABA", [3, 4]),
        ("ABCABC", [5]),
        ("AABBCC", []),
        ("ABCDABCE", []),
        ("AABAAC", []),
    ],
)
def test_circles_are_noticed(steps: str, noticed: list[int]) -> None:
    repetition = Repetition()
    found = [repetition.add(screen, "tap") for screen in steps]
    assert [index for index, circling in enumerate(found) if circling is not Circling.NO] == noticed
    assert [found[index] for index in noticed] == [Circling.FIRST, Circling.AGAIN][: len(noticed)]


def test_the_same_action_on_other_screens_is_progress() -> None:
    repetition = Repetition()
    assert {repetition.add(str(number), "swipe") for number in range(9)} == {Circling.NO}


def test_another_circle_is_remarked_on_anew() -> None:
    repetition = Repetition()
    found = [repetition.add(screen, "tap") for screen in "AAABCDEEE"]
    assert [circling for circling in found if circling is not Circling.NO] == [Circling.FIRST, Circling.FIRST]
