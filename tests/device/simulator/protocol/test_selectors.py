"""The two engines that match uiautomator2's selectors, and where they differ."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.simulator.selectors import FIELDS, Node, SelectorError, find_by, find_ui, forest, parse_selector
from device.simulator.view import Rect, View
from device.simulator.windows import Window


def text(words: str, **more: Any) -> View:
    return View(cls="android.widget.TextView", kind="text", text=words, **more)


def tree() -> View:
    rows = [
        View(
            cls="android.widget.LinearLayout", resource_id="row", clickable=True, children=[text("Wi-Fi"), text("On")]
        ),
        View(
            cls="android.widget.LinearLayout", resource_id="row", clickable=True, children=[text("Sound"), text("Off")]
        ),
        View(cls="android.widget.Switch", checkable=True, checked=True, desc="Dark theme", in_tree=True),
        View(cls="android.widget.CheckBox", checkable=True, desc="Unchecked"),
        View(cls="hidden", in_tree=False, children=[text("wi-fi calling", selected=True)]),
        View(cls="android.widget.EditText", key="field", hint="Search", on_change=str),
    ]
    root = View(cls="android.widget.FrameLayout", children=rows)
    for view in root.walk():
        view.package = "com.trial"
        view.frame = view.visible = Rect(0, 0, 10, 10)
    return root


@pytest.fixture
def roots() -> list[Node]:
    root = tree()
    window = Window(kind="app", package="com.trial", title="trial", root=root, bounds=root.frame)
    unreported = Window(kind="toast", package="x", title="toast", root=text("Wi-Fi"), bounds=root.frame, reported=False)
    return forest([window, unreported])


def selector(**fields: Any) -> dict[str, Any]:
    chain = fields.pop("chain", [])
    mask = sum(FIELDS[name] for name in fields)
    return {
        "mask": mask,
        "childOrSibling": [kind for kind, _ in chain],
        "childOrSiblingSelector": [inner for _, inner in chain],
        **fields,
    }


def names(found: Any) -> list[str]:
    return [node.view.shown_text or node.view.desc or node.view.cls for node in found]


BOTH = [
    ({"text": "Wi-Fi"}, ["Wi-Fi"]),
    ({"textContains": "ou"}, ["Sound"]),
    ({"textMatches": "O.*"}, ["On", "Off"]),
    ({"textMatches": "O"}, []),
    ({"description": "Dark theme"}, ["Dark theme"]),
    ({"className": "android.widget.TextView", "text": "Off"}, ["Off"]),
    ({"classNameMatches": r".*\.Switch|.*\.CheckBox"}, ["Dark theme", "Unchecked"]),
    ({"resourceId": "com.trial:id/row"}, ["android.widget.LinearLayout"] * 2),
    ({"resourceIdMatches": ".*/row"}, ["android.widget.LinearLayout"] * 2),
    ({"checked": True}, ["Dark theme"]),
    ({"selected": True}, ["wi-fi calling"]),
    ({"text": "Search"}, ["Search"]),
    ({"packageName": "com.other"}, []),
]


@pytest.mark.parametrize(("fields", "found"), BOTH, ids=[str(row[0]) for row in BOTH])
def test_both_engines_agree_on_plain_fields(roots: list[Node], fields: dict[str, Any], found: list[str]) -> None:
    parsed = parse_selector(selector(**fields))
    assert names(find_by(roots, parsed)) == names(find_ui(roots, parsed)) == found


def test_a_prefix_ignores_case_in_one_engine_only(roots: list[Node]) -> None:
    parsed = parse_selector(selector(textStartsWith="Wi"))
    assert names(find_by(roots, parsed)) == ["Wi-Fi"]
    assert names(find_ui(roots, parsed)) == ["Wi-Fi", "wi-fi calling"]


def test_checked_with_another_field_reads_as_checkable_in_one_engine(roots: list[Node]) -> None:
    parsed = parse_selector(selector(checked=True, enabled=True))
    assert names(find_by(roots, parsed)) == ["Dark theme", "Unchecked"]
    assert names(find_ui(roots, parsed)) == ["Dark theme"]


CHAINS = [
    (selector(resourceId="com.trial:id/row", chain=[("child", selector(text="Off"))]), ["Off"]),
    (selector(text="Sound", chain=[("sibling", selector(text="Off"))]), ["Off"]),
    (selector(text="Sound", chain=[("sibling", selector(text="On"))]), []),
    (selector(resourceId="com.trial:id/row", instance=1, chain=[("child", selector(index=0))]), ["Sound"]),
    (selector(className="android.widget.TextView", instance=2), ["Sound"]),
    (selector(className="android.widget.TextView", instance=9), []),
    (selector(index=4), ["wi-fi calling"]),
]


@pytest.mark.parametrize(("wanted", "found"), CHAINS, ids=[str(number) for number in range(len(CHAINS))])
def test_chains_index_and_instance(roots: list[Node], wanted: dict[str, Any], found: list[str]) -> None:
    parsed = parse_selector(wanted)
    assert not parsed.is_by
    assert names(find_ui(roots, parsed)) == found


def test_a_selector_describes_itself_as_android_does() -> None:
    parsed = parse_selector(selector(text="A", instance=2, chain=[("child", selector(className="B"))]))
    assert parsed.describe() == "UiSelector[TEXT=A, INSTANCE=2, CHILD=[CLASS_NAME=B]]"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2**25) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mask", "childOrSibling", "childOrSiblingSelector", *FIELDS]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_read_or_refused(value: object) -> None:
    try:
        parsed = parse_selector(value)
    except SelectorError:
        return
    assert parsed.describe().startswith("UiSelector[")


@pytest.mark.parametrize("find", [find_by, find_ui])
def test_an_expression_that_backtracks_without_end_is_refused(find: Any) -> None:
    root = text("a" * 60 + "b")
    window = Window(kind="app", package="com.trial", title="trial", root=root, bounds=Rect(0, 0, 10, 10))

    with pytest.raises(SelectorError, match="too long"):
        list(find(forest([window]), parse_selector(selector(textMatches="(a|aa)+$"))))
