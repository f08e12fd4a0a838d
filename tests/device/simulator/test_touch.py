"""Touch, keys, scrolling, windows: what a user's hands do."""

from __future__ import annotations

import re

import pytest

from device.simulator import keys
from device.simulator.phone import LAUNCHER, SimulatedPhone
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import reach, view

SETTINGS = "com.android.settings"


def test_an_icon_opens_its_app_and_home_leaves_it(phone: SimulatedPhone, hand: Hand) -> None:
    hand.tap("Settings")
    assert phone.foreground() == (SETTINGS, ".Settings")
    phone.press_key(keys.HOME)
    assert phone.foreground()[0] == LAUNCHER


def test_swiping_up_opens_the_drawer_in_alphabetical_order(phone: SimulatedPhone, hand: Hand) -> None:
    phone.swipe(540, 1700, 540, 700)
    assert hand.order("Clock", "Contacts", "Markor", "Settings")
    phone.press_key(keys.BACK)
    assert hand.sees("Home")


def test_content_follows_the_finger_and_stops_at_its_ends(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    before = view(phone, "Display").frame.top
    phone.swipe(540, 1500, 540, 1200)
    assert view(phone, "Display").frame.top == before - 300
    for _ in range(10):
        phone.swipe(540, 1500, 540, 500)
    assert hand.sees("About phone")
    for _ in range(10):
        phone.swipe(540, 500, 540, 1500)
    assert view(phone, "Display").frame.top == before


def test_a_fling_goes_further_than_the_finger(phone: SimulatedPhone) -> None:
    phone.launch(SETTINGS)
    before = view(phone, "Display").frame.top
    phone.swipe(540, 1500, 540, 1400, seconds=0.05)
    assert view(phone, "Display").frame.top == before - 200


def test_a_stream_of_touches_scrolls_and_does_not_click(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    before = view(phone, "Display").frame.top
    phone.touch_down(540, 1500)
    for y in range(1480, 1190, -20):
        phone.touch_move(540, y)
    phone.touch_up(540, 1200)
    assert view(phone, "Display").frame.top == before - 300
    assert hand.sees("Search settings")


def test_down_and_up_at_once_is_a_tap(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    x, y = view(phone, "Display").visible.center
    phone.touch_down(x, y)
    phone.touch_up(x, y)
    assert hand.sees("Dark theme")


@pytest.mark.parametrize("gesture", ["tap", "swipe", "stream"])
def test_a_slider_takes_its_value_from_x(phone: SimulatedPhone, gesture: str) -> None:
    phone.launch(SETTINGS, ".Settings$DisplaySettingsActivity")
    slider = next(v for w in phone.windows() for v in w.root.walk() if v.cls.endswith("SeekBar") and v.is_visible)
    y = slider.frame.center[1]
    start, end = slider.frame.left, slider.frame.right
    if gesture == "tap":
        phone.tap((start + end) // 2, y)
        assert phone.settings.get("system", "screen_brightness") == "128"
    elif gesture == "swipe":
        phone.swipe(start + 200, y, end - 1, y)
        assert phone.settings.get("system", "screen_brightness") == "255"
    else:
        phone.touch_down(start + 200, y)
        phone.touch_move(start, y)
        phone.touch_up(start, y)
        assert phone.settings.get("system", "screen_brightness") == "1"


def test_a_tap_outside_a_dialog_closes_it_and_goes_nowhere(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS, ".Settings$MyDeviceInfoActivity")
    hand.tap("Device name")
    assert hand.sees("Cancel", "OK")
    assert not hand.sees("Android version")
    phone.tap(540, 160)
    assert not hand.sees("Cancel")
    assert hand.sees("Android version")


def test_back_hides_keyboard_then_dialog_then_page_then_app(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    reach(hand, "About phone")
    hand.tap("Device name")
    kinds = [{window.kind for window in phone.windows()}]
    for _ in range(2):
        phone.press_key(keys.BACK)
        kinds.append({window.kind for window in phone.windows()})
    assert ["ime" in kind for kind in kinds] == [True, False, False]
    assert ["dialog" in kind for kind in kinds] == [True, True, False]
    phone.press_key(keys.BACK)
    assert hand.sees("System", "About phone")
    phone.press_key(keys.BACK)
    assert phone.foreground()[0] == LAUNCHER


def test_a_dark_display_takes_no_touch_and_shows_nothing(phone: SimulatedPhone) -> None:
    phone.press_key(keys.POWER)
    assert not phone.screenshot().any()
    phone.tap(138, 2040)
    assert phone.foreground()[0] == LAUNCHER
    phone.press_key(keys.WAKEUP)
    assert phone.screenshot().any()


def test_volume_keys_change_the_media_volume(phone: SimulatedPhone) -> None:
    phone.press_key(keys.VOLUME_UP)
    assert phone.settings.get("system", "volume_music") == "6"
    phone.press_key(keys.VOLUME_MUTE)
    assert phone.settings.get("system", "volume_music") == "0"
    phone.press_key(keys.VOLUME_DOWN)
    assert phone.settings.get("system", "volume_music") == "0"


def test_the_overview_brings_an_app_back_where_it_was(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    hand.tap("Display")
    phone.press_key(keys.APP_SWITCH)
    hand.tap("Settings")
    assert hand.sees("Dark theme")


def test_the_overview_ends_all_apps(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    phone.press_key(keys.APP_SWITCH)
    hand.tap("Clear all")
    phone.press_key(keys.APP_SWITCH)
    assert hand.sees("No recent items")


def test_pulling_the_status_bar_opens_the_shade(phone: SimulatedPhone, hand: Hand) -> None:
    phone.notify("com.android.settings", "System update", "Tap to install")
    phone.swipe(540, 20, 540, 1200)
    packages = {window.package for window in phone.windows() if window.reported}
    assert packages == {"com.android.systemui"}
    assert view(phone, "System update").is_visible
    phone.swipe(540, 1500, 540, 300)
    assert phone.state.shade == "closed"


def test_a_notification_is_swiped_away_and_another_opens_its_app(phone: SimulatedPhone, hand: Hand) -> None:
    for title in ("Older", "Newer"):
        phone.notify("net.gsantner.markor", title, "Text")
    phone.open_shade("notifications")
    _, top, _, bottom = map(int, re.findall(r"\d+", hand.find("Newer").get("bounds", "")))
    y = (top + bottom) // 2
    phone.swipe(200, y, 1000, y, seconds=0.2)
    assert [note.title for note in phone.state.notifications] == ["Older"]
    assert phone.state.shade == "notifications"
    hand.tap("Older")
    assert phone.foreground()[0] == "net.gsantner.markor"
    assert phone.state.notifications == []


def test_quick_settings_switch_what_the_settings_app_shows(phone: SimulatedPhone) -> None:
    phone.open_shade("quick_settings")
    phone.tap(*view(phone, "Airplane mode").visible.center)
    assert phone.settings.get("global", "airplane_mode_on") == "1"


def test_a_toast_is_drawn_and_goes_at_the_next_touch(phone: SimulatedPhone) -> None:
    plain = phone.screenshot().copy()
    phone.show_toast("Saved")
    assert (phone.screenshot() != plain).any()
    assert "Saved" not in phone.hierarchy()
    phone.tap(540, 1000)
    assert phone.toast is None
    assert phone.last_toast == "Saved"


def test_a_toast_goes_after_two_seconds(phone: SimulatedPhone) -> None:
    phone.show_toast("Saved")
    phone.clock.advance(1.9)
    assert phone.toast == "Saved"
    phone.clock.advance(0.2)
    assert phone.toast is None


def test_unknown_apps_and_activities_are_not_started(phone: SimulatedPhone) -> None:
    assert not phone.launch("com.example.none")
    assert not phone.launch(SETTINGS, ".Nope")
    assert phone.launch(SETTINGS, "com.android.settings.Settings$WifiSettingsActivity")
    assert phone.foreground() == (SETTINGS, ".Settings$WifiSettingsActivity")


def test_force_stop_forgets_where_the_app_was(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    hand.tap("Display")
    assert phone.force_stop(SETTINGS)
    assert phone.foreground()[0] == LAUNCHER
    phone.launch(SETTINGS)
    assert hand.sees("Search settings")


def test_rotation_turns_the_display(phone: SimulatedPhone) -> None:
    phone.rotation = 1
    assert phone.display_size == (2400, 1080)
    assert phone.screenshot().shape == (1080, 2400, 3)
    assert '<hierarchy rotation="1">' in phone.hierarchy()
