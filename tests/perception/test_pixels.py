"""What is drawn is seen: buttons, fields, switches and their state, rows, icons, with the words that are on them."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from device.frame import Frame
from perception import Box, Element, Role, perceive
from perception.conditions import Axis
from perception.pixels.fusion import fuse
from perception.pixels.reader import Line, Reader
from perception.pixels.see import see
from perception.scroll_offset import Scroll
from perception.sight import Sight, Source
from tests.perception.builder import hierarchy, node, window
from tests.perception.pictures import Canvas


def line(words: str, left: int, top: int, right: int, bottom: int) -> Line:
    return Line(text=words, box=Box(left=left, top=top, right=right, bottom=bottom), score=0.99)


def at(elements: list[Element], x: int, y: int) -> Element:
    """Return the smallest thing to touch at a place."""
    return min((each for each in elements if each.box.holds((x, y))), key=lambda each: each.box.area)


@pytest.mark.parametrize("dark", [False, True])
def test_a_button_and_a_field_are_seen_where_they_are(dark: bool) -> None:
    canvas = Canvas(dark=dark)
    canvas.button((300, 1500, 780, 1630), "Play again")
    canvas.field((80, 600, 1000, 740), "Your name")
    seen = see(canvas.frame(), [line("Play again", 400, 1540, 680, 1590), line("Your name", 120, 644, 330, 696)])
    assert [(each.role, each.text, each.clickable, each.source) for each in seen] == [
        (Role.FIELD, "Your name", True, "ocr"),
        (Role.BUTTON, "Play again", True, "ocr"),
    ]
    for each, (left, top, right, bottom) in zip(seen, [(80, 600, 1000, 740), (300, 1500, 780, 1630)], strict=True):
        box = each.box
        assert max(abs(box.left - left), abs(box.top - top), abs(box.right - right), abs(box.bottom - bottom)) <= 12


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("on", [False, True])
def test_a_switch_says_whether_it_is_on(dark: bool, on: bool) -> None:
    canvas = Canvas(dark=dark)
    canvas.switch(880, 900, on=on)
    [switch] = see(canvas.frame(), [])
    assert (switch.role, switch.checked) == (Role.SWITCH, on)
    assert switch.box.holds((948, 942))


def test_check_boxes_in_a_column_say_whether_they_are_on() -> None:
    canvas = Canvas()
    for place, on in enumerate((False, True, False)):
        canvas.checkbox(80, 600 + 200 * place, on=on)
    assert [(each.role, each.checked) for each in see(canvas.frame(), [])] == [
        (Role.CHECKBOX, False),
        (Role.CHECKBOX, True),
        (Role.CHECKBOX, False),
    ]


def test_rows_of_a_list_take_their_texts_and_switches() -> None:
    canvas, lines = Canvas(), []
    for place, words in enumerate(("Sound", "Music", "Vibration", "Language")):
        top = 500 + 200 * place
        canvas.text(90, top, words)
        canvas.text(90, top + 56, "Tap to change", size=34)
        lines += [line(words, 90, top, 300, top + 50), line("Tap to change", 90, top + 58, 320, top + 96)]
    canvas.switch(880, 510, on=True)
    seen = see(canvas.frame(), lines)
    assert [(each.text, each.detail) for each in seen] == [
        (words, "Tap to change") for words in ("Sound", "Music", "Vibration", "Language")
    ]
    assert (seen[0].role, seen[0].checked) == (Role.SWITCH, True)
    assert all(each.role is Role.ROW and each.clickable and each.box.right == 1080 for each in seen[1:])
    assert at(seen, 700, 940).text == "Vibration"


def test_icons_can_be_touched_and_words_of_one_colour_are_only_read() -> None:
    canvas = Canvas()
    canvas.icon(960, 200)
    canvas.text(300, 1000, "Level 4")
    canvas.text(300, 1400, "Learn more", colour=(20, 60, 230))
    seen = see(canvas.frame(), [line("Level 4", 300, 1000, 460, 1050), line("Learn more", 300, 1400, 520, 1450)])
    assert [(each.text, each.clickable, each.source) for each in seen] == [
        ("", True, "pixels"),
        ("Level 4", False, "ocr"),
        ("Learn more", True, "ocr"),
    ]


def test_without_a_reader_letters_are_seen_and_not_named() -> None:
    canvas = Canvas()
    canvas.text(300, 1000, "Level 4")
    [text] = see(canvas.frame(), None)
    assert (text.role, text.text, text.source) == (Role.TEXT, "", "pixels")
    assert text.box.holds((380, 1030))


def test_bars_are_left_out() -> None:
    canvas = Canvas()
    canvas.text(60, 20, "12:30")
    for place in range(3):
        canvas.icon(240 + 270 * place, 2310)
    assert see(canvas.frame(), [line("12:30", 60, 20, 180, 66)]) == []


class FakeEngine:
    """Answers as RapidOCR does: it reads one line, as large as the ink it is shown."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def __call__(self, picture: NDArray[np.uint8], *, use_cls: bool) -> Any:
        self.shapes.append(picture.shape[:2])
        rows, columns = np.nonzero(picture.min(axis=2) < 128)
        if not rows.size:
            return SimpleNamespace(boxes=None, txts=None, scores=None)
        left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
        corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]], np.float32)
        return SimpleNamespace(boxes=corners, txts=(f"ink {right - left}",), scores=(0.9,))


