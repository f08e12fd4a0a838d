"""Intervals of paired differences, held against likelihoods on a grid and against counts drawn at random."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.paired import paired_interval, score


@pytest.mark.parametrize(
    ("lost", "won", "count", "share"),
    [(12, 2, 50, 0.1), (3, 1, 394, -0.01), (0, 0, 394, 0.005), (5, 9, 100, 0.2), (5, 9, 100, -0.2)],
)
def test_score_is_that_of_the_most_probable_shares(lost: int, won: int, count: int, share: float) -> None:
    shares_won = np.linspace(max(0.0, -share), (1 - share) / 2, 200_001)[1:-1]
    shares_lost = shares_won + share
    likelihood = (
        (lost * np.log(shares_lost) if lost else 0)
        + (won * np.log(shares_won) if won else 0)
        + (count - lost - won) * np.log(1 - shares_won - shares_lost)
    )
    best = shares_won[likelihood.argmax()]
    expected = (lost - won - count * share) / np.sqrt(count * (2 * best + share - share**2))
    assert score(lost, won, count, share) == pytest.approx(expected, rel=1e-3)


def test_score_at_no_difference_is_mcnemars() -> None:
    assert score(9, 4, 200, 0.0) == pytest.approx(5 / np.sqrt(13))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 4000))
def test_interval_holds_the_estimate_and_turns_with_the_ways(lost: int, won: int, same: int) -> None:
    count = max(1, lost + won + same)
    low, high = paired_interval(lost, won, count)
    assert -1 <= low <= (lost - won) / count <= high <= 1
    assert paired_interval(won, lost, count) == pytest.approx((-high, -low), abs=1e-6)


def test_interval_without_a_difference_says_how_little_was_looked_at() -> None:
    assert paired_interval(0, 0, 400)[1] == pytest.approx(0.0095, abs=1e-4)
    assert paired_interval(0, 0, 40)[1] > 0.08


def test_interval_holds_the_truth_95_times_of_100() -> None:
    random, truth = np.random.default_rng(0), [0.012, 0.004, 0.984]
    drawn = random.multinomial(400, truth, size=1500)
    held = [low <= 0.008 <= high for low, high in (paired_interval(int(a), int(b), 400) for a, b, _ in drawn)]
    assert 0.93 <= np.mean(held) <= 0.98
