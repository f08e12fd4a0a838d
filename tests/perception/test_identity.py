"""Elements keep their numbers while the screen stays, and get new ones on another."""

from __future__ import annotations

import numpy as np

from device.frame import Display, ForegroundApp, Frame
from perception import Screen, perceive
from tests.perception.builder import hierarchy, node, settings_row, window


def look(*children: str, before: Screen | None = None) -> Screen:
    frame = Frame(
        pixels=np.full((2400, 1080, 3), 128, np.uint8),
        hierarchy=hierarchy(window(*children)),
        app=ForegroundApp(package="com.example.app"),
        display=Display(width=1080, height=2400),
        captured_at=0.0,
    )
    return perceive(frame, before=before)


def numbers(screen: Screen) -> dict[str, int]:
    return {element.text: element.id for element in screen.elements}


ROWS = [settings_row(300 + 150 * place, name) for place, name in enumerate("ABCDE")]


def test_a_first_look_numbers_in_reading_order() -> None:
    assert numbers(look(*ROWS)) == {"A": 0, "B": 1, "C": 2, "D": 3, "E": 4}


def test_what_stays_keeps_its_number_and_what_comes_gets_a_new_one() -> None:
    first = look(*ROWS)
    banner = node("TextView", (0, 60, 1080, 200), text="New")
    second = look(banner, *ROWS[:2], *ROWS[3:], before=first)
    assert numbers(second) == {"New": 5, "A": 0, "B": 1, "D": 3, "E": 4}
    third = look(*ROWS, before=second)
    # "C" was away; its old number has stayed with nobody, but is not given out again.
    assert numbers(third) == {"A": 0, "B": 1, "C": 6, "D": 3, "E": 4}


def test_a_list_that_scrolls_takes_its_numbers_along() -> None:
    moved = [settings_row(300 + 150 * place, name) for place, name in enumerate("CDEFG")]
    assert numbers(look(*moved, before=look(*ROWS))) == {"C": 2, "D": 3, "E": 4, "F": 5, "G": 6}


def test_a_field_stays_itself_when_it_is_typed_into() -> None:
    def form(text: str) -> tuple[str, str]:
        return settings_row(300, "A"), node("Button", (0, 600, 900, 700), text=text, id="com.x:id/go", on="clickable")

    before = look(*form("Start"))
    assert numbers(look(*form("Stop"), before=before)) == {"A": 0, "Stop": 1}


def test_of_two_alike_the_nearest_is_the_same() -> None:
    twins = [node("Button", (0, top, 900, top + 80), text="Add", on="clickable") for top in (300, 900, 1500)]
    left = look(*twins[1:], before=look(*twins))
    assert [element.id for element in left.elements] == [1, 2]


def test_another_screen_starts_again() -> None:
    other = [settings_row(300 + 150 * place, name) for place, name in enumerate("VWXYZ")]
    assert numbers(look(*other, before=look(*ROWS))) == {"V": 0, "W": 1, "X": 2, "Y": 3, "Z": 4}