class TestReader:
    @staticmethod
    def with_ink(*boxes: tuple[int, int, int, int]) -> NDArray[np.uint8]:
        pixels = np.full((2400, 1080, 3), 250, np.uint8)
        for left, top, right, bottom in boxes:
            pixels[top:bottom, left:right] = 20
        return pixels

    def test_only_what_changed_is_read_again(self) -> None:
        engine = FakeEngine()
        reader = Reader(engine)
        reader.read(self.with_ink((100, 300, 400, 340)))
        lines = reader.read(self.with_ink((100, 300, 400, 340), (200, 1500, 320, 1540)))
        assert engine.shapes[0] == (2400, 1080)
        assert max(engine.shapes[1]) < 200
        assert [(each.text, each.box.left, each.box.top) for each in lines] == [
            ("ink 300", 100, 300),
            ("ink 120", 200, 1500),
        ]

    def test_a_line_that_grows_is_read_whole(self) -> None:
        reader = Reader(FakeEngine())
        reader.read(self.with_ink((100, 300, 400, 340)))
        [grown] = reader.read(self.with_ink((100, 300, 480, 340)))
        assert (grown.text, grown.box.right) == ("ink 380", 480)

    def test_what_is_gone_is_forgotten(self) -> None:
        reader = Reader(FakeEngine())
        reader.read(self.with_ink((100, 300, 400, 340)))
        assert reader.read(self.with_ink()) == ()

    def test_what_was_scrolled_keeps_its_words(self) -> None:
        engine = FakeEngine()
        reader = Reader(engine)
        reader.read(self.with_ink((100, 1000, 400, 1040)))
        box = Box(left=0, top=200, right=1080, bottom=2400)
        scroll = Scroll(box=box, axis=Axis.VERTICAL, offset=500, explained=1.0)
        lines = reader.read(self.with_ink((100, 500, 400, 540), (100, 2200, 300, 2240)), scroll=scroll)
        assert [(each.text, each.box.top) for each in lines] == [("ink 300", 500), ("ink 200", 2200)]
        # What came into sight at the bottom, and no more.
        assert sum(height * width for height, width in engine.shapes[1:]) <= 1.1 * 500 * 1080


