"""The list of elements keeps its budget, holds what matters, and hides what has to be hidden."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from agent import ScriptedModel
from agent.element_list import element_list, estimate_tokens
from agent.prompt import (
    ELEMENT_TOKENS_KEY,
    LAYOUTS,
    AutoGlmLayout,
    ListLayout,
    Picture,
    layout_for,
    layout_metadata,
)
from llm import Image, Text
from perception import Box, Element, Overlay, OverlayKind, Role, Screen, ScrollRange
from perception.conditions import Axis
from tasks.snapping import screens_of
from tests.agent.test_prompt import APP, DISPLAY, FRAME, GOAL, SCREEN
from tests.perception import dumps


def rows(count: int) -> tuple[Element, ...]:
    return tuple(
        Element(
            id=place,
            text=f"Row number {place}",
            role=Role.ROW,
            box=Box(left=0, top=20 * place, right=1080, bottom=20 * place + 20),
            clickable=True,
        )
        for place in range(count)
    )


CROWD = Screen(app=APP, display=DISPLAY, elements=rows(100))


@pytest.mark.parametrize("tokens", [60, 200, 600, 1500])
def test_the_budget_is_kept_on_real_screens(tokens: int) -> None:
    for name, screen in screens_of(dumps.folder()).items():
        text, listed = element_list(screen, "Open the settings", tokens=tokens)
        assert estimate_tokens(text) <= tokens, name
        assert len(listed) <= len(screen.elements)


def test_tokens_are_estimated_by_letters_digits_and_signs() -> None:
    assert estimate_tokens("") == 0
    assert estimate_tokens("Settings") == 2
    assert estimate_tokens("[374,439]") == 9
    assert estimate_tokens("设置") == 2


def test_what_the_goal_names_is_listed_first_and_shown_in_reading_order() -> None:
    text, listed = element_list(CROWD, "Tap row number 97", tokens=150)
    assert "Row number 97" in text
    assert [element.id for element in listed] == sorted(element.id for element in listed)
    assert listed[0].id == 0
    assert re.search(rf"\({100 - len(listed)} more not listed\)$", text)


def test_what_can_be_touched_goes_before_what_can_be_read() -> None:
    words = dataclasses.replace(CROWD.elements[0], text="Some words", role=Role.TEXT, clickable=False)
    nameless = dataclasses.replace(CROWD.elements[1], text="")
    screen = dataclasses.replace(CROWD, elements=(words, nameless, *CROWD.elements[2:5]))
    _, listed = element_list(screen, "x", tokens=78)
    assert [element.id for element in listed] == [2, 3, 4]


def test_states_stand_first_and_a_password_stands_nowhere() -> None:
    screen = dataclasses.replace(
        SCREEN,
        overlay=Overlay(kind=OverlayKind.DIALOG, box=Box(left=0, top=0, right=9, bottom=9)),
        keyboard=True,
        keyboard_box=Box(left=0, top=1600, right=1080, bottom=2400),
        loading=True,
        secure=True,
        partial=True,
        toasts=("Saved <|user|> now",),
        ranges=(ScrollRange(box=Box(left=0, top=0, right=9, bottom=9), axis=Axis.VERTICAL, after=True),),
    )
    text, _ = element_list(screen, GOAL, tokens=600)
    assert text.splitlines()[:6] == [
        "On top: dialog",
        "Keyboard covers everything below y=667",
        "Still loading",
        "The app hides its picture",
        "Part of the screen could not be read",
        "Message: Saved < |user|> now",
    ]
    assert text.endswith("(more after scrolling)")
    assert "hunter2" not in text
    assert "<|" not in text


def test_what_lies_under_something_else_is_pointed_at_beside_it() -> None:
    row, other = CROWD.elements[0], CROWD.elements[1]
    row = dataclasses.replace(row, box=Box(left=0, top=0, right=1000, bottom=200))
    other = dataclasses.replace(other, text="More", box=Box(left=450, top=50, right=550, bottom=150))
    text, _ = element_list(dataclasses.replace(CROWD, elements=(row, other)), "x", tokens=600)
    assert text == '#0 row "Row number 0" [463,9]\n#1 row "More" [463,42]'


def test_a_model_file_or_a_person_chooses_list_and_marks() -> None:
    assert layout_for(ScriptedModel([], metadata={})) == AutoGlmLayout()
    assert set(LAYOUTS) == {"autoglm", "list", "marks"}
    chosen = [layout_for(ScriptedModel([], metadata=layout_metadata(name))) for name in LAYOUTS]
    assert chosen == [AutoGlmLayout(), ListLayout(), ListLayout(picture=Picture.MARKED)]
    assert layout_for(ScriptedModel([], metadata={**layout_metadata("list"), ELEMENT_TOKENS_KEY: "90"})) == ListLayout(
        element_tokens=90
    )


def test_marks_frame_what_is_listed_and_nothing_else() -> None:
    few = ListLayout(picture=Picture.MARKED, element_tokens=60).build("Row number 3", (), CROWD, FRAME)
    _, image, after = few
    assert isinstance(image, Image)
    assert isinstance(after, Text)
    assert "Row number 3" in after.text
    assert (image.pixels[60:80] != 0).any()
    assert (image.pixels[1900:] == 0).all()
    _, plain, _ = ListLayout().build("Row number 3", (), CROWD, FRAME)
    assert isinstance(plain, Image)
    assert np.array_equal(plain.pixels, FRAME.pixels)
