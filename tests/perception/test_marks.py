"""Set-of-marks pictures frame what is on the screen, and no two numbers cover each other."""

from __future__ import annotations

import numpy as np

from perception import Role
from perception.marks import draw_marks, worth_marking
from tests.perception.builder import hierarchy, node, settings_row, window
from tests.perception.conftest import See

DOCUMENT = hierarchy(
    window(
        settings_row(300, "Dark theme", switch="off"),
        node("TextView", (40, 600, 500, 660), text="About"),
        node("EditText", (40, 700, 1000, 800), hint="Name"),
        node("Button", (0, 2390, 1, 2400), on="clickable"),
    )
)


def test_each_element_has_a_frame_and_the_rest_stays(see: See) -> None:
    screen = see(DOCUMENT)
    pixels = np.full((2400, 1080, 3), 128, np.uint8)
    marked = draw_marks(screen, pixels)
    assert (pixels == 128).all()
    for element in screen.elements:
        box = element.box
        assert (marked[box.top, box.left : box.right] != 128).any(axis=1).all()
        assert (marked[box.bottom - 1, box.left : box.right] != 128).any(axis=1).all()
    assert (marked[900:2300] == 128).all()


def test_only_what_is_asked_for_is_marked(see: See) -> None:
    screen = see(DOCUMENT)
    worth = worth_marking(screen.elements)
    assert {element.role for element in worth} == {Role.SWITCH, Role.FIELD}
    about = next(element for element in screen.elements if element.text == "About")
    marked = draw_marks(screen, np.full((2400, 1080, 3), 128, np.uint8), worth)
    assert (marked[about.box.top : about.box.bottom, 100:400] == 128).all()


def test_elements_at_one_place_have_their_numbers_at_different_corners(see: See) -> None:
    twins = [
        node("Button", (100, 300, 900, 700), text=name, on="clickable", order=order) for order, name in ((2, "A"),)
    ]
    inner = node("Button", (100, 300, 500, 400), text="B", on="clickable", order=3)
    screen = see(hierarchy(window(*twins, inner)))
    marked = draw_marks(screen, np.full((2400, 1080, 3), 128, np.uint8))
    white = (marked == 255).all(axis=2)
    corners = [white[300:340, 100:140], white[300:340, 460:500], white[300:340, 860:900]]
    assert sum(bool(corner.any()) for corner in corners) >= 2
