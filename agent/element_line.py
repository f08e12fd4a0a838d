"""How an element is written as one line of a prompt, and found again from what a model says of it."""

from __future__ import annotations

import re

from agent.coordinates import to_grid
from agent.plain import plain
from device.frame import Display
from perception.screen import Element, Role, Screen

MOST_LINES = 40
LONGEST_TEXT = 48
LONGEST_DETAIL = 24
LONGEST_TYPED = 120
"""Most letters of the content of the field that is typed into: whoever adds to a text has to read all of it."""
MARK = "*"
_EXTENSION = re.compile(r"\.\w{1,4}$")
_HOUR, _MINUTE = re.compile(r"(\d{1,2}) o'clock"), re.compile(r"(\d{2}) minutes")
"""What a time picker's dial calls its hours and minutes."""


def element_line(element: Element, display: Display, goal: str) -> str:
    """Return the element's line: what `element_mention` says, then role, state and content.

    Every word follows a space, so that a word has the same token wherever it stands.
    """
    words = [element.role.value]
    if element.checked is not None:
        words.append("on" if element.checked else "off")
    if element.selected:
        words.append("selected")
    if element.focused and element.role is Role.FIELD:
        words.append("focused")
    if not element.enabled:
        words.append("disabled")
    longest = LONGEST_TYPED if element.focused and element.role is Role.FIELD else LONGEST_DETAIL
    detail = "" if element.password else _shorten(element.detail, longest)
    return f"{element_mention(element, display, goal)} {' '.join(words)}" + (f": {detail}" if detail else "")


def element_mention(element: Element, display: Display, goal: str) -> str:
    """Return what names an element in a thought: a space, its label, and its middle in 0..999 coordinates.

    An asterisk stands in front where the goal names the element: a small model has to be shown what a large one sees.
    """
    text = _shorten(element.text, LONGEST_TEXT)
    x, y = to_grid(element.box.center, display)
    mark = MARK if is_named(text, goal) else ""
    return f"{mark} {text} [{x},{y}]" if text else f" [{x},{y}]"


def element_lines(screen: Screen, goal: str) -> tuple[str, ...]:
    """Return a line for each element worth naming, in reading order, `MOST_LINES` at most."""
    named = [element for element in screen.elements if element.text or element.role is not Role.IMAGE]
    return tuple(element_line(element, screen.display, goal) for element in named[:MOST_LINES])


def is_named(text: str, goal: str) -> bool:
    """Return whether the goal holds a label in so many words, capitals aside.

    A file's extension and what follows a comma may be missing from the goal: "bay" names "bay.md", "Paris" names
    "Paris, France".  An hour or a minute of a time picker's dial is named by a time such as 7:35.
    """
    label, spoken = text.casefold(), goal.casefold()
    if hour := _HOUR.fullmatch(label):
        return re.search(rf"(?<!\d){hour[1]}:\d\d", spoken) is not None
    if minute := _MINUTE.fullmatch(label):
        return re.search(rf"\d:{minute[1]}(?!\d)", spoken) is not None
    whole = (label, _EXTENSION.sub("", label), label.partition(",")[0])
    return any(len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", spoken, re.ASCII) for name in whole)


def _shorten(text: str, longest: int) -> str:
    text = plain(" ".join(text.split()))
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
