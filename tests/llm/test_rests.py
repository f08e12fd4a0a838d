"""Between decodes an engine rests as long as its tier says, in short pieces, and never works harder than it may."""

from __future__ import annotations

from types import SimpleNamespace
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.bindings import AbortFlag
from llm.governor import LONGEST_PAUSE, MOST_PAUSE, Decision, Governor, Pace, Reading, Rule, Tier
from llm.pacing import Pacing
from llm.turns import Turn, Turns, Urgency


class Told(Governor):
    """Decides what the test says."""

    def __init__(self, tiers: list[Tier]) -> None:
        super().__init__()
        self.tiers = tiers

    @property
    def last(self) -> Decision:
        return self.decide()

    def decide(self) -> Decision:
        return Decision(
            at=0.0,
            tier=self.tiers[0],
            pace=Pace.WORK,
            rule=Rule.HOT,
            cause="the test",
            level=0,
            reading=Reading(at=0.0),
        )

    def worked(self, seconds: float, *, threads: int, tokens: int) -> None:
        """Nothing follows from it."""


class Clock:
    """Time that passes only while somebody waits for `wake`."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return False


_TIERS = st.builds(
    Tier,
    chunk=st.integers(1, 10_000),
    threads=st.integers(1, 64),
    pause=st.floats(0, MOST_PAUSE),
)


@settings(deadline=None)
@given(st.integers(1, 512), st.integers(1, 8), st.lists(st.tuples(_TIERS, st.floats(0, 30)), min_size=1, max_size=12))
def test_rests_are_what_is_owed_in_short_pieces_and_limits_hold(
    chunk: int, cores: int, worked: list[tuple[Tier, float]]
) -> None:
    clock, threads = Clock(), list[int]()
    governor = Told([worked[0][0]])
    turn = Turn(Urgency.PERSON, 0, lambda: None)
    turn.wake = clock  # type: ignore[assignment]
    pacing = Pacing(
        abort=AbortFlag(),
        chunk=chunk,
        threads=lambda: cores,
        set_threads=threads.append,
        turns=Turns(lambda: None),
        governor=governor,
        longest_hold=600.0,
    )
    with mock.patch("llm.pacing.time", SimpleNamespace(perf_counter=lambda: clock.now)):
        pacing.begin(turn, put_away=lambda: None, take_up=lambda: None)
        for tier, seconds in worked:
            governor.tiers[0] = tier
            before = clock.now
            pacing.worked(seconds, 1)
            assert 1 <= pacing.chunk() <= min(chunk, tier.chunk)
            assert clock.now - before <= seconds * tier.pause + 0.02
            assert clock.now - before == pytest.approx(seconds * tier.pause, abs=0.02)
    assert all(wait <= LONGEST_PAUSE for wait in clock.waits)
    assert all(1 <= count <= cores for count in threads)
