"""Find what scrolls, in which directions, and whether there is more."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import median_high

from perception.box import Box
from perception.conditions import Axis, ScrollRange
from perception.hierarchy import Hierarchy, Node, Rect
from perception.roles import is_picture, short_kind

_FLAT = 3.0
_CUT = 0.85
_FEWEST = 3
_MOST_WRAPPERS = 4
_MOST_INSIDE = 100

_Item = tuple[Node, Rect]
_SIDEWAYS = ("HorizontalScrollView", "ViewPager", "ViewPager2", "HorizontalGridView", "TabLayout")
_UPRIGHT = ("ScrollView", "NestedScrollView", "ListView", "VerticalGridView", "AbsListView", "ExpandableListView")
_EITHER = ("WebView", "MapView")


def find_ranges(hierarchy: Hierarchy, boxes: list[Rect | None]) -> tuple[ScrollRange, ...]:
    """Return what scrolls, once for each box, in document order.

    UIAutomator tells that something scrolls and not how far. Rows that are cut off at an edge tell that there is more.

    Args:
        hierarchy: The parsed hierarchy.
        boxes: The part of each node that shows, in display pixels; None for nodes that don't.
    """
    if not any(node.scrollable for node in hierarchy.nodes):
        return ()
    children: dict[int, list[Node]] = {}
    for node in hierarchy.nodes:
        children.setdefault(node.parent, []).append(node)

    def leaves(node: Node) -> list[Rect]:
        inside = hierarchy.nodes[node.position : min(node.end, node.position + _MOST_INSIDE)]
        shows = (leaf for leaf in inside if leaf.text or leaf.description or is_picture(leaf))
        return [box for leaf in shows if (box := boxes[leaf.position]) is not None]

    found: dict[Rect, ScrollRange] = {}
    for node in hierarchy.nodes:
        box = boxes[node.position]
        if not node.scrollable or box is None:
            continue
        items = children.get(node.position, [])
        for _ in range(_MOST_WRAPPERS):
            # A ScrollView holds one view that holds the rest.
            if len(items) != 1 or items[0].scrollable:
                break
            items = children.get(items[0].position, [])
        shown = [(item, part) for item in items if (part := boxes[item.position]) is not None]
        axis = _axis(node, box, [part for _, part in shown])
        before, after = _cut_off(box, shown, leaves, 0 if axis is Axis.HORIZONTAL else 1)
        found[box] = ScrollRange(box=_box(box), axis=axis, before=before, after=after, package=node.package)
    return tuple(found.values())


def _axis(node: Node, box: Rect, shown: list[Rect]) -> Axis:
    kind = short_kind(node)
    if kind in _SIDEWAYS:
        return Axis.HORIZONTAL
    if kind in _EITHER:
        return Axis.BOTH
    if kind in _UPRIGHT:
        return Axis.VERTICAL
    if len(shown) >= 2:
        in_a_row = sum(one[1] < two[3] and two[1] < one[3] for one, two in pairwise(shown))
        one_row = in_a_row == len(shown) - 1 and max(part[3] for part in shown) - box[1] <= 1.2 * (box[3] - box[1])
        if one_row:
            return Axis.HORIZONTAL
    wide = box[2] - box[0] >= _FLAT * (box[3] - box[1])
    return Axis.HORIZONTAL if wide and len(shown) < 2 else Axis.VERTICAL


def _cut_off(box: Rect, items: list[_Item], leaves: Callable[[Node], list[Rect]], side: int) -> tuple[bool, bool]:
    """Return whether something reaches beyond the near and the far edge along `side`: 0 across, 1 down."""
    start, end = box[side], box[side + 2]
    before = any(node.bounds[side] < start < node.bounds[side + 2] for node, _ in items)
    after = any(node.bounds[side] < end < node.bounds[side + 2] for node, _ in items)
    if len(items) < _FEWEST:
        return before, after
    short = _CUT * median_high(part[side + 2] - part[side] for _, part in items)
    first, part = min(items, key=lambda item: item[1][side])
    if part[side + 2] - part[side] < short:
        # A heading is lower than a row too, but what is written on it keeps away from the edge.
        before = before or any(leaf[side] == start for leaf in leaves(first))
    last, part = max(items, key=lambda item: item[1][side + 2])
    if part[side + 2] - part[side] < short:
        after = after or any(leaf[side + 2] == end for leaf in leaves(last))
    return before, after


def _box(rect: Rect) -> Box:
    return Box(left=rect[0], top=rect[1], right=rect[2], bottom=rect[3])
