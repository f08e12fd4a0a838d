"""What the governor decides: properties over anything that sensors may say, and each rule by itself."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.governor import (
    LONGEST_PAUSE,
    MOST_PAUSE,
    Decision,
    Fixed,
    Governor,
    Hysteresis,
    Most,
    Pace,
    Policy,
    Predictive,
    Reading,
    Rule,
    Throttling,
    build_ladder,
)
from tests.llm.governor.readings import measured, reading, readings

MOST = Most(chunk=256, threads=4, image_tokens=512)
POLICIES = (Fixed, Hysteresis, Predictive)


class Machine:
    """A governor under a clock and sensors that the test moves."""

    def __init__(self, policy: Policy, most: Most = MOST) -> None:
        self.now = 0.0
        self.reading = Reading(at=0.0)
        self.told: list[Decision] = []
        self.governor = Governor(
            lambda: self.reading, policy=policy, interval=0, clock=lambda: self.now, on_decision=self.told.append
        )
        self.governor.bind(most)

    def see(self, reading: Reading, *, after: float = 1.0) -> Decision:
        last = self.governor.last
        if last is not None and last.pace is Pace.WORK:
            self.governor.worked(after / (1 + last.tier.pause), threads=last.tier.threads, tokens=64)
        self.now += after
        self.reading = replace(reading, at=self.now - reading.at)
        return self.governor.decide()


@settings(deadline=None)
@given(
    st.sampled_from(POLICIES),
    st.integers(1, 12),
    st.integers(1, 4096),
    st.lists(st.tuples(readings(), st.floats(0.01, 60)), max_size=12),
)
def test_whatever_sensors_say_a_tier_keeps_within_the_engine_and_the_cores(
    policy: type[Policy], threads: int, chunk: int, seen: list[tuple[Reading, float]]
) -> None:
    machine = Machine(policy(), Most(chunk=chunk, threads=threads, image_tokens=512))
    for shown, after in seen:
        decision = machine.see(shown, after=after)
        tier = decision.tier
        assert 1 <= tier.threads <= threads
        assert 1 <= tier.chunk <= chunk
        assert 0 <= tier.pause <= MOST_PAUSE <= LONGEST_PAUSE
        assert tier.image_tokens is not None
        assert 256 <= tier.image_tokens <= 512
        assert decision.cause
        for cores in (decision.reading.allowed_cores, decision.reading.fast_cores):
            if cores is not None and cores.value > 0:
                assert tier.threads <= cores.value
        status = decision.reading.throttling
        if policy is not Fixed and status is not None:
            assert (decision.pace is Pace.HOLD) == (status.value >= Throttling.CRITICAL)


@settings(deadline=None)
@given(
    st.sampled_from([Hysteresis, Predictive]),
    st.lists(st.tuples(st.floats(25, 100), st.floats(20, 60)), min_size=1, max_size=25),
    st.floats(0, 30),
    st.floats(0, 30),
)
def test_the_same_machine_is_never_given_a_faster_tier_for_being_hotter(
    policy: type[Policy], past: list[tuple[float, float]], more_inside: float, more_outside: float
) -> None:
    cooler, hotter = Machine(policy()), Machine(policy())
    for cpu, skin in past:
        for machine in (cooler, hotter):
            machine.see(reading(0.0, cpu=max(cpu, skin), skin=skin), after=3.0)
    cpu, skin = past[-1]
    cpu = max(cpu, skin)
    # At the same moment, so that both policies have learnt the same: only what is seen now differs.
    view: dict[str, Any] = {"cpu": cpu, "skin": skin}
    hot: dict[str, Any] = {"cpu": cpu + max(more_inside, more_outside), "skin": skin + more_outside}
    assert hotter.see(reading(0.0, **hot), after=0.5).level >= cooler.see(reading(0.0, **view), after=0.5).level


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 4096), st.none() | st.integers(1, 4096))
def test_each_step_down_the_ladder_is_less_work_at_once(threads: int, chunk: int, image: int | None) -> None:
    ladder = build_ladder(chunk=chunk, threads=threads, image_tokens=image)
    assert (ladder[0].chunk, ladder[0].threads, ladder[0].pause, ladder[0].skip_level) == (chunk, threads, 0.0, 0)
    assert ladder[0].image_tokens == image
    for faster, slower in itertools.pairwise(ladder):
        assert slower.load < faster.load
        assert slower.chunk <= faster.chunk
        assert slower.skip_level >= faster.skip_level
        assert (slower.image_tokens or 0) <= (faster.image_tokens or 0)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({}, Rule.COOL),
        ({"throttling": measured(Throttling.LIGHT)}, Rule.THROTTLING),
        ({"throttling": measured(Throttling.MODERATE)}, Rule.THROTTLING),
        ({"throttling": measured(Throttling.SEVERE)}, Rule.SEVERE),
        ({"throttling": measured(Throttling.CRITICAL)}, Rule.CRITICAL),
        ({"throttling": measured(Throttling.SHUTDOWN)}, Rule.CRITICAL),
        ({"headroom": measured(0.9)}, Rule.HEADROOM),
        ({"headroom": measured(0.5)}, Rule.COOL),
        ({"headroom": measured(float("nan"))}, Rule.COOL),
        ({"drift": measured(2.0)}, Rule.COOL),
        ({"battery_level": measured(15.0)}, Rule.LOW_BATTERY),
        ({"battery_level": measured(15.0), "charging": measured(True)}, Rule.COOL),
        ({"free_memory": measured(100 << 20)}, Rule.LOW_MEMORY),
        ({"memory_pressure": measured(40.0)}, Rule.LOW_MEMORY),
        ({"allowed_cores": measured(2)}, Rule.FEW_CORES),
        ({"allowed_cores": measured(8), "fast_cores": measured(3)}, Rule.FEW_CORES),
        ({"allowed_cores": measured(8)}, Rule.COOL),
        ({"person_touching": measured(True)}, Rule.PERSON),
        ({"person_touching": measured(False)}, Rule.COOL),
    ],
    ids=str,
)
def test_each_rule_is_named_by_the_decision_that_it_led_to(values: dict[str, Any], rule: Rule) -> None:
    machine = Machine(Predictive())
    decision = machine.see(replace(reading(0.0, cpu=40.0, skin=30.0), **values))
    assert decision.rule is rule
    assert decision.pace is (Pace.HOLD if rule is Rule.CRITICAL else Pace.WORK)
    slower = decision.tier != machine.governor.ladder[0]
    assert slower == (rule is not Rule.COOL)
    for name, value in values.items():
        assert getattr(decision.reading, name) == value


def test_drift_counts_where_no_die_is_known_to_be_cool() -> None:
    slow = measured(2.0)
    for shown, rule in (
        (reading(0.0), Rule.DRIFT),
        (reading(0.0, cpu=75.0), Rule.DRIFT),
        (reading(0.0, cpu=50.0), Rule.COOL),
    ):
        assert Machine(Hysteresis()).see(replace(shown, drift=slow)).rule is rule


def test_severe_is_slower_than_moderate_and_recovery_restores_full_speed() -> None:
    machine = Machine(Predictive())
    cool = reading(0.0, cpu=40.0, skin=30.0)
    levels = [
        machine.see(replace(cool, throttling=measured(status))).level
        for status in (Throttling.NONE, Throttling.LIGHT, Throttling.MODERATE, Throttling.SEVERE, Throttling.NONE)
    ]
    assert levels == [*sorted(levels[:-1]), 0]
    assert len(set(levels[:-1])) == 4


def test_only_changes_are_told() -> None:
    machine = Machine(Hysteresis())
    for _ in range(5):
        machine.see(reading(0.0, cpu=50.0))
    machine.see(reading(0.0, cpu=90.0))
    assert [decision.rule for decision in machine.told] == [Rule.COOL, Rule.HOT]


def test_a_person_gets_half_the_threads() -> None:
    machine = Machine(Fixed())
    touched = replace(reading(0.0), person_touching=measured(True))
    assert machine.see(touched).tier.threads == 4
    machine = Machine(Hysteresis())
    assert machine.see(touched).tier.threads == 2
