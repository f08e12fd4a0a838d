"""Windows laid out from right to left: where views come to lie, and what touches do there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.simulator.layout import Metrics, lay_out
from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from device.simulator.view import Insets, Rect, View
from device.simulator.widgets import column, row, text
from tests.device.simulator.apps.hand import Hand

WIDTH = 1080


@pytest.fixture
def phone() -> Iterator[SimulatedPhone]:
    """Return a phone that is laid out from right to left."""
    with SimulatedPhone() as phone:
        run_command(phone, "settings put global debug.force_rtl 1")
        yield phone


@pytest.fixture
def hand(phone: SimulatedPhone) -> Hand:
    """Return the hand that holds it."""
    return Hand(phone)


def laid_out(root: View, *, rtl: bool) -> dict[str, Rect]:
    lay_out(root, Rect(0, 0, WIDTH, 400), Metrics(density=160, rtl=rtl), package="a", scroll={})
    return {view.text: view.frame for view in root.walk() if view.text}


def left_of(hand: Hand, name: str) -> int:
    return int(hand.find(name).get("bounds", "").strip("[").split(",")[0])


def tree() -> View:
    inside = row(text("map a", width=50), text("map b", width=70), direction="ltr")
    return column(
        row(text("one", width=100), text("two", width=200), gap=10, padding=Insets(left=30, right=5)),
        text("end", width=80, margin=Insets(left=20)),
        inside,
        height="fill",
    )


def test_every_frame_is_where_a_mirror_shows_it() -> None:
    left, right = laid_out(tree(), rtl=False), laid_out(tree(), rtl=True)

    for name in ("one", "two", "end"):
        assert right[name] == Rect(WIDTH - left[name].right, left[name].top, WIDTH - left[name].left, left[name].bottom)
    assert [right[name].width for name in right] == [left[name].width for name in left]


def test_what_has_a_direction_of_its_own_keeps_it() -> None:
    frames = laid_out(tree(), rtl=True)

    assert frames["map a"].left < frames["map b"].left


def test_the_hierarchy_keeps_its_order(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings")
    words = hand.words()
    run_command(phone, "settings put global debug.force_rtl 0")

    assert words == hand.words()


def test_a_slider_grows_to_the_left(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings")
    hand.tap("Display")
    bounds = hand.find("Brightness level", cls="SeekBar").get("bounds", "")
    left, top, right, bottom = (int(each) for each in bounds.replace("][", ",").strip("[]").split(","))
    phone.tap(left + (right - left) // 5, (top + bottom) // 2)

    assert phone.settings.number("system", "screen_brightness", 0) > 180


def test_menus_open_at_the_other_side(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("org.tasks")
    hand.tap("More options")

    assert left_of(hand, "Show completed") < WIDTH // 2


def test_text_and_keys_are_as_they_were(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.chrome")
    hand.tap("Use without an account")
    hand.tap(resource_id="url_bar")
    phone.commit_text("abc")

    assert hand.sees("abc")
    assert left_of(hand, "q") < left_of(hand, "p")
