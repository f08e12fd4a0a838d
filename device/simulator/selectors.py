"""uiautomator2's selectors, and the two engines of Android that match them: BySelector and UiSelector.

The on-phone server hands a selector to `BySelector` (UiObject2) where it has no chain, index or instance, and else to
`UiSelector` (UiObject). They differ visibly, and so do the two here (openatx/android-uiautomator-server-jar,
stub/Selector.java and stub/AutomatorServiceImpl.java).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from device.simulator.patterns import Pattern, PatternError
from device.simulator.view import Rect, View
from device.simulator.windows import Window

MAX_CHAIN = 50


class Mask(enum.IntFlag):
    """Which fields of a selector count."""

    TEXT = 0x1
    TEXT_CONTAINS = 0x2
    TEXT_MATCHES = 0x4
    TEXT_STARTS_WITH = 0x8
    CLASS_NAME = 0x10
    CLASS_NAME_MATCHES = 0x20
    DESCRIPTION = 0x40
    DESCRIPTION_CONTAINS = 0x80
    DESCRIPTION_MATCHES = 0x100
    DESCRIPTION_STARTS_WITH = 0x200
    CHECKABLE = 0x400
    CHECKED = 0x800
    CLICKABLE = 0x1000
    LONG_CLICKABLE = 0x2000
    SCROLLABLE = 0x4000
    ENABLED = 0x8000
    FOCUSABLE = 0x10000
    FOCUSED = 0x20000
    SELECTED = 0x40000
    PACKAGE_NAME = 0x80000
    PACKAGE_NAME_MATCHES = 0x100000
    RESOURCE_ID = 0x200000
    RESOURCE_ID_MATCHES = 0x400000
    INDEX = 0x800000
    INSTANCE = 0x1000000


def _camel(mask: Mask) -> str:
    first, *rest = str(mask.name).lower().split("_")
    return first + "".join(word.capitalize() for word in rest)


FIELDS = {_camel(mask): mask for mask in Mask}
STATES = (
    "checkable",
    "checked",
    "clickable",
    "longClickable",
    "scrollable",
    "enabled",
    "focusable",
    "focused",
    "selected",
)


class SelectorError(ValueError):
    """A selector that the server can't read."""


@dataclass(frozen=True, eq=False)
class Node:
    """A view as accessibility tells of it.

    Attributes:
        view: The view.
        index: Position among its parent's reported children.
        parent: The reported parent; None for a window's root.
        children: Reported children that can be seen.
    """

    view: View
    index: int
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    def value(self, name: str) -> str | bool:
        """Return a field of the accessibility node by its selector name."""
        view = self.view
        match name:
            case "text":
                return view.shown_text
            case "description":
                return view.desc
            case "className":
                return view.cls
            case "packageName":
                return view.package
            case "resourceId":
                return view.full_resource_id
            case "checkable":
                return view.checkable
            case "checked":
                return view.checked
            case "clickable":
                return view.is_clickable
            case "longClickable":
                return view.is_long_clickable
            case "scrollable":
                return view.can_scroll
            case "enabled":
                return view.enabled
            case "focusable":
                return view.is_focusable
            case "focused":
                return view.focused
            case "selected":
                return view.selected
            case _:
                raise SelectorError(f"unknown field {name}")

    @property
    def visible(self) -> Rect:
        """What can be seen of it, in display pixels."""
        return self.view.visible

    def walk(self) -> Iterator[Node]:
        """Yield the node and what is below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def forest(windows: Iterable[Window]) -> list[Node]:
    """Return the reported windows' trees, the one in front first: what both engines search."""
    return [_node(window.root, 0, None) for window in reversed(list(windows)) if window.reported]


def _node(view: View, index: int, parent: Node | None) -> Node:
    node = Node(view, index, parent)
    for place, child in enumerate(view.tree_children):
        if child.is_visible:
            node.children.append(_node(child, place, node))
    return node


@dataclass(frozen=True, kw_only=True)
class Selector:
    """A selector as the client sends it.

    Attributes:
        fields: The fields whose mask bit is set, without index and instance.
        index: Wanted position in the parent; None for any.
        instance: Which of the matches; None for the first.
        chain: Selectors searched below (``child``) or beside (``sibling``) the matches, one after the other.
    """

    fields: dict[str, str | bool]
    index: int | None = None
    instance: int | None = None
    chain: tuple[tuple[Literal["child", "sibling"], Selector], ...] = ()

    @property
    def is_by(self) -> bool:
        """Whether `BySelector` can express it (Selector.checkBySelectorNull)."""
        return not self.chain and self.index is None and self.instance is None

    @property
    def deepest(self) -> Selector:
        """The last selector of the chain: what is looked for in the end."""
        return self.chain[-1][1].deepest if self.chain else self

    def describe(self) -> str:
        """Return it as UiSelector.toString prints it."""
        parts = [f"{FIELDS[name].name}={value}" for name, value in self.fields.items()]
        if self.index is not None:
            parts.append(f"INDEX={self.index}")
        if self.instance is not None:
            parts.append(f"INSTANCE={self.instance}")
        for kind, selector in self.chain:
            label = "CHILD" if kind == "child" else "PARENT"
            parts.append(f"{label}={selector.describe().removeprefix('UiSelector')}")
        return f"UiSelector[{', '.join(parts)}]"


