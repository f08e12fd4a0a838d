"""The closed set of things a phone can be asked to do, in pixels of the display."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Tap:
    """A short touch at (x, y) pixels."""

    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class DoubleTap:
    """Two short touches at (x, y) pixels."""

    x: int
    y: int


@dataclass(frozen=True, kw_only=True)
class LongPress:
    """A touch held at (x, y) pixels for ``seconds``."""

    x: int
    y: int
    seconds: float = 0.8


@dataclass(frozen=True, kw_only=True)
class Swipe:
    """A finger moved from (x1, y1) to (x2, y2) pixels in ``seconds``."""

    x1: int
    y1: int
    x2: int
    y2: int
    seconds: float = 0.3


@dataclass(frozen=True, kw_only=True)
class TypeText:
    """Text that replaces the content of the focused field; any Unicode."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Press:
    """A key pressed and released."""

    key: Literal["back", "home", "enter", "recent", "menu", "power"]


@dataclass(frozen=True, kw_only=True)
class Launch:
    """An app brought to the front by the name the launcher shows, or by its package name."""

    app: str


PhoneAction = Tap | DoubleTap | LongPress | Swipe | TypeText | Press | Launch
