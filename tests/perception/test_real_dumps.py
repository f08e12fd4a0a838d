"""What perception finds in real dumps of real apps, as a person reviewed it (`real_dumps.json`)."""

from __future__ import annotations

import json
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
    for wanted in expected["find"]:
        alike = [element for element in screen.elements if element.text == wanted["text"]]
        assert alike, f"{wanted['text']!r} is not found"
        roles = [str(element.role) for element in alike]
        assert wanted["role"] in roles
        element = alike[roles.index(wanted["role"])]
        assert element.checked == wanted.get("checked")
        assert element.selected == wanted.get("selected", False)
        assert element.detail.startswith(wanted.get("detail_begins", ""))
    texts = {element.text for element in screen.elements}
    assert texts.isdisjoint(expected["absent"])
    assert len(screen.elements) == expected["elements"]
    assert screen.keyboard == expected["keyboard"]
    assert not screen.secure
    assert bool(expected["find"]) == (number not in EMPTY)


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


def test_damaged_dumps_are_mended_or_named() -> None:
    damaged = dumps.folder() / "malformed"
    nodes = {}
    for place in sorted(damaged.iterdir()):
        document = (place / "dump.xml").read_bytes()
        try:
            parsed = parse_hierarchy(document)
        except HierarchyError:
            nodes[place.name] = "HierarchyError"
        else:
            nodes[place.name] = f"{len(parsed.nodes)}{' partial' if parsed.partial else ''}"
    assert nodes == {
        "derived_control_char_entity": "13",
        "derived_empty": "HierarchyError",
        "derived_surrogate_entities": "13",
        "derived_truncated": "117 partial",
        "derived_two_documents": "13",
        "derived_utf16le_bom": "13",
        "derived_utf8_bom": "13",
        "m01_log_line_before_xml": "59",
        "m03_cat_error_instead_of_xml": "HierarchyError",
        "m04_binary_android_xml": "HierarchyError",
        "m05_valid_xml_but_not_a_hierarchy": "HierarchyError",
        "m06_idle_error": "HierarchyError",
        "m07_failed_marker": "HierarchyError",
    }
