"""Permissions: granted and taken away by `pm`, asked for in a dialog, told by `dumpsys`."""

from __future__ import annotations

import pytest

from device.simulator.phone import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import reach

CAMERA = "com.android.camera2"
TAKES_PICTURES = "Allow Camera to take pictures and record video?"


def told(phone: SimulatedPhone, permission: str) -> str:
    output, _ = run_command(phone, f"dumpsys package {CAMERA}")
    return next(line for line in output.decode().splitlines() if f".{permission}:" in line).split()[1]


def test_a_phone_that_was_set_up_asks_for_nothing(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(CAMERA)
    assert not hand.sees(TAKES_PICTURES)
    assert told(phone, "CAMERA") == "granted=true,"


def test_what_was_taken_away_is_asked_for_and_granted(phone: SimulatedPhone, hand: Hand) -> None:
    assert run_command(phone, f"pm revoke {CAMERA} android.permission.CAMERA") == (b"", 0)
    assert told(phone, "CAMERA") == "granted=false,"
    phone.launch(CAMERA)
    assert hand.sees(TAKES_PICTURES)
    hand.tap("While using the app")
    assert not hand.sees(TAKES_PICTURES)
    assert told(phone, "CAMERA") == "granted=true,"
    phone.press_key(3)
    phone.launch(CAMERA)
    assert not hand.sees(TAKES_PICTURES)


def test_an_app_that_is_denied_what_it_needs_ends_and_asks_again(phone: SimulatedPhone, hand: Hand) -> None:
    run_command(phone, f"pm revoke {CAMERA} android.permission.CAMERA")
    phone.launch(CAMERA)
    hand.tap("Don\u2019t allow")
    assert phone.foreground()[0] != CAMERA
    phone.launch(CAMERA)
    assert hand.sees(TAKES_PICTURES)
    run_command(phone, f"am force-stop {CAMERA}; pm grant {CAMERA} android.permission.CAMERA")
    phone.launch(CAMERA)
    assert not hand.sees(TAKES_PICTURES)


@pytest.mark.parametrize("verb", ["grant", "revoke"])
def test_what_an_app_never_asks_for_is_not_decided_about(phone: SimulatedPhone, verb: str) -> None:
    printed, code = run_command(phone, f"pm {verb} {CAMERA} android.permission.READ_SMS")
    assert code == 255
    assert b"has not requested permission android.permission.READ_SMS" in printed
    assert phone.state.permissions == {}


def test_the_keys_are_seen_on_an_open_shade(phone: SimulatedPhone) -> None:
    phone.open_shade("notifications")
    pixels = phone.screenshot()[2300:2380]
    assert int(pixels.max()) - int(pixels.min()) > 150


def test_settings_take_a_permission_away_and_give_it_back(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings", ".Settings$AppDashboardActivity")
    reach(hand, "See all apps")
    reach(hand, "Camera")
    hand.tap("Permissions")
    assert hand.order("Allowed", "Camera", "Microphone", "Notifications", "Not allowed", "No permissions denied")
    hand.tap("Camera")
    hand.tap("Don\u2019t allow")
    assert told(phone, "CAMERA") == "granted=false,"
    hand.back()
    assert hand.order("Allowed", "Microphone", "Notifications", "Not allowed", "Camera")
    hand.back()
    assert hand.sees("2 permissions allowed")
    phone.launch(CAMERA)
    assert hand.sees(TAKES_PICTURES)
