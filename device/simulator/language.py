"""The phone's language: which table an app's windows speak by, and putting a tree of views into it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Literal, get_args

from device.simulator.texts import Texts
from device.simulator.view import View

Language = Literal["en", "zh"]
LOCALES: dict[Language, str] = {"en": "en-US", "zh": "zh-CN"}
LANGUAGES: tuple[Language, ...] = get_args(Language)
SYSTEM = "android"
"""The package whose table the system's own windows speak by, whichever package they belong to."""
_NOTIFICATION_TEXT = "android:id/text"
"""Where the shade shows what an app or a person wrote."""


def language_of(locale: str) -> Language:
    """Return the language that the phone speaks in a locale such as ``zh-CN``: English where it knows no other."""
    return "zh" if locale.replace("_", "-").split("-")[0].lower() == "zh" else "en"


@functools.cache
def tables(language: Language) -> Mapping[str, Texts]:
    """Return what each package says in a language; nothing for English, which apps are written in."""
    if language == "zh":
        from device.simulator.chinese import CHINESE  # loaded with the first phone that speaks it

        return CHINESE
    return {}


def texts_of(language: Language, package: str) -> Texts | None:
    """Return what a package says in a language; None where it speaks English."""
    return tables(language).get(package)


def put_into(texts: Texts | None, root: View) -> View:
    """Put the texts of a view tree into a language, before it is laid out; what a person typed or chose stays.

    Args:
        texts: The table; None leaves all in English.
        root: The tree.

    Returns:
        The same tree.
    """
    if texts is not None:
        for view in root.walk():
            if not view.is_field and view.resource_id != _NOTIFICATION_TEXT:
                view.text = texts.say(view.text)
            view.desc, view.hint, view.caption = map(texts.say, (view.desc, view.hint, view.caption))
    return root
