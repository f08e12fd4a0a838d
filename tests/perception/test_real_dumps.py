"""What perception finds in real dumps of real apps, as a person reviewed it (`real_dumps.json`)."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest

from perception import HierarchyError, parse_hierarchy, perceive
from tests.perception import dumps

EXPECTED: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("real_dumps.json").read_text("utf-8"))
# Screens without a text in their tree: a WebView, two splash screens and a display that is off.
EMPTY = ("034", "055", "074", "075")


@pytest.mark.parametrize("number", sorted(EXPECTED))
def test_a_real_screen_reads_as_a_person_reads_it(number: str) -> None:
    expected = EXPECTED[number]
    screen = perceive(dumps.case(number))
    seen = [element for element in screen.elements if element.source == "tree"]
    for wanted in expected["find"]:
        alike = [element for element in seen if element.text == wanted["text"] and element.role == wanted["role"]]
        boxes = [list(dataclasses.astuple(element.box)) for element in alike]
        assert wanted["box"] in boxes, f"{wanted['role']} {wanted['text']!r} is not there"
        element = alike[boxes.index(wanted["box"])]
        assert element.checked == wanted.get("checked")
        assert element.selected == wanted.get("selected", False)
        assert element.enabled == wanted.get("enabled", True)
        assert element.focused == wanted.get("focused", False)
        assert element.detail.startswith(wanted.get("detail_begins", ""))
    assert {element.text for element in seen}.isdisjoint(expected["absent"])
    assert len(seen) == expected["elements"]
    assert sum(element.clickable for element in seen) == expected["clickable"]
    assert bool(expected["find"]) == (number not in EMPTY)


@pytest.mark.parametrize("number", sorted(EXPECTED))
def test_a_real_screen_says_what_state_it_is_in(number: str) -> None:
    flags = dict(EXPECTED[number]["flags"])
    screen = perceive(dumps.case(number))
    keyboard = list(dataclasses.astuple(screen.keyboard_box)) if screen.keyboard_box is not None else None
    assert (screen.keyboard, keyboard) == ("keyboard" in flags, flags.pop("keyboard", None))
    overlay = screen.overlay
    shown = {"kind": overlay.kind, "box": list(dataclasses.astuple(overlay.box))} if overlay is not None else None
    assert shown == flags.pop("overlay", None)
    assert screen.system_ui == flags.pop("system_ui", None)
    assert screen.loading == flags.pop("loading", False)
    assert (screen.secure, screen.black, screen.partial, screen.toasts) == (False, False, False, ())
    assert not flags
    more = [("<" if found.before else "") + (">" if found.after else "") for found in screen.ranges]
    assert [found.axis + end for found, end in zip(screen.ranges, more, strict=True)] == EXPECTED[number]["scrolls"]


def test_every_real_dump_was_reviewed_and_stands_in_the_table() -> None:
    numbers = {path.parent.name for path in dumps.folder().glob("[0-9]*/dump.xml")}
    assert numbers == EXPECTED.keys()
    damaged = {path.name for path in (dumps.folder() / "malformed").iterdir()}
    document = Path(__file__).parents[2] / "docs" / "perception.md"
    rows = set(re.findall(r"^\| ([\w]+) \|", document.read_text(encoding="utf-8"), re.MULTILINE))
    assert numbers | damaged <= rows


def test_every_real_dump_is_understood_and_every_box_lies_on_the_display() -> None:
    numbers = sorted(path.parent.name for path in dumps.folder().glob("[0-9]*/dump.xml"))
    assert numbers
    for number in numbers:
        frame = dumps.case(number)
        screen = perceive(frame)
        for element in screen.elements:
            box = element.box
            assert 0 <= box.left < box.right <= frame.display.width, number
            assert 0 <= box.top < box.bottom <= frame.display.height, number
            assert "\n" not in element.text + element.detail
        assert [element.id for element in screen.elements] == list(range(len(screen.elements)))
        assert perceive(frame).fingerprint == screen.fingerprint


DAMAGED = {
    "derived_control_char_entity": (13, 3),
    "derived_empty": "the document is not a UI hierarchy: it is empty",
    "derived_surrogate_entities": (13, 3),
    "derived_truncated": (117, 18, "partial"),
    "derived_two_documents": (13, 3),
    "derived_utf16le_bom": (13, 3),
    "derived_utf8_bom": (13, 3),
    "m01_log_line_before_xml": (59, 24),
    "m03_cat_error_instead_of_xml": "it reads 'cat: ",
    "m04_binary_android_xml": "the document is not a UI hierarchy: it is binary data",
    "m05_valid_xml_but_not_a_hierarchy": 'it reads \'<?xml version="1.0" encoding="utf-8"?> <manifest',
    "m06_idle_error": "it reads 'ERROR: null root node returned",
    "m07_failed_marker": "its first element is not <hierarchy>",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_dumps_are_mended_or_named(name: str) -> None:
    place = dumps.folder() / "malformed" / name
    expected = DAMAGED[name]
    if isinstance(expected, str):
        with pytest.raises(HierarchyError) as caught:
            parse_hierarchy((place / "dump.xml").read_bytes())
        assert expected in str(caught.value)
        assert "\n" not in str(caught.value)
        return
    parsed = parse_hierarchy((place / "dump.xml").read_bytes())
    screen = perceive(dumps.damaged(name))
    assert (len(parsed.nodes), len(screen.elements), *(["partial"] if screen.partial else [])) == expected


def test_every_damaged_dump_is_tried() -> None:
    assert {path.name for path in (dumps.folder() / "malformed").iterdir()} == DAMAGED.keys()
