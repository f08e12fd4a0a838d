"""How an element is written as one line of a prompt, and found again from what a model says of it."""

from __future__ import annotations

from agent.coordinates import to_grid
from agent.plain import plain
from device.frame import Display
from perception.screen import Element, Role, Screen

MOST_LINES = 40
LONGEST_TEXT = 48
LONGEST_DETAIL = 24


def element_line(element: Element, display: Display) -> str:
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
    detail = "" if element.password else _shorten(element.detail, LONGEST_DETAIL)
    return f"{element_mention(element, display)} {' '.join(words)}" + (f": {detail}" if detail else "")


def element_mention(element: Element, display: Display) -> str:
    """Return what names an element in a thought: a space, its label, and its middle in 0..999 coordinates."""
    text = _shorten(element.text, LONGEST_TEXT)
    x, y = to_grid(element.box.center, display)
    return f" {text} [{x},{y}]" if text else f" [{x},{y}]"


def element_lines(screen: Screen) -> tuple[str, ...]:
    """Return a line for each element worth naming, in reading order, `MOST_LINES` at most."""
    named = [element for element in screen.elements if element.text or element.role is not Role.IMAGE]
    return tuple(element_line(element, screen.display) for element in named[:MOST_LINES])


def _shorten(text: str, longest: int) -> str:
    text = plain(" ".join(text.split()))
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
