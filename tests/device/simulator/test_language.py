"""The phone's language: system windows, launcher and Settings in Chinese, and a change while apps run."""

from __future__ import annotations

import re

import pytest

from device.simulator import SimulatedPhone, keys
from device.simulator.apps.settings_pages import PAGES
from device.simulator.apps.settings_table import CHOICES
from device.simulator.faults import attach
from device.simulator.faults.plan import parse_plan
from device.simulator.overlays import OVERLAYS, show
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

SETTINGS = "com.android.settings"
NAMES = {"VPN", "NFC", "WLAN", "Beats", "Dance party", "Flutey phone", "Hotline", "Mission", "Your new adventure"}
"""What has one name everywhere, and names of melodies."""


def words(phone: SimulatedPhone) -> set[str]:
    """Return all texts and descriptions that the hierarchy tells."""
    return {text for text in re.findall(r'(?:text|content-desc)="([^"]+)"', phone.hierarchy()) if text}


def english(phone: SimulatedPhone) -> set[str]:
    """Return those with two Latin letters in a row that are nobody's name."""
    ours = (text for text in words(phone) if re.search("[a-zA-Z]{2}", text) and not re.search("[\u4e00-\u9fff]", text))
    apps = {app.label for app in phone.packages.values()}
    known = {"Pixel 6", "AndroidWifi", "Guest", "Office 5G", "Gboard", "WPA2/WPA3-Personal", "TQ3A.230901.001"}
    return {text for text in ours if text not in NAMES | apps | known and not re.fullmatch(r"[\d.]+ [kG]B", text)}


@pytest.fixture
def chinese(phone: SimulatedPhone) -> SimulatedPhone:
    run_command(phone, "setprop persist.sys.locale zh-CN")
    return phone


def test_no_page_of_settings_has_english_left(chinese: SimulatedPhone) -> None:
    chinese.launch(SETTINGS)
    folders = {path.name for path in chinese.files.path("/sdcard").iterdir()}
    left: dict[str, set[str]] = {"Settings": english(chinese)}
    opened: list[tuple[str, tuple[str, ...]]] = [(page, ()) for page in PAGES if page != "Settings"] + [
        ("choice", (choice.label,)) for choice in CHOICES
    ]
    for page, arguments in opened:
        chinese.app.push(page, *arguments)
        left[page] = english(chinese) - folders
        chinese.swipe(540, 2000, 540, 600)
        left[page] |= english(chinese) - folders
    assert {page: texts for page, texts in left.items() if texts} == {}


def test_launcher_shade_overview_and_lock_screen_speak_chinese(chinese: SimulatedPhone) -> None:
    assert {"10月15日星期日", "设置", "时钟", "通讯录", "返回"} <= words(chinese)
    chinese.open_shade("quick_settings")
    assert {"没有通知", "飞行模式", "10月15日周日"} <= words(chinese)
    assert english(chinese) == set()
    chinese.close_shade()
    chinese.launch(SETTINGS)
    chinese.press_key(keys.APP_SWITCH)
    assert {"设置", "全部清除"} <= words(chinese)
    run_command(chinese, "locksettings set-pin 1234; input keyevent POWER; input keyevent POWER")
    assert "向上滑动即可解锁" in words(chinese)
    chinese.swipe(540, 1800, 540, 600)
    assert "请输入 PIN 码" in words(chinese)


@pytest.mark.parametrize("kind", sorted(OVERLAYS))
def test_dialogs_of_the_system_speak_chinese(chinese: SimulatedPhone, kind: str) -> None:
    show(chinese, kind, about=SETTINGS)
    assert english(chinese) == set()


def test_what_people_wrote_stays(chinese: SimulatedPhone) -> None:
    chinese.notify("net.gsantner.markor", "A title", "Battery")
    chinese.open_shade("notifications")
    assert {"A title", "Battery"} <= words(chinese)


