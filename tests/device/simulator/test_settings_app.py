"""The Settings app: every control of the table does on the display what the table says."""

from __future__ import annotations

import pytest

from device.simulator import keys
from device.simulator.apps.settings_pages import DEVELOPER, HOME, PAGES, Link, route, searchable
from device.simulator.apps.settings_table import CHOICES, SLIDERS, SWITCHES, Choice, Slider, Switch, is_on
from device.simulator.phone import LAUNCHER, SimulatedPhone
from device.simulator.view import View
from tests.device.simulator.apps.hand import Hand
from tests.device.simulator.reach import reach, view

SETTINGS = "com.android.settings"


def walk_to(phone: SimulatedPhone, hand: Hand, page: str) -> None:
    """Open Settings and tap through to a page."""
    phone.settings.put("global", "development_settings_enabled", int(page == DEVELOPER))
    phone.launch(SETTINGS)
    for title in route(page):
        reach(hand, title)


def switch_row_of(phone: SimulatedPhone, title: str) -> View:
    """Return the row that has that title and a switch; a page of the same name may have the title too."""
    return next(
        part
        for window in phone.windows()
        for part in window.root.walk()
        if part.on_click is not None
        and any(inner.text == title for inner in part.walk())
        and any(inner.checkable for inner in part.walk())
    )


def shown_checked(phone: SimulatedPhone, title: str) -> bool:
    """Return whether the switch in the row of that title is on, by the view tree."""
    return next(part.checked for part in switch_row_of(phone, title).walk() if part.checkable)


@pytest.mark.parametrize("switch", SWITCHES, ids=lambda switch: f"{switch.page}-{switch.label}")
def test_a_switch_writes_its_value_and_shows_it(phone: SimulatedPhone, hand: Hand, switch: Switch) -> None:
    walk_to(phone, hand, switch.page)
    if not hand.sees(switch.label):
        phone.swipe(540, 1800, 540, 900)
    before = is_on(switch, phone.settings.get(switch.namespace, switch.key))
    for expected in (not before, before):
        phone.tap(*switch_row_of(phone, switch.label).visible.center)
        assert phone.settings.get(switch.namespace, switch.key) == (switch.on if expected else switch.off)
        assert shown_checked(phone, switch.label) == expected


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.label)
def test_a_choice_writes_its_value_and_its_row_tells_it(phone: SimulatedPhone, hand: Hand, choice: Choice) -> None:
    walk_to(phone, hand, choice.page)
    for label, value in choice.options:
        reach(hand, choice.label)
        reach(hand, label)
        assert phone.settings.get(choice.namespace, choice.key) == value
        assert view(phone, label).checked
        hand.back()  # in whatever language
        assert hand.sees(label)


@pytest.mark.parametrize("slider", SLIDERS, ids=lambda slider: slider.label)
def test_a_slider_goes_from_end_to_end(phone: SimulatedPhone, hand: Hand, slider: Slider) -> None:
    walk_to(phone, hand, slider.page)
    bar = next(
        part
        for window in phone.windows()
        for part in window.root.walk()
        if part.desc == slider.label and part.on_slide is not None
    )
    y = bar.visible.center[1]
    phone.tap(bar.frame.right - 2, y)
    assert phone.settings.get(slider.namespace, slider.key) == str(slider.high)
    phone.swipe(bar.frame.right - 2, y, bar.frame.left, y)
    assert phone.settings.get(slider.namespace, slider.key) == str(slider.low)


@pytest.mark.parametrize("page", [page for page in PAGES if page != HOME])
def test_every_page_opens_with_its_title_and_goes_back(phone: SimulatedPhone, hand: Hand, page: str) -> None:
    walk_to(phone, hand, page)
    assert hand.sees(page, "Navigate up")
    assert phone.screenshot().any()
    hand.tap("Navigate up")
    assert hand.sees(route(page)[-1])
    assert phone.app.page.name == ("main" if len(route(page)) == 1 else parent_of(page))


def parent_of(page: str) -> str:
    """Return the page that the way to `page` goes through last."""
    *way, last = route(page)
    return next(
        name
        for name, items in PAGES.items()
        if route(name) == tuple(way) and any(isinstance(item, Link) and item.title == last for item in items)
    )


