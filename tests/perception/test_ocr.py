"""RapidOCR reads what is drawn, from the models in its wheel."""

from __future__ import annotations

import importlib.util

import pytest

from perception.pixels.reader import open_reader
from perception.sight import Sight
from tests.perception.fuzz import watched
from tests.perception.pictures import Canvas

if importlib.util.find_spec("rapidocr") is None or importlib.util.find_spec("onnxruntime") is None:
    pytest.skip("needs the extra `ocr`", allow_module_level=True)


def test_words_are_read_where_they_are_and_name_what_they_are_on() -> None:
    canvas = Canvas()
    canvas.button((300, 1500, 780, 1630), "Play again")
    canvas.text(90, 400, "High score 4711", size=60)
    screen = Sight(reader=open_reader()).perceive(canvas.frame())
    assert [(each.text.casefold(), each.clickable, each.source) for each in screen.elements] == [
        ("high score 4711", False, "ocr"),
        ("play again", True, "ocr"),
    ]
    assert screen.elements[0].box.holds((300, 440))


def test_what_changed_alone_is_read_and_nothing_is_fetched() -> None:
    canvas, reader = Canvas(), open_reader()
    assert reader is not None
    canvas.text(90, 400, "High score 4711", size=60)
    reader.read(canvas.pixels)
    whole = reader.read_pixels
    canvas.text(90, 1400, "Level 12", size=60)
    with watched() as accesses:
        lines = reader.read(canvas.pixels)
    assert [line.text for line in lines] == ["High score 4711", "Level 12"]
    assert reader.read_pixels - whole < 0.05 * whole
    assert accesses == []
