"""What the simulated phone puts in front of an app, perception tells."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.action import Tap
from device.simulator import InProcessPhone, SimulatedPhone, overlays
from device.simulator.shell import run_command
from perception import OverlayKind, Screen, SystemUi, perceive

SETTINGS = "com.android.settings"
POWER, WAKEUP = 26, 224


@pytest.fixture
def phone() -> Iterator[InProcessPhone]:
    with SimulatedPhone() as simulated:
        simulated.launch(SETTINGS)
        yield InProcessPhone(simulated)


def look(phone: InProcessPhone) -> Screen:
    return perceive(phone.capture())


def test_an_app_alone_is_nothing_but_itself(phone: InProcessPhone) -> None:
    screen = look(phone)
    assert (screen.overlay, screen.system_ui, screen.toasts) == (None, None, ())
    assert not screen.keyboard
    assert not screen.loading
    assert len(screen.bars) == 2


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("permission", OverlayKind.PERMISSION),
        ("anr", OverlayKind.ERROR),
        ("crash", OverlayKind.ERROR),
        ("low_battery", OverlayKind.DIALOG),
        ("update", OverlayKind.DIALOG),
        ("rate", OverlayKind.DIALOG),
        ("heads_up", None),
    ],
)
def test_what_lies_on_top_is_told(phone: InProcessPhone, kind: str, told: OverlayKind | None) -> None:
    overlays.show(phone.simulated, kind, about=SETTINGS)
    overlay = look(phone).overlay
    assert (overlay.kind if overlay is not None else None) == told


def test_the_shade_and_the_lock_screen_are_told(phone: InProcessPhone) -> None:
    phone.simulated.open_shade("notifications")
    assert look(phone).system_ui is SystemUi.SHADE
    phone.simulated.close_shade()
    assert run_command(phone.simulated, "locksettings set-disabled false")[1] == 0
    for key in (POWER, WAKEUP):
        phone.simulated.press_key(key)
    assert look(phone).system_ui is SystemUi.LOCK_SCREEN


def test_the_keyboard_says_what_it_covers(phone: InProcessPhone) -> None:
    search = next(element for element in look(phone).elements if element.text == "Search settings")
    phone.perform(Tap(x=search.box.center[0], y=search.box.center[1]))
    screen = look(phone)
    assert screen.keyboard
    assert screen.keyboard_box is not None
    assert screen.keyboard_box.bottom <= screen.display.height
    assert screen.keyboard_box.top > screen.display.height // 3
