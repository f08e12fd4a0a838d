"""`Draft`: an element in the making, and how lines of words are put together on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from perception.hierarchy import Node, Rect
from perception.screen import Role

MOST_LINES = 200
"""Lines of words that one element keeps; a hostile view may hold thousands."""


@dataclass(kw_only=True)
class Draft:
    """An element in the making; `lines` are its label and what else is written on it, in that order."""

    node: Node
    box: Rect
    role: Role
    lines: list[str] = field(default_factory=list)
    content: str | None = None
    checked: bool | None = None
    clickable: bool = False
    enabled: bool = True


def merge(first: list[str], second: list[str]) -> list[str]:
    """Return `first` and what `second` says beyond it, `MOST_LINES` at most."""
    merged = list(first[:MOST_LINES])
    for line in second[:MOST_LINES]:
        if not any(
            line == known or (line in known and (len(line) > 2 or line in known.split(", "))) for known in merged
        ):
            merged.append(line)
    return merged[:MOST_LINES]