class TestSight:
    def test_a_usable_hierarchy_is_all_that_is_looked_at(self) -> None:
        canvas = Canvas()
        canvas.button((300, 1500, 780, 1630), "Play")
        frame = canvas.frame(hierarchy(window(node("Button", (0, 300, 500, 450), text="OK", on="clickable"))))
        assert Sight().perceive(frame) == perceive(frame)

    def test_a_screen_without_a_hierarchy_is_seen(self) -> None:
        canvas = Canvas()
        canvas.button((300, 1500, 780, 1630), "Play")
        sight, frame = Sight(), canvas.frame()
        first = sight.perceive(frame)
        assert [each.role for each in first.elements] == [Role.BUTTON]
        again = sight.perceive(frame, before=first)
        assert (again.elements, again.fingerprint) == (first.elements, first.fingerprint)

    def test_what_a_page_shows_and_does_not_tell_is_seen_below_a_toolbar_that_is_told(self) -> None:
        bar = node("Button", (0, 100, 500, 250), text="Close", on="clickable")
        told = node("View", (300, 1500, 780, 1630), text="Play", on="clickable")

        def frame(*inside: str, words: str = "Play") -> Frame:
            canvas = Canvas()
            canvas.button((40, 110, 480, 240), "Close")
            canvas.button((300, 1500, 780, 1630), words)
            page = node("WebView", (0, 300, 1080, 2400), *inside, on="scrollable")
            return canvas.frame(hierarchy(window(bar, page)))

        sight, blind = Sight(), frame()
        screen = sight.perceive(blind)
        assert [(each.text, each.source) for each in screen.elements] == [("Close", "tree"), ("", "pixels")]
        assert screen.elements[1].box.holds((540, 1565))
        assert screen.fingerprint == sight.perceive(blind).fingerprint
        assert screen.fingerprint != sight.perceive(frame(words="Pause")).fingerprint
        assert [each.source for each in sight.perceive(frame(told)).elements] == ["tree", "tree"]

    def test_pixels_alone_can_be_asked_for_and_refused(self) -> None:
        canvas = Canvas()
        canvas.button((300, 1500, 780, 1630), "Play")
        tree = hierarchy(window(node("Button", (0, 300, 500, 450), text="OK", on="clickable")))
        by_pixels = Sight(source=Source.PIXELS).perceive(canvas.frame(tree))
        assert [each.source for each in by_pixels.elements] == ["pixels"]
        assert Sight(source=Source.TREE).perceive(canvas.frame()).elements == ()

    def test_a_black_screen_shows_nothing(self) -> None:
        frame = dataclasses.replace(Canvas().frame(), pixels=np.zeros((2400, 1080, 3), np.uint8))
        screen = Sight().perceive(frame)
        assert (screen.black, screen.elements) == (True, ())


class TestFusion:
    @staticmethod
    def element(words: str, box: tuple[int, int, int, int], **more: Any) -> Element:
        left, top, right, bottom = box
        place = Box(left=left, top=top, right=right, bottom=bottom)
        return Element(**{"id": 0, "text": words, "role": Role.BUTTON, "box": place, "clickable": True, **more})

    def fused(self, tree: list[Element], seen: list[Element], canvas: Canvas) -> list[tuple[str, str]]:
        return [(each.text, each.source) for each in fuse(tree, seen, canvas.pixels)]

    def test_what_nothing_is_drawn_of_is_gone(self) -> None:
        canvas = Canvas()
        canvas.button((300, 1500, 780, 1630), "Play")
        drawn, gone = self.element("Play", (300, 1500, 780, 1630)), self.element("Help", (300, 600, 780, 730))
        assert self.fused([drawn, gone], [], canvas) == [("Play", "tree")]

    def test_words_that_are_read_count_where_the_hierarchys_are_nowhere(self) -> None:
        canvas = Canvas()
        canvas.button((300, 1500, 780, 1630), "Pause")
        place = (300, 1500, 780, 1630)
        seen = [self.element("Resume", place, source="ocr")]
        assert self.fused([self.element("Stop now", place)], seen, canvas) == [("Resume", "ocr")]
        assert self.fused([self.element("Resum", place)], seen, canvas) == [("Resum", "tree")]

    def test_words_that_are_read_where_the_hierarchy_has_nothing_are_added(self) -> None:
        canvas = Canvas()
        canvas.button((300, 1500, 780, 1630), "Play")
        tree = [self.element("Play", (300, 1500, 780, 1630))]
        seen = [self.element("Score 12", (80, 300, 300, 350), source="ocr"), self.element("", (900, 300, 960, 360))]
        assert self.fused(tree, seen, canvas) == [("Play", "tree"), ("Score 12", "ocr")]

    def test_a_switch_that_the_hierarchy_does_not_know_gets_its_state(self) -> None:
        canvas = Canvas()
        canvas.text(90, 600, "Music")
        canvas.switch(880, 600, on=True)
        row = self.element("Music", (0, 560, 1080, 720), role=Role.ROW)
        switch = self.element("", (880, 600, 1016, 684), role=Role.SWITCH, checked=True)
        [fused] = fuse([row], [switch], canvas.pixels)
        assert (fused.text, fused.role, fused.checked) == ("Music", Role.SWITCH, True)
