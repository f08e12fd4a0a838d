"""Building blocks of these templates' solutions: forms filled in, records found by search, moves counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from perception.screen import Element, Role, Screen
from tasks.moves import Back, Enter, Move, Open, Scroll, Touch
from tasks.rules import fill, find, find_button, trailing_scrolls
from tasks.templates.androidworld.phone_kit import PACKAGES


def is_front(screen: Screen, app: str) -> bool:
    """Say whether an app is in front."""
    return screen.app.package == PACKAGES[app]


def touches(progress: Sequence[Move], *texts: str) -> int:
    """Count the moves that touched an element with one of these texts."""
    return sum(isinstance(move, Touch) and move.element.text in texts for move in progress)


def since(progress: Sequence[Move], *texts: str) -> Sequence[Move]:
    """Return the moves made after the last touch of an element with one of these texts; all where there was none."""
    for place in range(len(progress) - 1, -1, -1):
        move = progress[place]
        if isinstance(move, Touch) and move.element.text in texts:
            return progress[place + 1 :]
    return progress


def was_entered(progress: Sequence[Move], label: str, value: str) -> bool:
    """Say whether one of the moves typed a value into the field with a label."""
    return any(isinstance(move, Enter) and move.into.text == label and move.text == value for move in progress)


def fill_form(
    screen: Screen, progress: Sequence[Move], values: Mapping[str, str], *, commit: str, chosen: Sequence[str] = ()
) -> Move | None:
    """Return the move that fills in a form or commits it, None where no such form is in front.

    Args:
        screen: What is visible now.
        progress: The moves so far.
        values: What has to be in the fields, by their labels, from top to bottom.
        commit: The button that saves the form.
        chosen: Labels of boxes that have to be ticked.
    """
    save = find_button(screen, commit)
    if save is None:
        return None
    own = since(progress, commit)
    for label, value in values.items():
        field = find(screen, label, Role.FIELD)
        if field is None:
            if not was_entered(own, label, value):
                return look_further(progress)
            continue
        move = fill(field, value)
        if move is not None:
            return move
    for label in chosen:
        box = find(screen, label, Role.CHECKBOX, Role.RADIO)
        if box is None:
            if not touches(own, label):
                return look_further(progress)
        elif not box.checked:
            return Touch(element=box)
    return Touch(element=save)


def look_further(progress: Sequence[Move]) -> Move:
    """Return the scroll that looks through what is longer than the screen: down, then up, then leave it."""
    count = trailing_scrolls(progress)
    if count < 12:
        return Scroll(direction="down")
    return Scroll(direction="up") if count < 26 else Back()


def row_with(screen: Screen, title: str, *facts: str) -> Element | None:
    """Return what can be touched that has a title and says all of some facts."""
    for element in screen.elements:
        if element.text == title and element.clickable and element.role is not Role.FIELD:
            said = f", {element.detail},"
            if all(f", {fact}," in said for fact in facts):
                return element
    return None


def search_for(screen: Screen, text: str, *, button: str = "Search", label: str = "Search") -> Move | None:
    """Return the move that searches a list for a text, None where it is searched for or nothing can be searched."""
    field = find(screen, label, Role.FIELD)
    if field is not None:
        return fill(field, text)
    opener = find_button(screen, button)
    return Touch(element=opener) if opener is not None else None


def read_note(name: str, screen: Screen, progress: Sequence[Move]) -> Move | None:
    """Return the move towards a note in Markor, None once it has been opened."""
    if touches(progress, name):
        return None
    if not is_front(screen, "Markor"):
        return Open(app="Markor")
    note = find_button(screen, name)
    if note is not None:
        return Touch(element=note)
    return look_further(progress) if find_button(screen, "Create a new file or folder") is not None else Back()


def touch(screen: Screen, *texts: str) -> Move | None:
    """Return the touch of the first button with one of these texts, None where none is visible."""
    for text in texts:
        found = find_button(screen, text)
        if found is not None:
            return Touch(element=found)
    return None


def first_of(*moves: Callable[[], Move | None]) -> Move:
    """Return the first move there is; Back where there is none."""
    return next((move for make in moves if (move := make()) is not None), Back())
