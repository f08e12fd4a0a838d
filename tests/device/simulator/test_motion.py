"""Transitions, flings and overscroll take the time that the phone's clock and the scales give them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
import pytest

from device.simulator import Clock, SimulatedPhone, keys
from device.simulator.motion import ACTIVITY_SECONDS, CONTROL_SECONDS, FLING_SECONDS, SPRING_SECONDS, WINDOW_SECONDS
from tests.device.simulator.reach import view

SETTINGS = "com.android.settings"


class HandClock(Clock):
    """A running clock that a test moves on."""

    def __init__(self) -> None:
        super().__init__(pace="running")
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedPhone]:
    """Return a phone on which things move, whose gestures don't keep the test waiting."""
    with SimulatedPhone(clock=HandClock(), motion="real") as phone:
        monkeypatch.setattr(phone.motion, "hold", lambda _seconds: None)
        yield phone


def wait(phone: SimulatedPhone, seconds: float) -> None:
    """Let time pass."""
    assert isinstance(phone.clock, HandClock)
    phone.clock.seconds += seconds


def still(phone: SimulatedPhone) -> np.ndarray:
    """Return the pixels of the screen at rest."""
    wait(phone, 5)
    return phone.screenshot()


def test_an_app_fades_in_and_comes_to_rest(moving: SimulatedPhone) -> None:
    home = still(moving)
    moving.launch(SETTINGS)
    assert moving.motion.remaining() == pytest.approx(ACTIVITY_SECONDS)
    first = moving.screenshot()
    wait(moving, ACTIVITY_SECONDS / 2)
    middle = moving.screenshot()
    last = still(moving)
    assert np.abs(first.astype(int) - home).mean() < np.abs(middle.astype(int) - home).mean()
    assert not np.array_equal(middle, last)
    with SimulatedPhone(clock=HandClock()) as other:
        other.launch(SETTINGS)
        assert np.array_equal(last, still(other))


def test_the_hierarchy_tells_at_once_what_will_be_there(moving: SimulatedPhone) -> None:
    moving.launch(SETTINGS)
    assert "Search settings" in moving.hierarchy()


@pytest.mark.parametrize(
    ("scale", "deed", "seconds"),
    [
        ("transition_animation_scale", lambda phone: phone.launch(SETTINGS), ACTIVITY_SECONDS),
        ("window_animation_scale", lambda phone: phone.open_shade("notifications"), WINDOW_SECONDS),
    ],
)
def test_scales_say_how_long(
    moving: SimulatedPhone, scale: str, deed: Callable[[SimulatedPhone], object], seconds: float
) -> None:
    moving.settings.put("global", scale, "2.5")
    deed(moving)
    assert moving.motion.remaining() == pytest.approx(2.5 * seconds)
    still(moving)
    moving.press_key(keys.HOME)
    moving.close_shade()
    moving.settings.put("global", scale, "0")
    still(moving)
    deed(moving)
    assert moving.motion.remaining() == 0


def test_a_control_takes_as_long_as_animators_do(moving: SimulatedPhone) -> None:
    moving.launch(SETTINGS, ".Settings$DisplaySettingsActivity")
    for scale, seconds in (("1.0", CONTROL_SECONDS), ("0.5", CONTROL_SECONDS / 2), ("0", 0)):
        moving.settings.put("global", "animator_duration_scale", scale)
        still(moving)
        moving.tap(*view(moving, "Adaptive brightness").visible.center)
        assert moving.motion.remaining() == pytest.approx(seconds)


def test_content_follows_the_finger_then_slows_down(moving: SimulatedPhone) -> None:
    moving.launch(SETTINGS)
    still(moving)
    start = view(moving, "Display").frame.top
    moving.swipe(540, 1500, 540, 1400, seconds=0.1)
    wait(moving, 0.05)
    assert view(moving, "Display").frame.top == start - 50
    wait(moving, 0.05)
    tops = []
    for _ in range(4):
        tops.append(view(moving, "Display").frame.top)
        wait(moving, FLING_SECONDS / 3)
    steps = [before - after for before, after in pairwise(tops)]
    assert steps == sorted(steps, reverse=True)
    assert tops[0] == start - 100
    assert tops[-1] == start - 200
    assert moving.motion.remaining() == 0


def test_a_finger_stops_what_was_flung_and_touches_nothing_else(moving: SimulatedPhone) -> None:
    moving.launch(SETTINGS)
    still(moving)
    start = view(moving, "Display").frame.top
    moving.swipe(540, 1500, 540, 1200, seconds=0.05)
    wait(moving, 0.05 + FLING_SECONDS / 4)
    moving.tap(540, 1200)
    stopped = view(moving, "Display").frame.top
    assert start - 600 < stopped < start - 300
    wait(moving, 1)
    assert view(moving, "Display").frame.top == stopped
    assert "Search settings" in moving.hierarchy() or stopped < start
    assert moving.app.page.name == "main"


def test_content_pulled_beyond_its_end_stretches_and_springs_back(moving: SimulatedPhone) -> None:
    moving.launch(SETTINGS)
    rest = still(moving)
    moving.swipe(540, 700, 540, 1500, seconds=0.2)
    wait(moving, 0.2)
    stretched = moving.screenshot()
    assert not np.array_equal(stretched, rest)
    assert np.array_equal(stretched[:80], rest[:80])
    wait(moving, SPRING_SECONDS + 0.1)
    assert np.array_equal(moving.screenshot(), rest)


def test_a_snapshot_is_of_a_screen_at_rest(moving: SimulatedPhone) -> None:
    moving.launch(SETTINGS)
    still(moving)
    start = view(moving, "Display").frame.top
    moving.swipe(540, 1500, 540, 1300, seconds=0.05)
    saved = moving.snapshot()
    moving.go_home()
    moving.restore(saved)
    assert view(moving, "Display").frame.top == start - 400
    assert moving.motion.remaining() == 0


@pytest.mark.parametrize("clock", [Clock(), Clock(pace="stepped")])
def test_nothing_moves_while_time_stands_still(clock: Clock) -> None:
    with SimulatedPhone(clock=clock, motion="real") as phone:
        phone.launch(SETTINGS)
        phone.swipe(540, 1500, 540, 1400, seconds=30)
        assert phone.motion.remaining() == 0
        assert not phone.motion.is_on
