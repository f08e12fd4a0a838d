"""uiautomator2, unmodified, against the simulated phone: every operation that reaches the device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from uiautomator2.exceptions import UiObjectNotFoundError

from tests.device.simulator.protocol.handset import Handset

SETTINGS = "com.android.settings"
CONTACTS = "com.google.android.contacts"


def in_settings(handset: Handset) -> Any:
    handset.phone.launch(SETTINGS)
    return handset.u2


def tap_display(device: Any) -> object:
    left, top, right, bottom = device(text="Display").bounds()
    return device.click((left + right) // 2, (top + bottom) // 2)


def double_click(device: Any) -> object:
    return device.double_click(540, 1200, duration=0.01)


OPERATIONS: list[tuple[str, Callable[[Any], object], Callable[[Any], bool]]] = [
    ("info", lambda d: d.info["currentPackageName"], lambda value: value == SETTINGS),
    ("device_info", lambda d: d.device_info["model"], lambda value: value == "Pixel 6"),
    ("window_size", lambda d: d.window_size(), lambda value: value == (1080, 2400)),
    ("screenshot", lambda d: d.screenshot().size, lambda value: value == (1080, 2400)),
    ("screenshot of a display", lambda d: d.screenshot(display_id=0).size, lambda value: value == (1080, 2400)),
    ("dump_hierarchy", lambda d: d.dump_hierarchy(), lambda value: 'text="Display"' in value),
    ("click", tap_display, lambda value: value is None),
    ("click with fractions", lambda d: d.click(0.5, 0.5), lambda value: value is None),
    ("selector click", lambda d: d(text="Display").click(), lambda value: value is None),
    ("long_click", lambda d: d.long_click(540, 1200), lambda value: value is None),
    ("double_click", double_click, lambda value: value is None),
    ("swipe", lambda d: d.swipe(540, 1800, 540, 900), lambda value: value is True),
    ("swipe_ext", lambda d: d.swipe_ext("up"), lambda value: value is None),
    ("drag", lambda d: d.drag(540, 1800, 540, 900), lambda value: value is True),
    (
        "swipe_points",
        lambda d: d.swipe_points([(540, 1800), (540, 1500), (540, 900)], 0.2),
        lambda value: value is True,
    ),
    ("touch", lambda d: d.touch.down(5, 1200).up(5, 1200), lambda value: value is not None),
    ("press a name", lambda d: d.press("volume_up"), lambda value: value is True),
    ("press a code", lambda d: d.press(24), lambda value: value is True),
    ("press an unknown name", lambda d: d.press("no_such_key"), lambda value: value is False),
    ("long_press", lambda d: d.long_press("home"), lambda value: value is None),
    ("keyevent", lambda d: d.keyevent("back"), lambda value: value is None),
    ("exists", lambda d: (bool(d(text="Display").exists), bool(d(text="No such row").exists)), (True, False).__eq__),
    ("count", lambda d: d(text="Display").count, (1).__eq__),
    ("get_text", lambda d: d(text="Display").get_text(), "Display".__eq__),
    ("info of a view", lambda d: d(text="Display").info["className"], "android.widget.TextView".__eq__),
    ("resource name", lambda d: d(text="Display").info["resourceName"], lambda value: value == "android:id/title"),
    ("wait", lambda d: d(text="Display").wait(timeout=1), lambda value: value is True),
    ("wait_gone", lambda d: d(text="Display").wait_gone(timeout=0.2), lambda value: value is False),
    ("xpath", lambda d: d.xpath('//*[@text="Display"]').exists, lambda value: value is True),
    ("xpath click", lambda d: d.xpath('//*[@text="Display"]').click(), lambda value: value is None),
    ("scroll", lambda d: d(scrollable=True).scroll.forward(), lambda value: isinstance(value, bool)),
    ("scroll to", lambda d: d(scrollable=True).scroll.to(text="About phone"), lambda value: value is True),
    ("scroll to the end", lambda d: d(scrollable=True).scroll.toEnd(), lambda value: value is True),
    ("fling", lambda d: d(scrollable=True).fling.forward(), lambda value: isinstance(value, bool)),
    ("swipe a view", lambda d: d(scrollable=True).swipe("up"), lambda value: value is None),
    ("drag a view", lambda d: d(text="Display").drag_to(540, 900), lambda value: value is True),
    ("pinch", lambda d: d(scrollable=True).pinch_in(percent=50, steps=5), lambda value: value is True),
    ("gesture", lambda d: d(scrollable=True).gesture((5, 900), (9, 900), (5, 800), (9, 800), steps=5), bool),
    ("app_current", lambda d: d.app_current()["activity"], lambda value: value == ".Settings"),
    ("app_start", lambda d: d.app_start(CONTACTS), lambda value: value is None),
    (
        "app_start with an activity",
        lambda d: d.app_start(SETTINGS, ".Settings", stop=True, wait=True),
        lambda v: v is None,
    ),
    ("app_stop", lambda d: d.app_stop(SETTINGS), lambda value: value is None),
    ("app_clear", lambda d: d.app_clear(CONTACTS), lambda value: value is None),
    ("app_info", lambda d: d.app_info(SETTINGS)["versionName"], "13".__eq__),
    ("app_list", lambda d: d.app_list(), lambda value: {SETTINGS, CONTACTS} <= set(value)),
    ("app_list of others'", lambda d: d.app_list("-3"), lambda value: SETTINGS not in value),
    ("app_list_running", lambda d: d.app_list_running(), lambda value: SETTINGS in value),
    ("app_wait", lambda d: d.app_wait(SETTINGS, timeout=2), lambda value: value > 0),
    ("app_auto_grant_permissions", lambda d: d.app_auto_grant_permissions(SETTINGS), lambda value: value is None),
    ("session", lambda d: d.session(SETTINGS)(text="Display").exists, bool),
    ("orientation", lambda d: d.orientation, "natural".__eq__),
    ("open_notification", lambda d: d.open_notification(), lambda value: value is True),
    ("open_quick_settings", lambda d: d.open_quick_settings(), lambda value: value is True),
    ("clipboard", lambda d: (d.set_clipboard('日本 "x"'), d.clipboard)[1], '日本 "x"'.__eq__),
    ("toast", lambda d: d.last_toast, lambda value: value is None),
    ("wlan_ip", lambda d: d.wlan_ip, "10.0.2.16".__eq__),
    ("screen_off", lambda d: (d.screen_off(), d.info["screenOn"])[1], lambda value: value is False),
    ("unlock", lambda d: (d.screen_off(), d.unlock(), d.info["screenOn"])[2], lambda value: value is True),
    ("current_ime", lambda d: d.current_ime(), lambda value: value.startswith("com.google.android.inputmethod.latin/")),
    ("shell", lambda d: d.shell("echo a; echo b >&2").output, "a\nb\n".__eq__),
    ("shell's exit code", lambda d: d.shell("(exit 5)").exit_code, (5).__eq__),
]


@pytest.mark.parametrize(("operate", "is_right"), [row[1:] for row in OPERATIONS], ids=[row[0] for row in OPERATIONS])
def test_an_operation_ends_as_on_a_phone(
    handset: Handset, operate: Callable[[Any], object], is_right: Callable[[Any], bool]
) -> None:
    value = operate(in_settings(handset))
    assert is_right(value), value


def test_connecting_again_pushes_nothing_and_starts_nothing(handset: Handset) -> None:
    import uiautomator2

    assert handset.u2.info["sdkInt"] == 33
    jar = handset.phone.files.path("/data/local/tmp/u2.jar")
    before = jar.stat().st_mtime_ns
    assert uiautomator2.connect(handset.serial).info["sdkInt"] == 33
    assert jar.stat().st_mtime_ns == before


def test_clicking_a_row_opens_its_page(handset: Handset) -> None:
    in_settings(handset)(text="Display").click()
    assert handset.u2(text="Dark theme").wait(timeout=2)


def test_the_picture_shows_the_phones_pixels(handset: Handset) -> None:
    import numpy as np

    picture = np.asarray(in_settings(handset).screenshot()).astype(int)
    assert np.abs(picture - handset.phone.screenshot()).mean() < 3


def test_swiping_moves_the_list(handset: Handset) -> None:
    device = in_settings(handset)
    before = device(text="Display").bounds()
    device.swipe(540, 1500, 540, 1000, steps=100)
    after = device(text="Display").bounds()
    assert after[1] - before[1] == -500


def test_touching_and_leaving_is_a_click(handset: Handset) -> None:
    device = in_settings(handset)
    left, top, right, bottom = device(text="Display").bounds()
    x, y = (left + right) // 2, (top + bottom) // 2
    device.touch.down(x, y).up(x, y)
    assert device(text="Dark theme").wait(timeout=2)


def test_scrolling_ends_and_comes_back(handset: Handset) -> None:
    device = in_settings(handset)
    device(scrollable=True).scroll.toEnd()
    assert device(text="About phone").exists
    assert device(scrollable=True).scroll.forward() is False
    device(scrollable=True).scroll.toBeginning()
    assert device(text="Network & internet").exists


def test_what_is_not_there_is_told_as_not_found(handset: Handset) -> None:
    device = in_settings(handset)
    device.jsonrpc.setConfigurator({"waitForSelectorTimeout": 0})
    with pytest.raises(UiObjectNotFoundError, match="UiObjectNotFoundException"):
        device.jsonrpc.objInfo(device(text="No such row").selector)
    device.jsonrpc.setConfigurator({"waitForSelectorTimeout": 10000})


def test_an_unknown_method_is_told_as_such(handset: Handset) -> None:
    from uiautomator2.exceptions import RPCUnknownError

    with pytest.raises(RPCUnknownError, match="method not found"):
        handset.u2.jsonrpc.makeToast("text", 1)


def test_turning_the_phone_swaps_its_sides(handset: Handset) -> None:
    device = in_settings(handset)
    device.orientation = "left"
    assert device.orientation == "left"
    assert device.window_size() == (2400, 1080)
    assert device.screenshot().size == (2400, 1080)
    device.orientation = "natural"
    assert device.window_size() == (1080, 2400)


def test_a_killed_server_is_started_again_by_the_next_call(own_handset: Handset) -> None:
    device = own_handset.u2
    device.stop_uiautomator()
    assert device.info["sdkInt"] == 33


def test_a_broken_connection_is_survived(own_handset: Handset) -> None:
    device = own_handset.u2
    own_handset.server.drop()
    own_handset.adb("wait-for-device")
    assert device.info["sdkInt"] == 33


def test_the_hierarchy_of_a_shade_shows_it(handset: Handset) -> None:
    device = in_settings(handset)
    device.open_notification()
    assert 'package="com.android.systemui"' in device.dump_hierarchy()
    assert device.app_current()["package"] == SETTINGS
