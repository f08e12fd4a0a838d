"""Apps are found by what people call them, and the focus is read from what Android prints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.app_names import NAMES
from device.apps import LaunchableApp, find_app, parse_launchable, visible_name
from device.errors import AppNotFoundError
from device.foreground import parse_focus

COMPONENTS = """\
com.android.settings/.Settings
com.google.android.deskclock/com.android.deskclock.DeskClock
com.google.android.apps.photos/.home.HomeActivity
com.tencent.mm/.ui.LauncherUI
com.android.contacts/.activities.PeopleActivity
com.google.android.contacts/com.android.contacts.activities.PeopleActivity
org.example.weather_radar/.Main
"""
# `--brief`, as Android 13 prints it.
BRIEF = """\
2 activities found:
  Activity #0:
    priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false
    com.android.settings/.Settings
  Activity #1:
    priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false
    com.tencent.mm/.ui.LauncherUI
"""


@pytest.fixture
def apps() -> dict[str, LaunchableApp]:
    """Return the apps of a phone."""
    return parse_launchable(COMPONENTS, {})


def test_components_are_read_from_either_form(apps: dict[str, LaunchableApp]) -> None:
    assert apps["com.android.settings"].component == "com.android.settings/.Settings"
    assert apps["com.google.android.deskclock"].name == "Clock"
    assert list(parse_launchable(BRIEF, {})) == ["com.android.settings", "com.tencent.mm"]
    assert parse_launchable(COMPONENTS, {"com.tencent.mm": "Weixin"})["com.tencent.mm"].name == "Weixin"
    assert parse_launchable("No activities found\n", {}) == {}


@pytest.mark.parametrize(
    ("wanted", "package"),
    [
        ("Clock", "com.google.android.deskclock"),
        ("  clock ", "com.google.android.deskclock"),
        ("时钟", "com.google.android.deskclock"),
        ("微信", "com.tencent.mm"),
        ("we chat", "com.tencent.mm"),
        ("WeChet", "com.tencent.mm"),
        ("the Settings", "com.android.settings"),
        ("Weather Radar", "org.example.weather_radar"),
        ("weather", "org.example.weather_radar"),
        ("com.tencent.mm", "com.tencent.mm"),
    ],
)
def test_an_app_is_found_by_its_names(apps: dict[str, LaunchableApp], wanted: str, package: str) -> None:
    assert find_app(wanted, apps).package == package


def test_two_apps_of_one_name_are_told_apart(apps: dict[str, LaunchableApp]) -> None:
    with pytest.raises(AppNotFoundError, match=r"several apps are called 'Contacts': use a package name: .*google"):
        find_app("Contacts", apps)


def test_an_unknown_name_is_answered_with_the_nearest(apps: dict[str, LaunchableApp]) -> None:
    with pytest.raises(AppNotFoundError, match="no app is called 'Clockwork'; the nearest are: Clock"):
        find_app("Clockwork", apps)
    with pytest.raises(AppNotFoundError, match="told of no app"):
        find_app("Clock", {})


@given(st.text(max_size=20))
@settings(deadline=None)
def test_any_name_is_found_or_refused(name: str) -> None:
    apps = parse_launchable(COMPONENTS, {})
    try:
        assert find_app(name, apps) in apps.values()
    except AppNotFoundError as error:
        assert str(error).startswith(("no app is called", "several apps are called"))  # noqa: PT017


def test_a_visible_name_is_guessed_where_none_is_known() -> None:
    assert visible_name("com.tencent.mm") == "WeChat"
    assert visible_name("org.example.weather_radar") == "Weather Radar"
    assert visible_name("com.android.app") == "App"


def test_the_table_names_every_app_by_words() -> None:
    assert all(names and all(name.strip() == name and name for name in names) for names in NAMES.values())


@pytest.mark.parametrize(
    ("printed", "focus"),
    [
        (
            "  mCurrentFocus=Window{8f0a1b2 u0 com.android.settings/com.android.settings.Settings}\n",
            ("com.android.settings", "com.android.settings.Settings"),
        ),
        (
            "  mCurrentFocus=null\n  mFocusedApp=ActivityRecord{41d6e2 u0 com.a.b/.Main t12}\n",
            ("com.a.b", ".Main"),
        ),
        (
            "  mCurrentFocus=Window{1 u0 NotificationShade}\n  mFocusedApp=ActivityRecord{2 u0 com.a.b/.Main t1}\n",
            ("com.android.systemui", ""),
        ),
        ("  mCurrentFocus=Window{4ed com.old/com.old.Main}\n", ("com.old", "com.old.Main")),
        (
            "  mCurrentFocus=Window{1 u0 PopupWindow:9c}\n  mFocusedApp=ActivityRecord{2 u0 com.a.b/.Main t1}\n",
            ("com.a.b", ".Main"),
        ),
        ("", ("", "")),
    ],
)
def test_the_focus_is_read_from_what_android_prints(printed: str, focus: tuple[str, str]) -> None:
    assert parse_focus(printed) == focus
