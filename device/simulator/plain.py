"""Turns what apps keep of their screens into JSON values and back, and nothing but plain values and pages.

JSON has no tuples, sets, bytes or dictionaries with other keys than text; these travel as an object with one key, which
starts with ``$``. What is read back can be of no other type, whatever the file says.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

from device.simulator.app import Page

MOST_DEPTH = 40


class PlainError(ValueError):
    """A value that is not plain, or JSON that stands for none."""


def to_json(value: object, *, depth: int = 0) -> Any:
    """Return a value as JSON can hold it.

    Raises:
        PlainError: It is, or holds, something else than plain values and pages.
    """
    if depth > MOST_DEPTH:
        raise PlainError("values are nested too deeply")
    deeper = depth + 1
    match value:
        case None | bool() | int() | float() | str() if type(value) in (type(None), bool, int, float, str):
            return value
        case list():
            return [to_json(item, depth=deeper) for item in value]
        case tuple():
            return {"$tuple": [to_json(item, depth=deeper) for item in value]}
        case set() | frozenset():
            return {"$set": [to_json(item, depth=deeper) for item in sorted(value, key=repr)]}
        case bytes():
            return {"$bytes": base64.b64encode(value).decode("ascii")}
        case dict() if all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: to_json(item, depth=deeper) for key, item in value.items()}
        case dict():
            pairs = [[to_json(key, depth=deeper), to_json(item, depth=deeper)] for key, item in value.items()]
            return {"$dict": pairs}
        case Page():
            parts = {"name": value.name, "args": value.args, "data": value.data, "scroll": value.scroll}
            return {"$page": {name: to_json(part, depth=deeper) for name, part in parts.items()}}
        case _:
            raise PlainError(f"{type(value).__name__} is no plain value")


def from_json(value: Any, *, depth: int = 0) -> Any:
    """Return the value that `to_json` made JSON of.

    Raises:
        PlainError: It stands for none.
    """
    if depth > MOST_DEPTH:
        raise PlainError("values are nested too deeply")
    if isinstance(value, list):
        return [from_json(item, depth=depth + 1) for item in value]
    if not isinstance(value, dict):
        return value
    if not any(key.startswith("$") for key in value):
        return {key: from_json(item, depth=depth + 1) for key, item in value.items()}
    if len(value) != 1:
        raise PlainError("a value of a special kind has one key")
    ((kind, content),) = value.items()
    try:
        return _special(kind, content, depth + 1)
    except (TypeError, ValueError, binascii.Error) as error:
        raise PlainError(f"no {kind.removeprefix('$')}: {error}") from error


def _special(kind: str, content: Any, depth: int) -> Any:
    match kind:
        case "$bytes" if isinstance(content, str):
            return base64.b64decode(content, validate=True)
        case "$page" if isinstance(content, dict):
            return _page(from_json(content, depth=depth))
        case "$tuple" | "$set" | "$dict" if isinstance(content, list):
            items = from_json(content, depth=depth)
            return {"$tuple": tuple, "$set": set, "$dict": dict}[kind](items)
        case _:
            raise PlainError("unknown kind of value")


def _page(parts: dict[str, Any]) -> Page:
    page = Page(**parts)
    scrolled = isinstance(page.scroll, dict) and all(type(offset) is int for offset in page.scroll.values())
    if not (isinstance(page.name, str) and isinstance(page.args, tuple) and isinstance(page.data, dict) and scrolled):
        raise PlainError("a page has a name, arguments, data and scroll offsets")
    return page
