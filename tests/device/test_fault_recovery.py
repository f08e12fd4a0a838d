"""The device layer against the simulated phone's faults: what each declares as right is what happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from device.action import Launch, Tap, TypeText
from device.adb_phone import AdbPhone
from device.capture import is_black
from device.errors import CaptureError
from device.simulator.faults import Faults, Verdict, attach
from device.simulator.faults.plan import parse_plan
from device.simulator.interference import Interference
from device.simulator.server import SimulatedPhoneServer

CONNECTION: list[dict[str, Any]] = [
    {"fault": "u2_dead", "how": "killed"},
    {"fault": "u2_dead", "how": "disconnected"},
    {"fault": "slow_adb", "milliseconds": 50, "answers": 2},
]


def faults_of(served: SimulatedPhoneServer, *entries: dict[str, Any]) -> Faults:
    """Let faults act from the next look on."""
    faults = attach(served.phone, parse_plan({"faults": list(entries)}))
    faults.servers.append(served)
    return faults


@pytest.fixture(autouse=True)
def _as_before(served: SimulatedPhoneServer, adb_phone: AdbPhone) -> Iterator[None]:
    """Let no fault of one test act in the next."""
    before = served.phone.snapshot()
    yield
    served.phone.interference = Interference()
    served.phone.restore(before)


def verdict(faults: Faults) -> Verdict:
    """Return what became of the only run, after one more look."""
    faults.before_look()
    (outcome,) = faults.outcomes()
    return outcome.verdict


@pytest.mark.parametrize("entry", CONNECTION, ids=lambda entry: f"{entry['fault']}-{entry.get('how', '')}")
def test_a_broken_connection_is_mended_and_the_call_done(
    served: SimulatedPhoneServer, adb_phone: AdbPhone, entry: dict[str, Any]
) -> None:
    faults = faults_of(served, entry)
    for _ in range(3):
        adb_phone.perform(Launch(app="Settings"))
        frame = adb_phone.capture()
    assert frame.app.package == "com.android.settings"
    assert "Network" in frame.hierarchy
    assert verdict(faults) is Verdict.RIGHT


def test_an_empty_hierarchy_is_asked_for_again(served: SimulatedPhoneServer, adb_phone: AdbPhone) -> None:
    adb_phone.perform(Launch(app="Settings"))
    faults = faults_of(served, {"fault": "empty_hierarchy"})
    assert "Network" in adb_phone.capture().hierarchy
    assert verdict(faults) is Verdict.RIGHT


def test_a_black_picture_comes_with_its_hierarchy(served: SimulatedPhoneServer, adb_phone: AdbPhone) -> None:
    adb_phone.perform(Launch(app="Settings"))
    faults_of(served, {"fault": "secure_window"})
    frame = adb_phone.capture()
    assert is_black(frame.pixels)
    assert "Network" in frame.hierarchy


@pytest.mark.parametrize("gives", ["nothing", "half"])
def test_a_capture_that_fails_is_an_error_and_no_black_picture(
    served: SimulatedPhoneServer, adb_phone: AdbPhone, gives: str
) -> None:
    adb_phone.perform(Launch(app="Settings"))
    faults_of(served, {"fault": "secure_window", "gives": gives})
    with pytest.raises(CaptureError):
        adb_phone.capture()


def test_a_display_that_went_off_is_woken(served: SimulatedPhoneServer, adb_phone: AdbPhone) -> None:
    faults = faults_of(served, {"fault": "lock_screen_timeout"})
    adb_phone.capture()
    adb_phone.display()
    assert served.phone.screen_on
    assert verdict(faults) is Verdict.RIGHT


def test_a_phone_that_was_turned_is_touched_where_things_are_now(
    served: SimulatedPhoneServer, adb_phone: AdbPhone
) -> None:
    faults_of(served, {"fault": "rotated", "turns": 1})
    frame = adb_phone.capture()
    assert (frame.display.width, frame.display.height) == (2400, 1080)
    adb_phone.perform(Tap(x=2300, y=500))


@pytest.mark.parametrize("keyboard", ["latin", "adb", "only_latin"])
def test_text_arrives_by_whatever_keyboard_there_is(
    served: SimulatedPhoneServer, adb_phone: AdbPhone, keyboard: str
) -> None:
    phone = served.phone
    phone.launch("com.android.settings", ".Settings$MyDeviceInfoActivity")
    faults_of(served, {"fault": "ime_variants", "keyboard": keyboard})
    adb_phone.capture()
    row = next(view for window in phone.windows() for view in window.root.walk() if view.text == "Device name")
    x, y = row.visible.center
    adb_phone.perform(Tap(x=x, y=y))
    adb_phone.perform(TypeText(text="\u674e Grace"))
    typed = phone.focused_field()
    assert typed is not None
    assert typed.text == "\u674e Grace"