def test_values_changed_from_outside_show_at_once(phone: SimulatedPhone, hand: Hand) -> None:
    walk_to(phone, hand, "Display")
    assert not shown_checked(phone, "Dark theme")
    light = phone.screenshot().mean()
    phone.settings.put("secure", "ui_night_mode", "2")
    assert shown_checked(phone, "Dark theme")
    assert phone.screenshot().mean() < light / 2


def test_the_device_can_be_renamed(phone: SimulatedPhone, hand: Hand) -> None:
    walk_to(phone, hand, "About phone")
    hand.tap("Device name")
    phone.select_all()
    phone.commit_text("Küche")
    hand.tap("Cancel")
    assert hand.sees("Pixel 6")
    hand.tap("Device name")
    phone.select_all()
    phone.commit_text("Küche")
    hand.tap("OK")
    assert phone.settings.get("global", "device_name") == "Küche"
    assert hand.sees("Küche")


def test_the_search_finds_rows_on_other_pages(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    hand.tap("Search settings")
    phone.commit_text("timeout")
    hand.tap("Screen timeout")
    assert hand.sees("Dark theme", "Screen timeout")
    assert ("Screen timeout", "Display") in searchable()


def test_a_search_without_results_says_so(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    hand.tap("Search settings")
    phone.commit_text("zzz")
    assert hand.sees("No results")
    hand.tap("Clear text")
    assert not hand.sees("No results")


def test_an_app_can_be_opened_and_stopped_from_its_info_page(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("net.gsantner.markor")
    walk_to(phone, hand, "See all apps")
    reach(hand, "Markor")
    hand.tap("Force stop")
    hand.tap("OK")
    assert "net.gsantner.markor" not in phone.state.running
    assert not view(phone, "Force stop").enabled
    hand.tap("Open")
    assert phone.foreground()[0] == "net.gsantner.markor"


def test_clearing_storage_asks_first(phone: SimulatedPhone, hand: Hand) -> None:
    note = "/data/data/net.gsantner.markor/shared_prefs/mark.xml"
    phone.files.write(note, b"<map/>")
    walk_to(phone, hand, "See all apps")
    reach(hand, "Markor")
    hand.tap("Storage & cache")
    hand.tap("Clear storage")
    hand.tap("Cancel")
    assert phone.files.path(note).exists()
    hand.tap("Clear storage")
    hand.tap("Delete")
    assert not phone.files.path(note).exists()


def test_a_factory_reset_asks_and_then_erases_settings(phone: SimulatedPhone, hand: Hand) -> None:
    phone.settings.put("global", "device_name", "Mine")
    walk_to(phone, hand, "Reset options")
    hand.tap("Erase all data (factory reset)")
    hand.tap("Cancel")
    assert phone.settings.get("global", "device_name") == "Mine"
    hand.tap("Erase all data (factory reset)")
    hand.tap("Erase all data")
    assert phone.settings.get("global", "device_name") == "Pixel 6"
    assert phone.foreground()[0] == LAUNCHER


def test_seven_taps_on_the_build_number_make_a_developer(phone: SimulatedPhone, hand: Hand) -> None:
    walk_to(phone, hand, "About phone")
    for _ in range(6):
        hand.tap("Build number")
    assert phone.toast == "You are now 1 step away from being a developer."
    hand.tap("Build number")
    assert phone.settings.get("global", "development_settings_enabled") == "1"


def test_24_hours_show_in_the_status_bar(phone: SimulatedPhone) -> None:
    assert view(phone, "3:34").is_visible
    phone.settings.put("system", "time_12_24", "24")
    assert view(phone, "15:34").is_visible


def test_wifi_networks_go_with_the_switch(phone: SimulatedPhone, hand: Hand) -> None:
    walk_to(phone, hand, "Internet")
    assert hand.sees("AndroidWifi")
    hand.tap("Wi-Fi")
    assert not hand.sees("AndroidWifi")
    phone.press_key(keys.BACK)
    assert hand.sees("Networks available")


def test_developer_options_are_there_for_developers_alone(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    hand.tap("Search settings")
    phone.commit_text("developer")
    assert hand.sees("No results")
    hand.back()
    hand.back()
    reach(hand, "System")
    assert not hand.sees(DEVELOPER)
    hand.back()
    reach(hand, "About phone")
    for _ in range(7):
        hand.tap("Build number")
    hand.back()
    reach(hand, "System")
    reach(hand, DEVELOPER)
    assert hand.sees("Use developer options", "USB debugging")
