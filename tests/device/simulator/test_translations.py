"""Translation tables: both languages have the same keys and fields, nothing shadows another, fonts have all signs."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import device.simulator
from device.simulator.apps.installed import INSTALLED
from device.simulator.chinese import CHINESE
from device.simulator.chinese.common import COMMON
from device.simulator.chinese.launcher import LAUNCHER
from device.simulator.language import LANGUAGES, tables
from device.simulator.texts import Meant, Own, Texts, fields
from device.simulator.typeface import FONTS

SIMULATOR = Path(device.simulator.__file__).parent
FIELD = re.compile(r"\{[^}]*\}")
WORD = re.compile(r"[A-Za-z'\u2019]{3,}")
DISTINCT = {id(texts): (package, texts) for package, texts in {"common": COMMON, **CHINESE}.items()}
TABLE = pytest.mark.parametrize(
    "texts", [texts for _, texts in DISTINCT.values()], ids=[p for p, _ in DISTINCT.values()]
)
SAMPLES = {"": "Zqx", "said": "OK", "d": "3", "day": "4", "year": "2024", "month": "May", "time": "7:05 AM"}
SAMPLES |= {"weekday": "Sun", "weekdays": "Sat, Sun"}
"""A value for each kind of field."""


@functools.cache
def words_said() -> set[str]:
    """Return every word of the texts that the simulator's own modules hold, the tables left out."""
    constants: list[str] = []
    for path in sorted(SIMULATOR.rglob("*.py")):
        if "chinese" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            constants += [
                node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
    return set(WORD.findall("\n".join(constants)))


def test_every_app_has_a_table_but_those_without_a_window() -> None:
    without = {app.package for app in INSTALLED if app.icon is None and app is not INSTALLED[0]}
    assert {app.package for app in INSTALLED} - CHINESE.keys() == without
    assert "io.appium.android.apis" not in CHINESE  # ApiDemos speaks English on real phones, too


@TABLE
def test_both_languages_have_the_same_fields(texts: Texts) -> None:
    assert {key: said for key, said in texts.own.items() if fields(key).keys() != fields(said).keys()} == {}
    assert {key for key, said in texts.own.items() if not said.strip()} == set()
    assert {said for said in texts.own.values() if any(kind for kind in fields(said).values())} == set()
    assert {kind for key in texts.own for kind in fields(key).values()} <= SAMPLES.keys()


@TABLE
def test_every_key_is_something_that_is_said(texts: Texts) -> None:
    """A key that no module's text has is stale, or wrongly spelled: what stands around its fields must be there."""
    assert {key for key in texts.own if not words_said().issuperset(WORD.findall(FIELD.sub(" ", key)))} == set()


@TABLE
def test_no_key_is_shadowed_by_another(texts: Texts) -> None:
    """What a template stands for is said by that template, and by none that comes before it."""
    wrong = {}
    for key, said in texts.own.items():
        if fields(key):
            filled = re.sub(r"\{\w+:?(\w*)\}", lambda field: SAMPLES[field[1]], key)
            values = {name: texts.say(SAMPLES[kind]) for name, kind in fields(key).items()}
            values |= {name: SAMPLES[kind] for name, kind in fields(key).items() if kind in ("", "d", "day", "year")}
            values |= {name: "5" for name, kind in fields(key).items() if kind == "month"}
            values |= {name: "周六、周日" for name, kind in fields(key).items() if kind == "weekdays"}
            if texts.say(filled) != said.format(**values):
                wrong[filled] = texts.say(filled)
    assert wrong == {}


@TABLE
def test_a_table_says_nothing_that_its_base_says_alike(texts: Texts) -> None:
    if texts is not COMMON:
        assert {key for key, said in texts.own.items() if COMMON.own.get(key) == said} == set()


def test_fonts_have_every_character() -> None:
    said = "".join(
        said for language in LANGUAGES for texts in tables(language).values() for said in texts.said.values()
    )
    said += "".join(
        COMMON.say(text) for text in ("7:05 AM", "7:05 PM", *"Mon Tue Wed Thu Fri Sat Sun".split(), "Sunday")
    )
    with TTFont(FONTS / "NotoSansSC-Regular-subset.otf") as font:
        assert {character for character in said if ord(character) not in font.getBestCmap()} <= {"\n"}


@pytest.mark.parametrize(
    ("package", "said", "expected"),
    [
        ("android", "Allow Clock to access this device\u2019s location?", "要允许“时钟”获取此设备的位置信息吗？"),
        ("android", "Markor keeps stopping", "Markor屡次停止运行"),
        ("com.android.settings", "3:34 PM, GMT+00:00", "下午3:34，GMT+00:00"),
        ("com.android.settings", "October 15, 2023", "2023年10月15日"),
        ("com.android.settings", "Somebody's note", "Somebody's note"),
        ("com.android.settings", "Marchand 15", "Marchand 15"),
        ("com.google.android.deskclock", "Mon, Tue, Sun", "周一、周二、周日"),
        (
            "com.google.android.deskclock",
            "Alarm set for 2 days, 1 hour, and 5 minutes from now.",
            "已将闹钟设置为从现在起 2 天 1 小时 5 分钟后响铃。",
        ),
        ("com.google.android.deskclock", "Alarm set for 1 minute from now.", "已将闹钟设置为从现在起 1 分钟后响铃。"),
        ("com.google.android.deskclock", "Yesterday, 5 hours 30 minutes behind", "昨天，晚 5 小时 30 分钟"),
        ("com.google.android.deskclock", "1h 5s Timer", "1 时 5 秒 计时器"),
        ("com.google.android.documentsui", "Delete 2 items?", "要删除 2 项内容吗？"),
        ("com.google.android.documentsui", 'Delete "2 items"?', "要删除“2 items”吗？"),
        ("com.google.android.documentsui", "Documents, Oct 05, 4 B, TXT document", "Documents，10月5日，4 B，TXT 文档"),
        ("com.google.android.contacts", "1 contacts deleted", "已删除 1 位联系人"),
        ("com.google.android.contacts", "Ann deleted", "已删除“Ann”"),
        ("org.tasks", "Sat, Feb 3, 2024 09:30", "2024年2月3日周六 09:30"),
        ("com.arduia.expense", "Sun, 8 Oct 2023", "2023年10月8日 周日"),
        ("com.simplemobiletools.calendar.pro", "May 8 2023 (Mon)", "2023年5月8日 (周一)"),
    ],
)
def test_texts_with_something_in_them(package: str, said: str, expected: str) -> None:
    assert CHINESE[package].say(said) == expected


def test_what_a_person_wrote_stays_whatever_it_says() -> None:
    assert LAUNCHER.say("Home") == "主屏幕"
    assert LAUNCHER.say(Own("Home")) == "Home"
    assert LAUNCHER.say("") == ""


def test_a_letter_means_what_it_stands_for() -> None:
    clock = CHINESE["com.google.android.deskclock"]
    letters = [Meant("T", "letter of Tuesday"), Meant("T", "letter of Thursday")]
    assert letters[0] == letters[1] == "T"
    assert [clock.say(letter) for letter in letters] == ["二", "四"]
    assert LAUNCHER.say(letters[0]) == "T"


def test_an_apps_own_word_comes_before_what_apps_have_in_common() -> None:
    texts = Texts({"Close": "合上"}, base=COMMON)
    assert (texts.say("Close"), texts.say("OK"), texts.say("Sunday")) == ("合上", "确定", "星期日")
