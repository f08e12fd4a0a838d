"""A touch goes to what it means, is left alone where it hit, and says so where it hit nothing."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from agent import Agent, Limits, ScriptedModel, Trace, read_trace
from agent.aim import Hit, aim, aimed, tap_point
from agent.target import element_at
from device import LongPress, Swipe, Tap
from device.fake import FakePhone, make_frame
from perception import Box, Element, Overlay, OverlayKind, Role, Screen
from tests.agent.test_prompt import APP, DISPLAY
from tests.perception.builder import hierarchy, node, window


def element(number: int, text: str, box: tuple[int, int, int, int], *, clickable: bool = True) -> Element:
    left, top, right, bottom = box
    place = Box(left=left, top=top, right=right, bottom=bottom)
    role = Role.BUTTON if clickable else Role.TEXT
    return Element(id=number, text=text, role=role, box=place, clickable=clickable)


SAVE = element(0, "Save", (100, 100, 200, 150))
CANCEL = element(1, "Cancel", (210, 100, 310, 150))
LABEL = element(2, "Price", (100, 400, 300, 450), clickable=False)
EDIT = element(3, "Edit", (310, 400, 380, 450))
ROW = element(4, "Wi-Fi", (0, 1000, 1080, 1150))
SWITCH = element(5, "", (900, 1040, 1000, 1110))
SCREEN = Screen(app=APP, display=DISPLAY, elements=(SAVE, CANCEL, LABEL, EDIT, ROW, SWITCH))


@pytest.mark.parametrize(
    ("point", "hit", "meant", "moved"),
    [
        ((150, 120), Hit.ELEMENT, SAVE, (150, 120)),
        ((199, 149), Hit.ELEMENT, SAVE, (199, 149)),
        ((150, 160), Hit.NEAR, SAVE, (150, 141)),
        ((204, 120), Hit.NEAR, SAVE, (191, 120)),
        ((206, 120), Hit.NEAR, CANCEL, (218, 120)),
        ((290, 420), Hit.ELEMENT, LABEL, (290, 420)),
        ((950, 1070), Hit.ELEMENT, SWITCH, (950, 1070)),
        ((880, 1070), Hit.ELEMENT, ROW, (880, 1070)),
        ((540, 1190), Hit.NOTHING, None, (540, 1190)),
        ((540, 2000), Hit.NOTHING, None, (540, 2000)),
    ],
)
def test_what_was_hit_stays_and_what_was_just_missed_is_taken(
    point: tuple[int, int], hit: Hit, meant: Element | None, moved: tuple[int, int]
) -> None:
    found = aim(SCREEN, point)
    assert (found.hit, found.element, found.asked, found.point) == (hit, meant, point, moved)


@pytest.mark.parametrize(
    ("point", "said", "hit", "meant"),
    [
        ((198, 120), 'I tap "Cancel".', Hit.NAMED, CANCEL),
        ((198, 120), "Save, not Cancel", Hit.ELEMENT, SAVE),
        ((198, 120), "the blue button", Hit.ELEMENT, SAVE),
        ((110, 120), 'I tap "Cancel".', Hit.ELEMENT, SAVE),
        ((290, 420), "Edit the price", Hit.ELEMENT, LABEL),
        ((290, 420), "Edit it", Hit.NAMED, EDIT),
        ((206, 120), "Save it", Hit.NEAR, SAVE),
    ],
)
def test_a_thing_beside_counts_only_when_the_model_named_it_and_not_the_thing_it_hit(
    point: tuple[int, int], said: str, hit: Hit, meant: Element
) -> None:
    found = aim(SCREEN, point, said)
    assert (found.hit, found.element) == (hit, meant)
    assert element_at(SCREEN, found.point) is meant


def test_keyboard_and_bars_are_left_alone() -> None:
    keyboard, bar = Box(left=0, top=1700, right=1080, bottom=2270), Box(left=0, top=2270, right=1080, bottom=2400)
    above = element(0, "Send", (900, 1600, 1080, 1699))
    screen = dataclasses.replace(SCREEN, elements=(above,), keyboard=True, keyboard_box=keyboard, bars=(bar,))
    assert aim(screen, (1000, 1701)).hit is Hit.KEYBOARD
    assert aim(screen, (1000, 2271)).hit is Hit.BAR
    assert aim(screen, (1000, 1650)).element is above


def test_beside_a_dialog_is_not_nothing() -> None:
    dialog = Overlay(kind=OverlayKind.DIALOG, box=Box(left=50, top=50, right=400, bottom=500))
    screen = dataclasses.replace(SCREEN, elements=(SAVE, CANCEL), overlay=dialog)
    assert aim(screen, (700, 1500)).hit is Hit.OUTSIDE
    assert aim(screen, (300, 300)).hit is Hit.NOTHING


def test_every_touch_is_aimed_and_a_swipe_is_not() -> None:
    assert aimed(SCREEN, Tap(x=150, y=160))[0] == Tap(x=150, y=141)
    assert aimed(SCREEN, LongPress(x=150, y=160, seconds=2.0))[0] == LongPress(x=150, y=141, seconds=2.0)
    swipe = Swipe(x1=150, y1=160, x2=150, y2=900)
    assert aimed(SCREEN, swipe) == (swipe, None)


def test_what_lies_under_something_else_is_touched_beside_it() -> None:
    middle = element(6, "", (500, 1050, 580, 1100))
    screen = dataclasses.replace(SCREEN, elements=(ROW, middle))
    assert tap_point(screen, middle) == middle.box.center
    assert element_at(screen, tap_point(screen, ROW)) is ROW


PAGE = hierarchy(window(node("Button", (100, 300, 500, 380), text="Save", on="clickable")))


def test_a_run_touches_what_is_meant_and_keeps_both_points(tmp_path: Path) -> None:
    phone = FakePhone([make_frame(PAGE)])
    answers = ['do(action="Tap", element=[300,162])', 'do(action="Tap", element=[900,900])', 'finish(message="x")']
    result = Agent(phone, ScriptedModel(answers), trace=Trace(tmp_path / "run"), limits=Limits(max_steps=5)).run("Go")
    assert result.trace is not None
    near, missed, _ = read_trace(result.trace).steps
    assert phone.performed[0] == Tap(x=324, y=371)
    assert (near.asked, near.hit, near.target) == ((324, 388), Hit.NEAR, "Save")
    assert (missed.asked, missed.hit, missed.element) == ((972, 2160), Hit.NOTHING, None)
    assert missed.feedback == "The screen did not change. There is nothing to tap at that point."
