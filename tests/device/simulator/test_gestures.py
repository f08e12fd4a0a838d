"""Two fingers, double taps and drags, in the process and over uiautomator2's methods."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from device.simulator import SimulatedPhone
from device.simulator.apps.api_demos import ApiDemos
from device.simulator.apps.installed import INSTALLED
from device.simulator.gestures import Path, factor, move_together
from device.simulator.http import Request
from device.simulator.shell import run_command
from device.simulator.uia2 import Uia2Server
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import view

PHOTO = {"mask": 0x200000, "resourceId": "io.appium.android.apis:id/iv_photo", "childOrSibling": []}


@pytest.fixture(scope="module")
def demos() -> Iterator[SimulatedPhone]:
    with SimulatedPhone(apps=(*INSTALLED, ApiDemos)) as phone:
        yield phone


@pytest.fixture
def photo(demos: SimulatedPhone) -> SimulatedPhone:
    demos.go_home()
    demos.force_stop(ApiDemos.package)
    demos.launch(ApiDemos.package)
    demos.app.push("PhotoView")
    return demos


def call(phone: SimulatedPhone, method: str, *params: Any) -> Any:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    server = Uia2Server(phone, lambda *_: (b"", b"", 0), stop=lambda: None)
    return json.loads(server.answer(Request(method="POST", path="/jsonrpc/0", body=body)).body)


def test_pinching_out_and_in_changes_the_size(photo: SimulatedPhone) -> None:
    hand, selector = Hand(photo), {**PHOTO, "childOrSiblingSelector": []}
    assert hand.sees("Photo, 100%")
    assert call(photo, "pinchOut", selector, 50, 10)["result"] is True
    assert hand.sees("Photo, 400%")
    assert call(photo, "pinchIn", selector, 7, 10)["result"] is True
    assert not hand.sees("Photo, 400%")


def test_a_gesture_of_two_fingers_pinches(photo: SimulatedPhone) -> None:
    selector = {**PHOTO, "childOrSiblingSelector": []}
    points = [{"x": 440, "y": 1200}, {"x": 640, "y": 1200}, {"x": 390, "y": 1200}, {"x": 690, "y": 1200}]
    assert call(photo, "gesture", selector, *points, 20)["result"] is True
    assert Hand(photo).sees("Photo, 150%")


@pytest.mark.parametrize("way", ["double_tap", "two taps", "shell"])
def test_a_double_tap_makes_bigger_and_smaller(photo: SimulatedPhone, way: str) -> None:
    for expected in ("Photo, 200%", "Photo, 100%"):
        if way == "double_tap":
            photo.double_tap(540, 1200)
        elif way == "shell":
            run_command(photo, "input tap 540 1200; input tap 540 1200")
        else:
            photo.tap(540, 1200)
            photo.tap(545, 1203)
        assert Hand(photo).sees(expected)
        photo.clock.advance(1)


def test_two_taps_that_are_far_apart_are_two_taps(photo: SimulatedPhone) -> None:
    photo.tap(540, 1200)
    photo.clock.advance(0.5)
    photo.tap(540, 1200)
    assert Hand(photo).sees("Photo, 100%")
    photo.tap(200, 1600)
    assert Hand(photo).sees("Photo, 100%")


def test_what_can_be_dragged_is_dropped_on_what_is_there(photo: SimulatedPhone) -> None:
    photo.app.push("Drag and Drop")
    places = {
        each.resource_id: each.visible.center
        for window in photo.windows()
        for each in window.root.walk()
        if each.resource_id.startswith("drag_dot")
    }
    photo.drag(*places["drag_dot_1"], *places["drag_dot_3"])
    assert Hand(photo).sees("Dropped 1 on 3!")
    run_command(photo, "input draganddrop {} {} 900 2000 500".format(*places["drag_dot_2"]))
    assert Hand(photo).sees("No drop")
    photo.swipe(*places["drag_dot_1"], *places["drag_dot_2"], 0.3)
    assert Hand(photo).sees("No drop")


def test_two_fingers_that_move_together_scroll_and_pull_the_quick_settings(demos: SimulatedPhone) -> None:
    demos.launch("com.android.settings")
    before = view(demos, "Display").frame.top
    demos.move_two_fingers(Path(x1=400, y1=1500, x2=400, y2=1200), Path(x1=700, y1=1500, x2=700, y2=1200))
    assert view(demos, "Display").frame.top == before - 300
    demos.move_two_fingers(Path(x1=400, y1=5, x2=400, y2=900), Path(x1=700, y1=5, x2=700, y2=900))
    assert demos.state.shade == "quick_settings"


def test_how_far_fingers_move_apart() -> None:
    left, right = Path(x1=100, y1=0, x2=50, y2=0), Path(x1=200, y1=0, x2=350, y2=0)
    assert factor(left, right) == 3
    assert factor(left, left) == 1
    assert not move_together(left, right)
    assert move_together(right, right)
