"""`Texts`: what an app says in another language, by what it says in English; `Own` and `Meant` for what isn't so."""

from __future__ import annotations

import calendar
import functools
import re
from collections.abc import Callable, Mapping

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_NUMBERS = {name[:3]: number for name, number in _MONTHS.items()}
_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")


class Own(str):
    """What a person wrote or chose: a note's title, a contact's name. It is shown as it is in every language.

    Apps wrap such a text where they show it by itself. Within a longer text (``Delete {name}?``) that isn't needed:
    a template's fields stay as they are unless they say otherwise.
    """

    __slots__ = ()


class Meant(str):
    """A text that means more than it says, such as the letter T that stands for Tuesday.

    Attributes:
        meaning: The key by which tables of other languages have it.
    """

    __slots__ = ("meaning",)
    meaning: str

    def __new__(cls, text: str, meaning: str) -> Meant:
        """Show `text` in English, and in other languages what their tables have for `meaning`."""
        meant = super().__new__(cls, text)
        meant.meaning = meaning
        return meant


def _short_or_whole(names: Mapping[str, object] | list[str]) -> str:
    return "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in names)


_KINDS: dict[str, str] = {
    "": r"(.+)",
    "said": r"(.+)",
    "d": r"(-?[\d.,]*\d)",
    "day": r"(\d{1,2})",
    "year": r"(\d{4})",
    "month": rf"({_short_or_whole(_MONTHS)})",
    "weekday": rf"({_short_or_whole(list(calendar.day_name))})",
    "weekdays": r"((?:(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat)(?:, )?)+)(?<!, )",
    "time": r"(\d{1,2}:\d{2} [AP]M)",
}
"""What a field of a template may hold, by the word behind its colon: a regular expression with one group."""


def fields(template: str) -> dict[str, str]:
    """Return the fields of a template, name to kind."""
    return {found[1]: found[2] or "" for found in _FIELD.finditer(template)}


class Texts:
    """A table of texts in one language by what they are in English.

    A key is a whole text, or a template whose fields stand for what differs from one time to the next:

    =============  ===============================================================================
    ``{name}``     anything, which stays as it is
    ``{x:said}``   anything, which is itself said in the language where the table knows it
    ``{n:d}``      a number, which stays as it is
    ``{n:day}``    a day of the month, without a leading zero; ``{n:year}`` a year
    ``{m:month}``  the English name of a month, whole or short, which becomes its number
    ``{w:weekday}``, ``{w:weekdays}``, ``{t:time}``  a weekday's name, several, a time with AM or PM
    =============  ===============================================================================

    What is said instead has the same fields, without the words behind colons. Templates are tried in the table's
    order, whole texts before them.
    """

    def __init__(
        self,
        said: Mapping[str, str],
        *,
        base: Texts | None = None,
        names: Callable[[str, str], str] | None = None,
        order: Callable[[str], bytes] | None = None,
    ) -> None:
        """Make a table.

        Args:
            said: What is said, by the English text or template.
            base: A table for what this one doesn't have.
            names: Says a weekday, weekdays or a time in the language, given the kind and the English text; the base's
                unless given.
            order: Returns what a text is sorted by in the language; the base's unless given.
        """
        self.own: dict[str, str] = dict(said)
        inherited = {key: text for key, text in base.said.items() if key not in said} if base else {}
        self.said: dict[str, str] = self.own | inherited
        self._names: Callable[[str, str], str] = names or (base._names if base else lambda kind, text: text)
        self._order: Callable[[str], bytes] = order or (base._order if base else str.encode)
        self._cached = functools.lru_cache(maxsize=4096)(self._say)

    def say(self, text: str) -> str:
        """Return a text in the language; the text itself where the table has none, or where it is a person's `Own`."""
        if not text or isinstance(text, Own):
            return text
        return self.said.get(text.meaning, text) if isinstance(text, Meant) else self._cached(text)

    def order(self, text: str) -> bytes:
        """Return what a text in English is sorted by among others, once all are said in the language."""
        return self._order(self.say(text))

    def _say(self, text: str) -> str:
        said = self.said.get(text)
        if said is not None:
            return said
        for pattern, kinds, form in self._templates:
            found = pattern.fullmatch(text)
            if found is not None:
                values = {name: self._value(kind, found[place]) for place, (name, kind) in enumerate(kinds, 1)}
                return _FIELD.sub(lambda field, values=values: values[field[1]], form)  # type: ignore[misc]
        return text

    @functools.cached_property
    def _templates(self) -> list[tuple[re.Pattern[str], list[tuple[str, str]], str]]:
        """The templates, compiled when one is needed for the first time: most phones speak English."""
        return [
            (_pattern(key), [(found[1], found[2] or "") for found in _FIELD.finditer(key)], form)
            for key, form in self.said.items()
            if _FIELD.search(key)
        ]

    def _value(self, kind: str, text: str) -> str:
        match kind:
            case "said":
                return self.say(text)
            case "day":
                return str(int(text))
            case "month":
                return str(_NUMBERS[text[:3]])
            case "weekday" | "weekdays" | "time":
                return self._names(kind, text)
        return text


def _pattern(template: str) -> re.Pattern[str]:
    """Return the regular expression for all of a text that a template stands for."""
    parts = []
    end = 0
    for found in _FIELD.finditer(template):
        parts += [re.escape(template[end : found.start()]), _KINDS[found[2] or ""]]
        end = found.end()
    return re.compile("".join([*parts, re.escape(template[end:])]), re.DOTALL)
