"""Scans ``do(...)`` and ``finish(...)`` calls out of what a model wrote, without evaluating anything."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.errors import ActionError

Value = str | tuple[float, ...]
"""What an argument may be: text, or numbers with their brackets taken off."""

_CALL_START = re.compile(
    r"""(?<![A-Za-z0-9_])(?:(do)\s*[(（]\s*(?=["'“”‘’]?action\b)|(finish)\s*[(（]\s*(?=message\b|["'“”‘’「)）]))""",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"""["'“”‘’]?([A-Za-z_]\w*)["'“”‘’]?\s*[=:＝：]\s*""")
_END = r"\Z|</?(?:answer|think)|<\||```"
_AT_END = re.compile(_END)
# A quote only closes a text where the call goes on or ends behind it: models forget to escape the quotes inside.
_BEHIND_TEXT = rf"""\s*(?:[,，]\s*["'“”‘’]?[A-Za-z_]\w*["'“”‘’]?\s*[=＝]|[)）]|{_END})"""
_BARE = re.compile(r"""[^\s,，)）\]"'“”‘’「」]+""")
_NUMBER = r"[-+]?\d{1,9}(?:\.\d{1,9})?"
_NUMBERS = re.compile(rf"[\[(（\s]*({_NUMBER}(?:\s*[,，;\s]\s*[\[(（\s]*{_NUMBER})*)\s*", re.ASCII)
_ONE_NUMBER = re.compile(_NUMBER, re.ASCII)
_CLOSING = {"[": "]", "(": ")", "（": "）"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"} | {char: char for char in "\\/\"'“”‘’「」"}


def _text_pattern(opening: str, closing: str) -> re.Pattern[str]:
    return re.compile(
        rf"[{opening}]((?:[^{closing}\\]|\\.|[{closing}](?!{_BEHIND_TEXT}))*)[{closing}](?={_BEHIND_TEXT})", re.DOTALL
    )


_TEXTS = {
    quote: (_text_pattern(opening, closing), re.compile(rf"(?<!\\)[{closing}]"))
    for opening, closing in (('"', '"'), ("'", "'"), ("“”", '“”"'), ("‘’", "‘’'"), ("「", "」"))
    for quote in opening
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call as it was written.

    Attributes:
        name: ``"do"`` or ``"finish"``.
        arguments: Argument values by name, all names in lower case.
        start: Where it begins in the scanned text.
        end: Where it ends, exclusive.
    """

    name: str
    arguments: dict[str, Value]
    start: int
    end: int

    def says_the_same_as(self, other: Call) -> bool:
        """Return whether both ask for the same thing, wherever they stand."""
        return (self.name, self.arguments) == (other.name, other.arguments)


@dataclass(frozen=True, kw_only=True)
class BrokenCall:
    """The beginning of a call that can't be read, and why."""

    start: int
    error: ActionError


def scan_calls(text: str) -> tuple[list[Call], list[BrokenCall]]:
    """Return the calls in `text` and the beginnings of calls that can't be read, each in order."""
    calls: list[Call] = []
    broken: list[BrokenCall] = []
    position = 0
    while match := _CALL_START.search(text, position):
        try:
            call = _scan_call(text, match)
        except ActionError as error:
            broken.append(BrokenCall(start=match.start(), error=error))
            position = match.end()
        else:
            calls.append(call)
            position = call.end
    return calls, broken


def numbers_in(value: Value) -> tuple[float, ...] | None:
    """Return the numbers that a value consists of, also where they were written as a text; None for anything else."""
    if isinstance(value, tuple):
        return value
    match = _NUMBERS.match(value)
    if match is None or value[match.end() :].strip(" ])）"):
        return None
    return _numbers(match[1])


def _scan_call(text: str, match: re.Match[str]) -> Call:
    name = (match[1] or match[2]).lower()
    arguments: dict[str, Value] = {}
    position = match.end()
    while True:
        position = _skip_space(text, position)
        if text[position : position + 1] in (")", "）"):
            return Call(name=name, arguments=arguments, start=match.start(), end=position + 1)
        if _AT_END.match(text, position):
            if not arguments:
                raise ActionError("The action was cut off.")
            return Call(name=name, arguments=arguments, start=match.start(), end=position)
        if arguments:
            if text[position] not in ",，":
                raise ActionError(f"The action can't be read at {text[position : position + 20]!r}.")
            position = _skip_space(text, position + 1)
        named = _NAME.match(text, position)
        if named:
            key, position = named[1].lower(), named.end()
        elif name == "finish" and not arguments:
            key = "message"
        else:
            raise ActionError(f"The action can't be read at {text[position : position + 20]!r}.")
        value, position = _scan_value(text, position)
        if arguments.setdefault(key, value) != value:
            raise ActionError(f"The action gives {key} twice.")


def _scan_value(text: str, position: int) -> tuple[Value, int]:
    opening = text[position : position + 1]
    if opening in _TEXTS:
        return _scan_text(text, position)
    if numbers := _NUMBERS.match(text, position):
        return _numbers(numbers[1]), _close_brackets(text, numbers)
    if bare := _BARE.match(text, position):
        return bare[0], bare.end()
    raise ActionError(
        "The action was cut off." if not opening else f"No value can be read at {text[position:][:20]!r}."
    )


def _scan_text(text: str, position: int) -> tuple[str, int]:
    pattern, closing = _TEXTS[text[position]]
    match = pattern.match(text, position)
    # A text that holds quotes of its own and another call behind them is one that was never closed.
    if match is None or (closing.search(match[1]) and _CALL_START.search(match[1])):
        raise ActionError("A text in quotes was not closed; the answer seems cut off.")
    return _ESCAPE.sub(_unescape, match[1]), match.end()


def _close_brackets(text: str, numbers: re.Match[str]) -> int:
    position = numbers.end()
    for bracket in reversed([char for char in numbers[0] if char in _CLOSING]):
        position = _skip_space(text, position)
        following = text[position : position + 1]
        if following == _CLOSING[bracket]:
            position += 1
        elif _AT_END.match(text, position):
            raise ActionError("The coordinates were cut off.")
        else:
            break
    return position


def _unescape(match: re.Match[str]) -> str:
    if match[3] is not None:
        return _ESCAPED.get(match[3], match[0])
    units = [int(unit, 16) for unit in match.groups()[:2] if unit]
    try:
        return b"".join(unit.to_bytes(2, "big") for unit in units).decode("utf-16-be")
    except UnicodeDecodeError:
        return match[0]


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(number) for number in _ONE_NUMBER.findall(text))


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
