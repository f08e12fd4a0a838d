"""Hierarchies are read as tools hand them over, and nothing crashes the parser."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.frame import Display, ForegroundApp, Frame
from perception import HierarchyError, parse_hierarchy, perceive
from perception.hierarchy import MOST_CHARACTERS, MOST_NODES
from tests.perception.builder import hierarchy, node, settings_row, window

SAMPLE = hierarchy(
    window(settings_row(300, "Dark theme", "Off", switch="off"), node("EditText", (0, 600, 900, 700), hint="Name")),
    window(node("TextView", (0, 0, 99, 60), text="9:41"), bounds=(0, 0, 1080, 66), package="com.android.systemui"),
    rotation=1,
)
PIXELS = np.full((2400, 1080, 3), 128, np.uint8)


def see(document: str) -> None:
    frame = Frame(
        pixels=PIXELS,
        hierarchy=document,
        app=ForegroundApp(package="com.example.app"),
        display=Display(width=1080, height=2400),
        captured_at=0.0,
    )
    perceive(frame)


def test_nodes_come_in_document_order_with_their_subtrees() -> None:
    parsed = parse_hierarchy(SAMPLE)
    assert parsed.rotation == 1
    assert not parsed.partial
    assert [parsed.nodes[position].package for position in parsed.windows] == [
        "com.example.app",
        "com.android.systemui",
    ]
    for node_ in parsed.nodes:
        inside = parsed.nodes[node_.position + 1 : node_.end]
        assert all(inner.parent >= node_.position and inner.depth > node_.depth for inner in inside)
    title = next(node_ for node_ in parsed.nodes if node_.text == "Dark theme")
    assert (title.resource_id, title.bounds, title.window) == ("android:id/title", (72, 330, 800, 380), 0)


@pytest.mark.parametrize(
    ("damage", "text"),
    [
        ("plain", "a"),
        ("&#128522;", "😊"),
        ("&#55357;&#56842;", "😊"),
        ("&#xD83D;&#xDE0A;", "😊"),
        ("a&#1;b", "ab"),
        ("a&#55357;b", "ab"),
        ("a\x01b", "ab"),
        ("\ud83d\ude0a", "😊"),
        ("a\ud83db", "a\ufffdb"),
        ("&#9999999999;", ""),
    ],
)
def test_texts_that_xml_forbids_are_mended(damage: str, text: str) -> None:
    document = hierarchy(window(node("TextView", (0, 0, 9, 9), text="MARK"))).replace("MARK", damage)
    expected = "plain" if damage == "plain" else text
    assert parse_hierarchy(document).nodes[1].text == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_are_decoded_by_their_mark(encoding: str) -> None:
    assert parse_hierarchy(SAMPLE.encode(encoding)).nodes == parse_hierarchy(SAMPLE).nodes


def test_lines_around_the_document_are_ignored_and_the_last_of_two_counts() -> None:
    other = hierarchy(window(node("TextView", (0, 0, 9, 9), text="old")))
    parsed = parse_hierarchy(f"WARNING: linker\n{other}{SAMPLE}\nUI hierchary dumped to: /dev/tty\n")
    assert parsed.nodes == parse_hierarchy(SAMPLE).nodes


def test_class_named_tags_are_read_as_nodes() -> None:
    document = (
        '<hierarchy rotation="0" class="hierarchy"><android.widget.Button text="OK" bounds="[0,0][90,90]" '
        'displayed="false"/></hierarchy>'
    )
    [button] = parse_hierarchy(document).nodes
    assert (button.kind, button.text, button.visible) == ("android.widget.Button", "OK", False)


def test_bounds_may_be_negative_or_nonsense() -> None:
    document = hierarchy(node("View", (-20, -3, 50, 60)), node("View", (0, 0, 1, 1)).replace("[0,0][1,1]", "[NaN,0]"))
    assert [found.bounds for found in parse_hierarchy(document).nodes] == [(-20, -3, 50, 60), (0, 0, 0, 0)]


@pytest.mark.parametrize(
    "document", ["", "null", "<html><body/></html>", "ERROR: could not get idle state.", "<hierarchyx/>"]
)
def test_what_is_no_hierarchy_is_an_error_of_one_line(document: str) -> None:
    with pytest.raises(HierarchyError) as caught:
        parse_hierarchy(document)
    assert "\n" not in str(caught.value)


def test_an_empty_hierarchy_has_no_nodes() -> None:
    parsed = parse_hierarchy("<?xml version='1.0'?><hierarchy rotation=\"3\" />")
    assert (parsed.nodes, parsed.rotation, parsed.partial) == ((), 3, False)


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY b "' + "x" * 100 + '">]>' + hierarchy(window(node("TextView", (0, 0, 9, 9), text="T")))
    )
    assert parse_hierarchy(bomb.replace('"T"', '"&b;"')).nodes[1].text in ("", "&b;")


@given(st.integers(0, len(SAMPLE)))
@settings(max_examples=60, deadline=None)
def test_a_document_cut_off_anywhere_is_partial_or_an_error(length: int) -> None:
    document = SAMPLE[:length]
    try:
        parsed = parse_hierarchy(document)
    except HierarchyError:
        assert "<hierarchy rotation" not in document or len(document) < 100
        return
    assert parsed.partial or length == len(SAMPLE)
    see(document)


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_screen_or_a_hierarchy_error(text: str) -> None:
    for document in (text, f"<hierarchy>{text}</hierarchy>"):
        with suppress(HierarchyError):
            see(document)


MUTATION = st.tuples(
    st.integers(0, len(SAMPLE) - 1), st.integers(0, 40), st.text(max_size=12) | st.sampled_from("<>\"'&[]-")
)


@given(st.lists(MUTATION, min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_damage_to_a_hierarchy_is_survived(mutations: list[tuple[int, int, str]]) -> None:
    document = SAMPLE
    for start, length, replacement in mutations:
        document = document[:start] + replacement + document[start + length :]
    with suppress(HierarchyError):
        see(document)


BOUND = st.integers(-3000, 5000)
KINDS = st.sampled_from(
    "Button EditText Switch CheckBox RadioButton SeekBar ImageView TextView FrameLayout ListView ProgressBar".split()
)


@given(
    st.recursive(
        st.builds(lambda kind, *box: node(kind, box, text=kind), KINDS, BOUND, BOUND, BOUND, BOUND),
        lambda inner: st.builds(
            lambda kind, box, on, children: node(kind, box, *children, desc="x", on=on),
            KINDS,
            st.tuples(BOUND, BOUND, BOUND, BOUND),
            st.sampled_from(
                ["", "clickable", "checkable", "scrollable clickable", "selected", "clickable checkable checked"]
            ),
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    )
)
@settings(max_examples=100, deadline=None)
def test_any_tree_of_views_is_understood(tree: str) -> None:
    see(hierarchy(tree, tree))


class TestLimits:
    def test_of_a_document_with_too_many_views_the_beginning_is_taken(self) -> None:
        rows = "".join(node("TextView", (0, 0, 9, 9), text=str(number)) for number in range(MOST_NODES + 10))
        parsed = parse_hierarchy(hierarchy(window(rows)))
        assert parsed.partial
        assert len(parsed.nodes) == MOST_NODES
        assert parsed.nodes[0].end == MOST_NODES

    def test_of_a_document_that_is_too_long_the_beginning_is_taken(self) -> None:
        long = node("TextView", (0, 0, 9, 9), text="x" * MOST_CHARACTERS)
        parsed = parse_hierarchy(hierarchy(window(node("TextView", (0, 0, 9, 9), text="first"), long)))
        assert parsed.partial
        assert parsed.nodes[1].text == "first"

    def test_of_a_document_nested_too_deep_the_upper_levels_are_taken(self) -> None:
        deep = "<node>" * 100_000
        parsed = parse_hierarchy(f"<hierarchy>{deep}{deep.replace('<', '</')}</hierarchy>")
        assert parsed.partial
        assert len(parsed.nodes) > 1000

    def test_a_text_of_many_lines_makes_an_element_of_few(self) -> None:
        text = "&#10;".join(str(number) for number in range(50_000))
        see(hierarchy(window(node("Button", (0, 0, 900, 200), text="MARK", on="clickable"))).replace("MARK", text))


def test_nothing_outside_the_document_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    body = hierarchy(window(node("TextView", (0, 0, 9, 9), text="T"))).replace('"T"', '"&x;"')
    for declared in (f'SYSTEM "{secret.as_uri()}"', f'SYSTEM "{secret}"', 'SYSTEM "http://192.0.2.1/x"', '"inside"'):
        document = f"<!DOCTYPE hierarchy [<!ENTITY x {declared}>]>{body}"
        assert parse_hierarchy(document).nodes[1].text in ("", "&x;")
    assert parse_hierarchy(body.replace("<hierarchy", "<hierarchy xmlns:xi='http://www.w3.org/2001/XInclude'")).nodes


def test_the_display_of_a_view_is_told_where_the_hierarchy_tells_it() -> None:
    plain = node("View", (0, 0, 9, 9))
    parsed = parse_hierarchy(hierarchy(plain, plain.replace("<node ", '<node display-id="3" ')))
    assert [found.display for found in parsed.nodes] == [0, 3]
