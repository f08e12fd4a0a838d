"""The screen as a short list for models that were not trained on one: what matters first, within a budget of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.aim import tap_point
from agent.coordinates import to_grid
from agent.element_line import is_named
from agent.plain import plain
from device.frame import Display
from perception.screen import Element, Role, Screen

LONGEST_TEXT = 80
LONGEST_DETAIL = 60
_LEAST_TOKENS = 40
_PIECE = re.compile(r"[A-Za-z]+|\d|[^\sA-Za-z\d]")
_LETTERS_PER_TOKEN = 4
_TOUCHED = (Role.FIELD, Role.SWITCH, Role.CHECKBOX, Role.RADIO, Role.SLIDER, Role.TAB)


def estimate_tokens(text: str) -> int:
    """Return about how many tokens `text` takes, rather too many: a word's every four letters, each digit and sign."""
    return sum(-(-len(piece) // _LETTERS_PER_TOKEN) for piece in _PIECE.findall(text))


def element_list(
    screen: Screen, goal: str, *, tokens: int, count: Callable[[str], int] = estimate_tokens
) -> tuple[str, tuple[Element, ...]]:
    """Return a text of one line an element, and the elements that are in it.

    What state the screen is in stands first. Then come, in reading order, the elements that fit into the budget: those
    that the goal names and the focused one before all others, then what can be touched and has a name, then texts from
    the top, then the rest. The last line says how many are left out.

    Args:
        screen: The screen.
        goal: What is to be done, in words.
        tokens: Most tokens of the text.
        count: Counts the tokens of a text.
    """
    lines = _state_lines(screen)
    left = max(tokens, _LEAST_TOKENS) - sum(count(line) + 1 for line in lines) - _LEAST_TOKENS // 2
    chosen: set[int] = set()
    written: dict[int, str] = {}
    for place in sorted(range(len(screen.elements)), key=lambda place: (_rank(screen.elements[place], goal), place)):
        line = _line(screen, screen.elements[place])
        cost = count(line) + 1
        if cost <= left:
            left -= cost
            chosen.add(place)
            written[place] = line
    lines.extend(written[place] for place in sorted(chosen))
    missing = len(screen.elements) - len(chosen)
    if missing:
        lines.append(f"({missing} more not listed)")
    if any(found.after for found in screen.ranges):
        lines.append("(more after scrolling)")
    return "\n".join(lines), tuple(screen.elements[place] for place in sorted(chosen))


def _state_lines(screen: Screen) -> list[str]:
    lines = []
    if screen.system_ui is not None:
        lines.append(f"In front: {screen.system_ui.value.replace('_', ' ')}")
    if screen.overlay is not None:
        lines.append(f"On top: {screen.overlay.kind.value}")
    if screen.keyboard_box is not None:
        top = to_grid((0, screen.keyboard_box.top), screen.display)[1]
        lines.append(f"Keyboard covers everything below y={top}")
    elif screen.keyboard:
        lines.append("Keyboard is shown")
    if screen.loading:
        lines.append("Still loading")
    if screen.secure:
        lines.append("The app hides its picture")
    if screen.partial:
        lines.append("Part of the screen could not be read")
    lines.extend(f"Message: {_short(text, LONGEST_TEXT)}" for text in screen.toasts)
    return lines


def _rank(element: Element, goal: str) -> int:
    if is_named(_short(element.text, LONGEST_TEXT), goal) or element.focused:
        return 0
    touchable = element.clickable or element.role in _TOUCHED
    if not element.text:
        return 4 if touchable else 5
    if touchable:
        return 1 if element.enabled else 3
    return 2 if element.role is Role.TEXT else 5


def _line(screen: Screen, element: Element) -> str:
    words = [f"#{element.id}", element.role.value]
    text = _short(element.text, LONGEST_TEXT)
    if text:
        words.append(f'"{text}"')
    words.append(_point(tap_point(screen, element), screen.display))
    if element.checked is not None:
        words.append("on" if element.checked else "off")
    flags = {"selected": element.selected, "focused": element.focused, "disabled": not element.enabled}
    words.extend(name for name, told in flags.items() if told)
    detail = "" if element.password else _short(element.detail, LONGEST_DETAIL)
    return " ".join(words) + (f": {detail}" if detail else "")


def _point(pixel: tuple[int, int], display: Display) -> str:
    x, y = to_grid(pixel, display)
    return f"[{x},{y}]"


def _short(text: str, longest: int) -> str:
    text = plain(" ".join(text.split())).replace('"', "'")
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
