"""`Answer`: what a question's answer has to say, and whether an agent's last words say it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MOMENT = re.compile(r"([a-z]+)\s+(\d{1,2})\s+(\d{4})\s+(\d{1,2}):(\d{2})(?!\d)")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An expected answer.

    Attributes:
        kind: How it is compared: ``"words"`` as a whole, ``"list"`` item by item in any order, ``"number"`` by the one
            number that is said, ``"moment"`` as ``October 16 2023 14:00``. Case, quotes, full stops and spaces around
            never count.
        values: The items of a list; else the one value.
    """

    kind: Literal["words", "list", "number", "moment"]
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """The answer as it should be given."""
        return ", ".join(self.values)

    def accepts(self, said: str) -> bool:
        """Say whether what was said is this answer, all of it and nothing more."""
        match self.kind:
            case "words":
                return _plain(said) == _plain(self.text)
            case "list":
                return sorted(_items([said])) == sorted(_items(self.values))
            case "number":
                return [_value(number) for number in _NUMBER.findall(said)] == [_value(self.text)]
            case "moment":
                return (moment := _moment(said)) is not None and moment == _moment(self.text)


def list_of(values: Sequence[str]) -> Answer:
    """Return the answer that names `values`, in any order."""
    return Answer(kind="list", values=tuple(values))


def number_of(value: float) -> Answer:
    """Return the answer that is a number."""
    return Answer(kind="number", values=(f"{value:g}" if isinstance(value, int) else str(value),))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!\"'`*-•“”‘’")


def _items(texts: Sequence[str]) -> list[str]:
    parts = (_plain(part) for text in texts for part in re.split(r"[,;\n]", text))
    return [part for part in parts if part]


def _value(number: str) -> float:
    # A comma before three digits parts thousands; before anything else it is a decimal comma.
    return float(re.sub(r",(?=\d{3}(\D|$))", "", number).replace(",", "."))


def _moment(text: str) -> datetime | None:
    words = _plain(text).replace(",", " ")
    found = _MOMENT.search(words)
    if found is None or found[1] not in _MONTHS or any(map(str.isdigit, words.replace(found[0], "", 1))):
        return None
    try:
        day, hour, minute = (int(found[place]) for place in (2, 4, 5))
        return datetime(int(found[3]), _MONTHS[found[1]], day, hour, minute)
    except ValueError:
        return None
