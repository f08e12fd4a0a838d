"""`InProcessPhone`: the phone contract without ADB."""

from __future__ import annotations

import pytest

from device.action import DoubleTap, Launch, LongPress, Press, Swipe, Tap, TypeText
from device.errors import AppNotFoundError, OutsideDisplayError, PhoneEnvironmentError, ShellError, TypingError
from device.simulator.in_process import InProcessPhone
from device.simulator.phone import LAUNCHER, SimulatedPhone
from tests.device.simulator.reach import view


@pytest.fixture
def driven(phone: SimulatedPhone) -> InProcessPhone:
    """Return the contract over `phone`."""
    return InProcessPhone(phone)


def test_a_capture_is_one_moment(driven: InProcessPhone) -> None:
    frame = driven.capture()
    assert frame.pixels.shape == (2400, 1080, 3)
    assert (frame.display.width, frame.display.height, frame.display.density) == (1080, 2400, 420)
    assert frame.app.package == LAUNCHER
    assert frame.hierarchy.startswith("<?xml")


def test_apps_are_launched_by_name_or_package(driven: InProcessPhone) -> None:
    assert driven.apps()["com.android.settings"] == "Settings"
    driven.perform(Launch(app="settings"))
    assert driven.foreground().label == "Settings"
    driven.perform(Press(key="home"))
    driven.perform(Launch(app="com.android.settings"))
    assert driven.foreground().package == "com.android.settings"


def test_an_unknown_app_names_the_nearest(driven: InProcessPhone) -> None:
    with pytest.raises(AppNotFoundError, match="Settings"):
        driven.perform(Launch(app="Setings"))


def test_typing_replaces_the_field_and_needs_one(driven: InProcessPhone, phone: SimulatedPhone) -> None:
    with pytest.raises(TypingError, match="tap one first"):
        driven.perform(TypeText(text="x"))
    driven.perform(Launch(app="Settings"))
    x, y = view(phone, "Search settings").visible.center
    driven.perform(Tap(x=x, y=y))
    driven.perform(TypeText(text="one"))
    driven.perform(TypeText(text="二"))
    field = phone.focused_field()
    assert field is not None
    assert field.text == "二"


def test_touches_stay_on_the_display(driven: InProcessPhone) -> None:
    for action in (Tap(x=1080, y=5), DoubleTap(x=-1, y=5), LongPress(x=5, y=2400), Swipe(x1=5, y1=5, x2=5, y2=9999)):
        with pytest.raises(OutsideDisplayError):
            driven.perform(action)


def test_files_are_pushed_and_pulled(driven: InProcessPhone) -> None:
    driven.push(b"hi", "/sdcard/Documents/new/a.txt")
    assert driven.pull("/storage/emulated/0/Documents/new/a.txt") == b"hi"
    with pytest.raises(PhoneEnvironmentError, match="No such file"):
        driven.pull("/sdcard/none")


def test_the_shell_answers_and_fails(driven: InProcessPhone) -> None:
    assert driven.shell("settings get system screen_off_timeout") == "60000\n"
    driven.shell("settings put system screen_off_timeout 15000")
    assert driven.simulated.settings.get("system", "screen_off_timeout") == "15000"
    with pytest.raises(ShellError):
        driven.shell("cat /sdcard/none")


def test_a_phone_of_its_own_is_closed(phone: SimulatedPhone) -> None:
    own = InProcessPhone()
    root = own.simulated.files.root
    own.close()
    own.close()
    assert not root.exists()
    InProcessPhone(phone).close()
    assert phone.files.root.exists()