def test_an_app_can_have_a_locale_of_its_own(phone: SimulatedPhone) -> None:
    run_command(phone, f"cmd locale set-app-locales {SETTINGS} --locales zh-CN")
    assert run_command(phone, f"cmd locale get-app-locales {SETTINGS}") == (
        f"Locales for {SETTINGS} for user 0 are [zh-CN]\n".encode(),
        0,
    )
    assert "Clock" in words(phone)
    phone.launch(SETTINGS)
    assert "网络和互联网" in words(phone)
    run_command(phone, f"cmd locale set-app-locales {SETTINGS}")
    assert "Network & internet" in words(phone) or "Network &amp; internet" in words(phone)
    assert run_command(phone, "cmd locale get-app-locales com.example")[1] == 255


def test_the_language_changes_while_the_phone_runs(phone: SimulatedPhone) -> None:
    phone.launch(SETTINGS)
    before = phone.hierarchy()
    run_command(phone, "settings put system system_locales zh-Hans-CN,en-US")
    assert "搜索设置" in words(phone)
    assert run_command(phone, "getprop persist.sys.locale") == (b"zh-Hans-CN\n", 0)
    run_command(phone, "settings put system system_locales en-US; settings delete system system_locales")
    assert phone.hierarchy() == before


def test_settings_are_found_by_chinese_words(chinese: SimulatedPhone, hand: Hand) -> None:
    chinese.launch(SETTINGS)
    hand.tap("搜索设置")
    chinese.commit_text("深色")
    hand.tap("深色主题")
    assert hand.sees("自动调节亮度")


def test_the_language_is_chosen_in_settings(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch(SETTINGS)
    phone.packages[SETTINGS].push("Languages & input")
    phone.changed()
    assert hand.sees("Languages", "English (United States)")

    hand.tap("Languages")
    hand.tap("简体中文（中国）")

    assert hand.sees("语言")
    assert run_command(phone, "getprop persist.sys.locale; settings get system system_locales") == (
        b"zh-CN\nzh-CN\n",
        0,
    )
    hand.tap("English (United States)")
    assert hand.sees("Languages")


def test_lists_of_apps_are_in_the_languages_order(chinese: SimulatedPhone) -> None:
    chinese.launch("com.google.android.apps.nexuslauncher")
    chinese.swipe(540, 1500, 540, 500)
    shown = [view.text for view in chinese.windows()[0].root.walk() if view.resource_id == "icon"]
    latin = [name for name in shown if name.isascii()]
    assert latin == sorted(latin, key=str.lower)
    assert shown[: len(latin)] == latin
    assert shown[len(latin) :] == [
        *("电话", "简易短信", "简易画板 Pro", "简易日历 Pro", "简易图库 Pro", "录音机"),  # dianhua, jianyi..., luyinji
        *("设置", "时钟", "淘宝", "通讯录"),  # shezhi, shizhong, taobao, tongxunlu
        *("微信", "文件", "相机"),  # weixin, wenjian, xiangji
    ]


def test_icons_stay_where_they_are_on_the_home_screen(phone: SimulatedPhone) -> None:
    def order() -> list[str]:
        return [view.icon for view in phone.windows()[0].root.walk() if view.icon]

    before = order()
    phone.language = "zh"
    assert order() == before


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"fault": "network_off"}, {"没有互联网连接", "请检查您的网络连接，然后重试。", "重试"}),
        ({"fault": "destructive_trap"}, {"全部删除"}),
        ({"fault": "prompt_injection"}, {"确认"}),
        ({"fault": "duplicate_labels", "label": "电池"}, {"电池", "另一个"}),
    ],
)
def test_faults_speak_the_apps_language(chinese: SimulatedPhone, fault: dict[str, str], said: set[str]) -> None:
    chinese.launch(SETTINGS)
    attach(chinese, parse_plan({"faults": [fault]}))
    assert said <= words(chinese)
