"""Parse UIAutomator's XML, as real tools hand it over, into a flat list of nodes."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from perception.errors import HierarchyError

Rect = tuple[int, int, int, int]
"""Left, top, right, bottom in display pixels; right and bottom are exclusive."""

_BOUNDS = re.compile(r"\s*\[\s*(-?\d{1,7})\s*,\s*(-?\d{1,7})\s*\]\s*\[\s*(-?\d{1,7})\s*,\s*(-?\d{1,7})\s*\]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,10}));(?:&#(?:[xX]([0-9A-Fa-f]{1,8})|([0-9]{1,10}));)?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CLOSE = "</hierarchy>"
_NOTHING: Rect = (0, 0, 0, 0)
MOST_CHARACTERS = 8_000_000
"""Characters of a document that are read: fifty times the longest real one."""
MOST_NODES = 3_000
"""Views of a document that are read: twelve times as many as the busiest real screen shows."""


class Node(NamedTuple):
    """One view of the hierarchy.

    Attributes:
        position: Position in `Hierarchy.nodes`, which is document order.
        parent: Position of the parent; -1 for the root of a window.
        end: Position after the last descendant: the subtree is ``nodes[position:end]``.
        depth: 0 for the root of a window.
        window: Which window of the hierarchy the node belongs to, from 0.
        kind: Class name, for example ``android.widget.TextView``.
        package, text, description, hint, resource_id: As the hierarchy says; empty where it says nothing.
        has_hint: Whether the hierarchy tells hints at all: where it does, an equal text is the hint that shows.
        bounds: Where it is, in display pixels; all 0 where the hierarchy gives no usable bounds.
        clickable, long_clickable, checkable, checked, enabled, focusable, focused, selected, scrollable, password,
            visible: As the hierarchy says.
        drawing_order: Order of painting among the siblings; 0 where the hierarchy does not tell.
        display: Id of the display it is on, 0 for the phone's own and where the hierarchy does not tell (Android 10
            and older, the framework's own dump).
        pane: Title of the pane that the view is, as Appium's server tells for sheets and drawers; else empty.
    """

    position: int
    parent: int
    end: int
    depth: int
    window: int
    kind: str
    package: str
    text: str
    description: str
    hint: str
    has_hint: bool
    resource_id: str
    bounds: Rect
    clickable: bool
    long_clickable: bool
    checkable: bool
    checked: bool
    enabled: bool
    focusable: bool
    focused: bool
    selected: bool
    scrollable: bool
    password: bool
    visible: bool
    drawing_order: int
    display: int
    pane: str


@dataclass(frozen=True, kw_only=True)
class Hierarchy:
    """A parsed hierarchy.

    Attributes:
        nodes: Every node in document order.
        windows: Positions of the windows' roots in `nodes`.
        rotation: Quarter turns, as the document says; 0 where it does not.
        partial: Whether the document was damaged, cut off or too large, so that nodes may be missing.
    """

    nodes: tuple[Node, ...]
    windows: tuple[int, ...]
    rotation: int = 0
    partial: bool = False


def parse_hierarchy(document: str | bytes) -> Hierarchy:
    """Parse a UI hierarchy: uiautomator2's, ``uiautomator dump``'s or Appium's.

    A byte order mark, log lines before and after the document, character references that XML forbids, emoji as two
    surrogates, a document that was cut off and two documents in a row (the last one counts) are all survived. Entities
    are never expanded and nothing outside the document is read. Of a document that is too large, or nested deeper than
    libxml2 reads (2,048 levels), the beginning is taken.

    Args:
        document: The XML.

    Returns:
        The nodes; none for an empty hierarchy.

    Raises:
        HierarchyError: There is no hierarchy in the document.
    """
    text = decode_hierarchy(document[: 4 * MOST_CHARACTERS]) if isinstance(document, bytes) else document
    source, whole = _cut_out(text)
    if len(source) > MOST_CHARACTERS:
        source, whole = source[:MOST_CHARACTERS], False
    root, damaged = _parse(source)
    if root is None or root.tag != "hierarchy":
        raise HierarchyError("the document is not a UI hierarchy: its first element is not <hierarchy>")
    nodes, windows, all_taken = _flatten(root)
    rotation = root.get("rotation", "0")
    return Hierarchy(
        nodes=nodes,
        windows=windows,
        rotation=int(rotation) if rotation in ("0", "1", "2", "3") else 0,
        partial=not (whole and all_taken) or damaged,
    )


def decode_hierarchy(document: bytes) -> str:
    """Return the text of a hierarchy's file: UTF-8, or what its byte order mark says; what is neither is replaced."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if document.startswith(mark):
            return document.decode(encoding, "replace")
    return document.decode("utf-8", "replace")


