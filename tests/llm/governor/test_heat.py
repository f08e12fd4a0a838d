"""The heat simulator keeps to physics and to the published curves, and governing pays on it, broken sensors or not."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.governor import Band, Hysteresis, Policy, Predictive, Zone
from llm.governor.heat import (
    CURVES,
    FAULTS,
    PHONES,
    Curve,
    HeatPhone,
    Line,
    Trial,
    TrialResult,
    curve_of,
    draw_curves,
    fit,
)
from llm.governor.heat.fit import error_of


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.phone)
def test_each_phone_follows_the_curve_that_it_was_fitted_to(curve: Curve) -> None:
    assert error_of(PHONES[curve.phone], curve) < 0.03


def test_fitting_finds_the_way_back_from_a_phone_that_was_bent() -> None:
    curve = next(curve for curve in CURVES if curve.phone == "broad")
    bent = replace(PHONES["broad"], waiting=0.9, thread_watts=1.4)
    before = error_of(bent, curve)
    fitted, error = fit(bent, curve)
    assert error < before / 4
    assert fitted.core_board > 0


@settings(deadline=None)
@given(st.sampled_from(sorted(PHONES)), st.floats(15, 40), st.floats(0, 4), st.integers(1, 4))
def test_more_work_is_hotter_and_heat_flows_outward(name: str, ambient: float, charger: float, threads: int) -> None:
    unthrottled = replace(PHONES[name], trip=1e9, skin_trip=1e9, leak_watts=0.0)
    less, more = (HeatPhone(unthrottled, ambient=ambient, charger_watts=charger) for _ in range(2))
    for _ in range(600):
        less.advance(0.5, threads=threads / 2)
        more.advance(0.5, threads=threads)
    assert more.core > less.core
    assert more.core > more.board > more.skin > ambient
    assert more.skin < more.battery < more.board


def test_a_phone_that_rests_cools_to_its_surroundings_and_takes_its_throttling_back() -> None:
    phone = HeatPhone(replace(PHONES["flagship"], idle_watts=0.0, leak_watts=0.0))
    for _ in range(1200):
        phone.advance(0.5, threads=4)
    assert phone.step > 0
    for _ in range(20000):
        phone.advance(0.5, threads=0)
    assert phone.step == 0
    assert abs(phone.core - 25) < 1


def test_threads_without_cores_are_slower_than_fewer_threads() -> None:
    spec = PHONES["flagship"]
    taken = next(step for step in spec.steps if step.cores == 3)
    assert spec.speed(4, taken) < spec.speed(2, taken) < spec.speed(3, taken)


def _run(
    policy: type[Policy] | None,
    *,
    phone: str = "flagship",
    ambient: float = 25.0,
    fault: str = "none",
    bands: Mapping[Zone, Band] | None = None,
) -> TrialResult:
    return Trial(spec=PHONES[phone], policy=policy, ambient=ambient, fault=fault, bands=bands or {}).run()


@pytest.mark.parametrize("phone", ["flagship", "slim", "broad"])
def test_looking_ahead_keeps_the_speed_and_the_limit(phone: str) -> None:
    unmanaged, governed = _run(None, phone=phone), _run(Predictive, phone=phone)
    assert governed.kept_share >= 0.77 > unmanaged.kept_share
    assert governed.mean_celsius <= 76.5 < unmanaged.mean_celsius
    assert governed.utilisation >= 0.84
    assert governed.over_limit_seconds == 0
    assert governed.throttled_share == 0
    assert governed.changes_per_minute < 3
    assert governed.steps > unmanaged.steps


@pytest.mark.parametrize("phone", ["flagship", "slim", "broad"])
def test_two_thresholds_below_the_limit_keep_the_speed_and_the_limit(phone: str) -> None:
    unmanaged = _run(None, phone=phone)
    governed = _run(Hysteresis, phone=phone, bands={Zone.CPU: Band(hot=80.0, cool=68.0)})
    assert governed.kept_share >= 0.77 > unmanaged.kept_share
    assert governed.mean_celsius <= 76.5 < unmanaged.mean_celsius
    assert governed.utilisation >= 0.84
    assert governed.over_limit_seconds == 0
    assert governed.changes_per_minute < 1


@pytest.mark.parametrize("ambient", [15.0, 40.0])
@pytest.mark.parametrize("policy", [Hysteresis, Predictive])
def test_governing_beats_the_phones_own_throttling_in_any_climate(policy: type[Policy], ambient: float) -> None:
    unmanaged, governed = _run(None, ambient=ambient), _run(policy, ambient=ambient)
    assert governed.kept_share > unmanaged.kept_share
    assert governed.steps > unmanaged.steps
    assert governed.mean_celsius < unmanaged.mean_celsius
    assert governed.skin_celsius < unmanaged.skin_celsius


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "none"])
@pytest.mark.parametrize("policy", [Hysteresis, Predictive])
def test_a_broken_sensor_is_no_worse_than_no_governor(policy: type[Policy], fault: str) -> None:
    unmanaged, governed = _run(None), _run(policy, fault=fault)
    assert governed.kept_share > 2 * unmanaged.kept_share
    assert governed.mean_celsius < unmanaged.mean_celsius
    assert governed.over_limit_seconds < unmanaged.over_limit_seconds


@pytest.mark.parametrize("fault", ["sticks", "dies", "jumps", "all die", "lies 20 high"])
def test_a_sensor_that_is_seen_to_be_broken_costs_no_heat(fault: str) -> None:
    assert _run(Predictive, fault=fault).over_limit_seconds == 0


def test_a_picture_holds_every_line_and_point() -> None:
    rows = curve_of(PHONES["broad"], 60.0)
    lines = [
        Line(name="a < b", points=[(row[0], row[3]) for row in rows]),
        Line(name="dots", points=[(0, 1), (60, 2)], dots=True),
    ]
    tree = ElementTree.fromstring(draw_curves("title & more", lines, across="s", up="tokens/s"))
    shapes = [element.tag.rpartition("}")[2] for element in tree.iter()]
    assert shapes.count("polyline") == 1
    assert shapes.count("circle") == 3
    texts = [element.text for element in tree.iter() if element.tag.endswith("text")]
    assert {"a < b", "dots", "title & more", "s", "tokens/s"} <= set(texts)