def parse_selector(value: object, *, depth: int = 0) -> Selector:
    """Read a selector's JSON form.

    Raises:
        SelectorError: It is none.
    """
    if not isinstance(value, dict) or not isinstance(value.get("mask", 0), int):
        raise SelectorError("a selector is an object with a mask")
    if depth > MAX_CHAIN:
        raise SelectorError("selectors are nested too deeply")
    mask = Mask(value.get("mask", 0) & 0x1FFFFFF)
    fields: dict[str, str | bool] = {}
    for name, bit in FIELDS.items():
        if bit not in mask or bit in (Mask.INDEX, Mask.INSTANCE):
            continue
        wanted = value.get(name)
        if name in STATES:
            fields[name] = bool(wanted)
        elif isinstance(wanted, str):
            fields[name] = wanted
        else:
            raise SelectorError(f"{name} is no string")
    kinds, selectors = value.get("childOrSibling") or [], value.get("childOrSiblingSelector") or []
    if not isinstance(kinds, list) or not isinstance(selectors, list) or len(kinds) != len(selectors):
        raise SelectorError("childOrSibling and childOrSiblingSelector don't belong together")
    chain: list[tuple[Literal["child", "sibling"], Selector]] = []
    for kind, below in zip(kinds, selectors, strict=True):
        if kind not in ("child", "sibling"):
            raise SelectorError(f"{kind!r} is neither child nor sibling")
        chain.append(("child" if kind == "child" else "sibling", parse_selector(below, depth=depth + 1)))
    return Selector(
        fields=fields,
        index=int(value.get("index", 0)) if Mask.INDEX in mask else None,
        instance=int(value.get("instance", 0)) if Mask.INSTANCE in mask else None,
        chain=tuple(chain),
    )


def find_by(roots: Sequence[Node], selector: Selector) -> Iterator[Node]:
    """Yield what `BySelector` finds: exact case, no chain, index or instance.

    `checked` reads as `checkable` where another field is given: a bug of the server that has been kept for years.
    """
    fields = dict(selector.fields)
    if "checked" in fields and len(fields) > 1:
        fields["checkable"] = fields.pop("checked")
    for root in roots:
        for node in root.walk():
            if all(_matches(node, name, wanted, ignore_case=False) for name, wanted in fields.items()):
                yield node


def find_ui(roots: Sequence[Node], selector: Selector) -> Iterator[Node]:
    """Yield what `UiSelector` finds, with chain, index and instance; prefixes ignore case."""
    found: Iterable[Node] = _find_level((node for root in roots for node in root.walk()), selector)
    for kind, below in selector.chain:
        found = list(_find_chained(found, kind, below))
    yield from found


def _find_chained(bases: Iterable[Node], kind: Literal["child", "sibling"], below: Selector) -> Iterator[Node]:
    candidates: list[Node] = []
    seen: set[int] = set()
    for base in bases:
        scope = base if kind == "child" else base.parent
        if scope is None:
            continue
        for child in scope.children:
            for node in child.walk():
                if id(node) not in seen:
                    seen.add(id(node))
                    candidates.append(node)
    found: Iterable[Node] = _find_level(candidates, below)
    for inner_kind, inner in below.chain:
        found = list(_find_chained(found, inner_kind, inner))
    yield from found


def _find_level(candidates: Iterable[Node], selector: Selector) -> Iterator[Node]:
    matching = (
        node
        for node in candidates
        if (selector.index is None or node.index == selector.index)
        and all(_matches(node, name, wanted, ignore_case=True) for name, wanted in selector.fields.items())
    )
    if selector.instance is None:
        yield from matching
        return
    for number, node in enumerate(matching):
        if number == selector.instance:
            yield node
            return


def _matches(node: Node, name: str, wanted: str | bool, *, ignore_case: bool) -> bool:
    if isinstance(wanted, bool):
        return node.value(name) == wanted
    for suffix in ("Contains", "Matches", "StartsWith"):
        if name.endswith(suffix):
            value = str(node.value(name.removesuffix(suffix)))
            if suffix == "Contains":
                return wanted in value
            if suffix == "Matches":
                return _is_all_of(wanted, value)
            return value.lower().startswith(wanted.lower()) if ignore_case else value.startswith(wanted)
    return node.value(name) == wanted


def _is_all_of(source: str, value: str) -> bool:
    """Match a Java regular expression; what phones' scripts use of it is the same in Python.

    Raises:
        SelectorError: It is none, or takes too long.
    """
    try:
        return _pattern(source).is_all_of(value)
    except PatternError as error:
        raise SelectorError(f"bad regular expression {source!r}: {error}") from error


@lru_cache(maxsize=256)
def _pattern(source: str) -> Pattern:
    return Pattern(source, dot_all=True)
