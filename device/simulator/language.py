"""The phone's language: its own texts in English, or in Chinese by a table."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Literal

from device.simulator.chinese import CHINESE, MONTHS, PATTERNS, WEEKDAYS
from device.simulator.view import View

Language = Literal["en", "zh"]
LOCALES: dict[Language, str] = {"en": "en-US", "zh": "zh-CN"}

TRANSLATED = frozenset(
    {
        "android",
        "com.android.settings",
        "com.android.systemui",
        "com.google.android.apps.nexuslauncher",
        "com.google.android.dialer",
        "com.google.android.permissioncontroller",
    }
)
"""Packages whose windows speak the phone's language; other apps speak English, as many real ones do."""
_NOTIFICATION_TEXT = "android:id/text"
"""Where the shade shows what an app or a person wrote."""


def _names(table: Iterable[str]) -> str:
    """Return a pattern of names, whole or cut to three letters."""
    return "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in table)


_DAY = re.compile(rf"(?:({_names(WEEKDAYS)}), )?({_names(MONTHS)}) (\d{{1,2}})(?:, (\d{{4}}))?")
_NUMBERS = {name[:3]: number for name, number in MONTHS.items()}
_WEEKDAYS = {name[:3]: sign for name, sign in WEEKDAYS.items()}
_TIME = re.compile(r"(\d{1,2}:\d{2}) (AM|PM)(, .+)?")
_PATTERNS = tuple((re.compile(pattern), said) for pattern, said in PATTERNS)


def language_of(locale: str) -> Language:
    """Return the language that the phone speaks in a locale such as ``zh-CN``: English where it knows no other."""
    return "zh" if locale.replace("_", "-").split("-")[0].lower() == "zh" else "en"


@functools.lru_cache(maxsize=4096)
def in_chinese(text: str) -> str:
    """Return one of the phone's texts in Chinese; the text itself where the tables have none."""
    said = CHINESE.get(text)
    if said is not None:
        return said
    day = _DAY.fullmatch(text)
    if day is not None:
        year = f"{day[4]}年" if day[4] else ""
        weekday = f"星期{_WEEKDAYS[day[1][:3]]}" if day[1] else ""
        return f"{year}{_NUMBERS[day[2][:3]]}月{day[3]}日{weekday}"
    time = _TIME.fullmatch(text)
    if time is not None:
        return f"{'上午' if time[2] == 'AM' else '下午'}{time[1]}{time[3] or ''}"
    for pattern, form in _PATTERNS:
        found = pattern.fullmatch(text)
        if found is not None:
            return _filled(form, found)
    return text


def _filled(form: str, found: re.Match[str]) -> str:
    return re.sub(r"\{(\d)\}", lambda place: in_chinese(found[int(place[1])]), found.expand(form))


def put_into(language: Language, root: View) -> View:
    """Put the texts of a view tree into a language, before it is laid out; what a person typed stays.

    Returns:
        The same tree.
    """
    if language == "zh":
        for view in root.walk():
            if not view.is_field and view.resource_id != _NOTIFICATION_TEXT:
                view.text = in_chinese(view.text)
            view.desc, view.hint, view.caption = in_chinese(view.desc), in_chinese(view.hint), in_chinese(view.caption)
    return root