def _parse(source: str) -> tuple[etree._Element | None, bool]:
    """Return the root and whether something had to be left out for it."""
    # Nearly every document is sound, and mending costs as much as parsing.
    with suppress(etree.XMLSyntaxError, UnicodeEncodeError):
        return etree.fromstring(source.encode("utf-8"), _parser(recover=False)), False
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(_mend(source).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise HierarchyError(f"the UI hierarchy cannot be read: {' '.join(str(error).split())}") from error
    return root, len(parser.error_log) > 0


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(recover=recover, huge_tree=True, resolve_entities=False, no_network=True)


def _cut_out(text: str) -> tuple[str, bool]:
    """Return the last hierarchy in `text` and whether it is complete."""
    # "<" is always escaped in attributes, so the tag cannot be part of what a screen shows.
    stop = text.rfind(_CLOSE)
    start = text.rfind("<hierarchy", 0, stop) if stop >= 0 else text.rfind("<hierarchy")
    if start < 0:
        raise HierarchyError(f"the document is not a UI hierarchy: {_what_it_is(text[:80])}")
    if stop >= 0:
        source, whole = text[start : stop + len(_CLOSE)], True
    else:
        source = text[start:]
        tag_end = source.find(">")
        whole = source[tag_end - 1 : tag_end] == "/"
        if whole:
            source = source[: tag_end + 1]
    return source, whole


def _what_it_is(beginning: str) -> str:
    """Say in a few words what a document holds that is no hierarchy."""
    words = " ".join(beginning.split())
    if not words:
        return "it is empty"
    unreadable = sum(not char.isprintable() or char == "\ufffd" for char in words)
    return "it is binary data" if unreadable > len(words) // 8 else f"it reads {words!r}"


def _mend(source: str) -> str:
    """Return `source` without what XML forbids, surrogates joined to the characters they mean."""
    source = _REFERENCE.sub(_mend_reference, source)
    if _SURROGATE.search(source):
        source = source.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _FORBIDDEN.sub("", source)


def _mend_reference(match: re.Match[str]) -> str:
    first = _code(match.group(1), match.group(2))
    if match.group(3) is None and match.group(4) is None:
        return _reference(first)
    second = _code(match.group(3), match.group(4))
    if 0xD800 <= first < 0xDC00 <= second < 0xE000:
        return _reference(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    return _reference(first) + _reference(second)


def _code(hexadecimal: str | None, decimal: str | None) -> int:
    return int(hexadecimal, 16) if hexadecimal is not None else int(decimal or "0")


def _reference(code: int) -> str:
    legal = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    return f"&#{code};" if legal else ""


def _flatten(root: etree._Element) -> tuple[tuple[Node, ...], tuple[int, ...], bool]:
    """Return nodes, positions of the windows' roots, and whether all of the document was taken."""
    # A stack instead of recursion: a hostile document may be nested deeper than Python recurses.
    found: list[tuple[etree._Element, int, int, int]] = []
    windows: list[int] = []
    stack = [(child, -1, 0) for child in reversed(root) if isinstance(child.tag, str)]
    while stack and len(found) < MOST_NODES:
        element, parent, depth = stack.pop()
        index = len(found)
        if parent < 0:
            windows.append(index)
        found.append((element, parent, depth, len(windows) - 1))
        if len(element):
            stack.extend((child, index, depth + 1) for child in reversed(element) if isinstance(child.tag, str))
    ends = list(range(1, len(found) + 1))
    for index in range(len(found) - 1, -1, -1):
        parent = found[index][1]
        if parent >= 0 and ends[parent] < ends[index]:
            ends[parent] = ends[index]
    nodes = tuple(_node(index, ends[index], *entry) for index, entry in enumerate(found))
    return nodes, tuple(windows), not stack


def _node(index: int, end: int, element: etree._Element, parent: int, depth: int, window: int) -> Node:
    get = element.get
    hint = get("hint")
    kind = get("class") or (str(element.tag) if element.tag != "node" else "")
    order, display = get("drawing-order"), get("display-id")
    # Twice as fast as to call `Node`, which names each of its arguments.
    return tuple.__new__(
        Node,
        (
            index,
            parent,
            end,
            depth,
            window,
            kind,
            get("package", ""),
            get("text", ""),
            get("content-desc", ""),
            hint or "",
            hint is not None,
            get("resource-id", ""),
            _bounds(get("bounds", "")),
            get("clickable") == "true",
            get("long-clickable") == "true",
            get("checkable") == "true",
            get("checked") == "true",
            get("enabled") != "false",
            get("focusable") == "true",
            get("focused") == "true",
            get("selected") == "true",
            get("scrollable") == "true",
            get("password") == "true",
            get("visible-to-user") != "false" and get("displayed") != "false",
            _number(order) if order is not None else 0,
            _number(display) if display is not None else 0,
            get("pane-title", ""),
        ),
    )


def _number(value: str) -> int:
    return 0 if value == "0" else int(value) if value.isdecimal() and len(value) < 10 else 0


def _bounds(value: str) -> Rect:
    match = _BOUNDS.match(value)
    if match is None:
        return _NOTHING
    left, top, right, bottom = match.groups()
    return int(left), int(top), int(right), int(bottom)
