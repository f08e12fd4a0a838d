"""The dumped hierarchy, held against what uiautomator2's server and the framework write."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from device.simulator.hierarchy import dump
from device.simulator.layout import Metrics, lay_out
from device.simulator.phone import SimulatedPhone
from device.simulator.view import Rect, View
from device.simulator.widgets import column, edit_text, icon_button, scroll_list, slider, spacer, text
from device.simulator.windows import Window
from tests.device.simulator.apps.hand import Hand

U2_ATTRIBUTES = [
    "index",
    "text",
    "resource-id",
    "class",
    "package",
    "content-desc",
    "checkable",
    "checked",
    "clickable",
    "enabled",
    "focusable",
    "focused",
    "scrollable",
    "long-clickable",
    "password",
    "selected",
    "visible-to-user",
    "bounds",
    "drawing-order",
    "hint",
    "display-id",
]
BOUNDS = Rect(0, 0, 400, 800)


def written(root: View, **options: object) -> str:
    """Return the dump of one window that shows `root` on a display of 400 by 800."""
    lay_out(root, BOUNDS, Metrics(density=160), package="com.x", scroll={})
    window = Window(kind="app", package="com.x", title="com.x/.Main", root=root, bounds=BOUNDS)
    return dump([window], (400, 800), rotation=0, **options)  # type: ignore[arg-type]


def parsed(xml: str) -> etree._Element:
    """Return the root of a dump."""
    return etree.fromstring(xml.encode())


def test_u2_flavour_has_header_line_ends_and_attribute_order(phone: SimulatedPhone) -> None:
    xml = phone.hierarchy()
    lines = xml.split("\r\n")
    assert lines[0] == "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>"
    assert lines[1] == '<hierarchy rotation="0">'
    assert lines[-1] == "</hierarchy>"
    assert all(line.count("<") == 1 for line in lines[1:])
    names = re.findall(r' ([\w-]+)="', lines[2])
    assert names == U2_ATTRIBUTES


def test_framework_flavour_is_one_line_of_the_active_window(phone: SimulatedPhone) -> None:
    xml = phone.hierarchy(flavour="framework")
    assert "\n" not in xml
    assert "drawing-order" not in xml
    assert {node.get("package") for node in parsed(xml).iter("node")} == {phone.foreground()[0]}


def test_roots_come_as_app_keyboard_status_and_navigation_bar(phone: SimulatedPhone, hand: Hand) -> None:
    phone.launch("com.android.settings")
    hand.tap("Search settings")
    packages = [node.get("package") for node in parsed(phone.hierarchy())]
    assert packages == [
        "com.android.settings",
        "com.google.android.inputmethod.latin",
        "com.android.systemui",
        "com.android.systemui",
    ]


def test_what_is_scrolled_away_is_left_out_and_leaves_a_gap_in_the_index() -> None:
    rows = [text(f"Row {number}", width="fill", height=100) for number in range(20)]
    root = scroll_list(*rows, key="list")
    lay_out(root, BOUNDS, Metrics(density=160), package="com.x", scroll={"list": 250})
    window = Window(kind="app", package="com.x", title="", root=root, bounds=BOUNDS)
    shown = parsed(dump([window], (400, 800), rotation=0))[0]
    assert shown.get("scrollable") == "true"
    assert [node.get("index") for node in shown] == [str(number) for number in range(2, 11)]
    assert shown[0].get("bounds") == "[0,0][400,50]"
    assert shown[-1].get("bounds") == "[0,750][400,800]"


def test_what_fits_is_not_called_scrollable() -> None:
    assert parsed(written(scroll_list(text("One"), key="list")))[0].get("scrollable") == "false"


def test_naf_marks_what_can_be_clicked_and_has_no_name() -> None:
    root = column(icon_button("add", "", int), icon_button("add", "Add", int), height="fill")
    nodes = list(parsed(written(root)).iter("node"))
    assert [node.get("NAF") for node in nodes] == [None, "true", None]


def test_views_out_of_the_tree_give_their_place_to_their_children() -> None:
    root = column(spacer(8), column(text("A"), text("B"), in_tree=False), text("C"), height="fill")
    shown = parsed(written(root))[0]
    assert [(node.get("index"), node.get("text")) for node in shown] == [("0", "A"), ("1", "B"), ("2", "C")]


def test_hint_stands_for_the_text_of_an_empty_field() -> None:
    root = column(
        edit_text("a", "", print, hint="First name"), edit_text("b", "Maria", print, hint="First name"), height="fill"
    )
    shown = parsed(written(root))[0]
    assert [(node.get("text"), node.get("hint")) for node in shown] == [
        ("First name", "First name"),
        ("Maria", "First name"),
    ]


def test_a_password_is_dumped_as_dots() -> None:
    shown = parsed(written(column(edit_text("a", "secret", print, password=True), height="fill")))[0]
    assert (shown[0].get("text"), shown[0].get("password")) == ("\u2022" * 6, "true")


def test_a_slider_is_dumped_with_its_value_as_a_float() -> None:
    assert parsed(written(column(slider(50, 0, 100, print), height="fill")))[0][0].get("text") == "50.0"


def test_max_depth_cuts_the_tree() -> None:
    root = column(column(column(text("deep"))), height="fill")
    for depth, nodes in [(0, 1), (1, 2), (2, 3), (50, 4)]:
        assert len(list(parsed(written(root, max_depth=depth)).iter("node"))) == nodes


def test_no_window_is_an_empty_hierarchy() -> None:
    assert dump([], (400, 800), rotation=1).endswith('\r\n<hierarchy rotation="1" />')


def test_emoji_become_two_dots() -> None:
    shown = parsed(written(column(text("a\U0001f600b"), height="fill")))[0]
    assert shown[0].get("text") == "a..b"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_gives_xml_that_reads_back(content: str) -> None:
    shown = parsed(written(column(text(content, width="fill"), height="fill")))[0]
    read = shown[0].get("text")
    assert read is not None
    assert len(read) == len(content.encode("utf-16-le", "surrogatepass")) // 2
    plain = set("\t\n\r") | {chr(code) for code in range(0x20, 0x7F)}
    assert [c for c in read if c in plain and c != "."] == [c for c in content if c in plain and c != "."]


def test_ids_get_the_package_unless_they_name_one(phone: SimulatedPhone) -> None:
    phone.launch("com.android.settings")
    ids = {node.get("resource-id") for node in parsed(phone.hierarchy()).iter("node")}
    assert {"com.android.settings:id/homepage_title", "android:id/title", "android:id/content"} <= ids
