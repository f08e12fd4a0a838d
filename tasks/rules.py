"""Building blocks of reactive solutions: finding elements, filling fields, scrolling towards what is not visible."""

from __future__ import annotations

from collections.abc import Sequence

from perception.screen import Element, Role, Screen
from tasks.moves import Back, Enter, Move, Scroll, Touch


def find(screen: Screen, text: str, *roles: Role) -> Element | None:
    """Return the first enabled element with exactly this text, of one of the roles where any are given."""
    for element in screen.elements:
        if element.text == text and element.enabled and (not roles or element.role in roles):
            return element
    return None


def find_button(screen: Screen, text: str) -> Element | None:
    """Return the first enabled element with this text that a tap acts on and that holds no state of its own."""
    for element in screen.elements:
        if element.text == text and element.enabled and element.clickable and element.checked is None:
            return element
    return None


def fill(field: Element, value: str) -> Move | None:
    """Return the move that brings `value` into a field, or None when it is there."""
    if field.detail == value:
        return None
    return Enter(text=value, into=field) if field.focused else Touch(element=field)


def trailing_scrolls(progress: Sequence[Move]) -> int:
    """Count the scrolls made since the last other move."""
    count = 0
    for move in reversed(progress):
        if not isinstance(move, Scroll):
            break
        count += 1
    return count


def scroll_towards(screen: Screen, target: str, order: Sequence[str], progress: Sequence[Move]) -> Move:
    """Return the scroll that brings up a row of a list whose order is known.

    Args:
        screen: What is visible now.
        target: The text that is looked for and not visible.
        order: All texts of the list from top to bottom.
        progress: The moves so far: after a dozen scrolls in vain the list is left.
    """
    if trailing_scrolls(progress) >= 12 or target not in order:
        return Back()
    visible = [order.index(element.text) for element in screen.elements if element.text in order]
    return Scroll(direction="up" if visible and min(visible) > order.index(target) else "down")


def seek(progress: Sequence[Move]) -> Move:
    """Return the scroll that looks through a list whose order is not known: down, then up again, then leave it."""
    count = trailing_scrolls(progress)
    if count < 4:
        return Scroll(direction="down")
    return Scroll(direction="up") if count < 10 else Back()


def made_touch(moves: Sequence[Move], *texts: str) -> bool:
    """Tell whether one of the moves touched an element with one of these texts."""
    return any(isinstance(move, Touch) and move.element.text in texts for move in moves)
