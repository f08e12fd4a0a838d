"""Find the views a person can act on, and whom each label on the screen belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from perception.geometry import area, clip
from perception.hierarchy import Hierarchy, Node, Rect
from perception.labels import clean
from perception.roles import is_field, is_slider
from perception.windows import Window, Windows

_TOO_THIN = 3
_HALF = 0.5
_PAGE = 0.3
_TAB = 40
"""Views that a tab at the bottom of a window holds at most."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Units:
    """The shown nodes of a hierarchy, sorted by what they are for. All lists are as long as the list of nodes.

    Attributes:
        boxes: The part of each node that shows, in display pixels; None for nodes that don't.
        owner: Position of the innermost unit around each node, itself included; -1 where there is none.
        is_unit: Whether a person can act on the node: tap it, switch it, type into it, drag it.
        counts: How many units each node's subtree holds, itself included.
        states: For each unit that carries a passive switch, check box or radio button: the position of that.
        paint: When each node is painted; greater is later, thus on top.
    """

    boxes: list[Rect | None]
    owner: list[int]
    is_unit: list[bool]
    counts: list[int]
    states: dict[int, int]
    paint: list[int]


def find_units(hierarchy: Hierarchy, windows: Windows, screen: Rect) -> Units:
    """Sort the nodes of the shown windows; `screen` is the whole display."""
    nodes = hierarchy.nodes
    size = len(nodes)
    boxes: list[Rect | None] = [None] * size
    for window in windows.shown:
        _clip_subtree(nodes[window.root.position : window.root.end], window.bounds, boxes)
    is_unit = [_can_act(node, boxes[node.position]) for node in nodes]
    for window in windows.shown:
        _reach_past_edge(nodes[window.root.position : window.root.end], window, screen, is_unit, boxes)
    _add_chosen(nodes, is_unit, boxes)
    counts = _count(nodes, is_unit)
    for window in windows.shown:
        extent = area(window.bounds)
        for node in nodes[window.root.position : window.root.end]:
            box = boxes[node.position]
            if (
                is_unit[node.position]
                and box is not None
                and _is_ground(node, area(box), extent, counts[node.position], page=extent >= _PAGE * area(screen))
            ):
                is_unit[node.position] = False
    states = _join_states(nodes, is_unit, boxes)
    counts = _count(nodes, is_unit)
    owner = _owners(nodes, is_unit)
    return Units(
        boxes=boxes,
        owner=owner,
        is_unit=is_unit,
        counts=counts,
        states=states,
        paint=_paint_order(hierarchy, windows),
    )


def _clip_subtree(subtree: tuple[Node, ...], bounds: Rect, boxes: list[Rect | None]) -> None:
    first = subtree[0].position
    limits: list[Rect] = [bounds] * len(subtree)
    for node in subtree:
        place = node.position - first
        limit = limits[node.parent - first] if place else bounds
        box = clip(node.bounds, limit)
        limits[place] = box if node.scrollable else limit
        if node.visible and box[2] - box[0] > _TOO_THIN and box[3] - box[1] > _TOO_THIN:
            boxes[node.position] = box


def _reach_past_edge(
    subtree: tuple[Node, ...], window: Window, screen: Rect, is_unit: list[bool], boxes: list[Rect | None]
) -> None:
    """Let what was cut off at the bottom of a window reach to the words that stand on it below the edge.

    MIUI tells a window as high as it is without the bars, but counts from the top of the display: uiautomator2's server
    cuts the bar of tabs at the bottom off there, and leaves words and icons where they are.
    """
    edge = window.root.bounds[3]
    if edge >= screen[3]:
        return
    for node in subtree:
        box = boxes[node.position]
        if not is_unit[node.position] or box is None or node.bounds[3] != edge or node.end - node.position > _TAB:
            continue
        left, top, right, bottom = box
        for inner in subtree[node.position - subtree[0].position + 1 : node.end - subtree[0].position]:
            below = edge <= inner.bounds[1] < inner.bounds[3] <= screen[3] and inner.end == inner.position + 1
            if below and inner.visible and left <= inner.bounds[0] and inner.bounds[2] <= right:
                boxes[inner.position] = inner.bounds
                bottom = max(bottom, inner.bounds[3])
        boxes[node.position] = (left, top, right, bottom)


def _can_act(node: Node, box: Rect | None) -> bool:
    if box is None or node.kind.endswith("WebView"):
        return False
    return node.clickable or node.checkable or is_field(node) or is_slider(node)


def _add_chosen(nodes: tuple[Node, ...], is_unit: list[bool], boxes: list[Rect | None]) -> None:
    """Make the chosen one of several tabs a unit: it cannot be tapped while it is chosen, but it is one of them."""
    families = {node.parent for node in nodes if is_unit[node.position]}
    for node in nodes:
        if node.selected and node.parent >= 0 and node.parent in families and boxes[node.position] is not None:
            is_unit[node.position] = True


def _count(nodes: tuple[Node, ...], is_unit: list[bool]) -> list[int]:
    counts = [int(unit) for unit in is_unit]
    for node in reversed(nodes):
        if node.parent >= 0:
            counts[node.parent] += counts[node.position]
    return counts


def _owners(nodes: tuple[Node, ...], is_unit: list[bool]) -> list[int]:
    """Return the position of the innermost unit around each node, itself included; -1 where there is none."""
    owner = [-1] * len(nodes)
    for node in nodes:
        index = node.position
        owner[index] = index if is_unit[index] else owner[node.parent] if node.parent >= 0 else -1
    return owner


def _is_ground(node: Node, extent: int, whole: int, count: int, *, page: bool) -> bool:
    """Return whether a unit is the ground that others lie on: tapping it means none of them.

    Args:
        node: The unit.
        extent: Its square pixels.
        whole: Those of its window.
        count: How many units there are in it, itself included.
        page: Whether the window is as large as a page: the one thing in a small window, as in a menu of one item, is
            what it is for.
    """
    if is_field(node) or is_slider(node) or node.checkable:
        return False
    if node.scrollable and count > 1:
        return True
    alone = not page and count == 1 and node.end > node.position + 1
    return extent > _HALF * whole and not alone and (count > 1 or not (clean(node.text) or clean(node.description)))


def _join_states(nodes: tuple[Node, ...], is_unit: list[bool], boxes: list[Rect | None]) -> dict[int, int]:
    """Make passive switches part of the row that toggles them; return row -> switch."""
    found: dict[int, list[int]] = {}
    owner = _owners(nodes, is_unit)
    for node in nodes:
        if not (node.checkable and is_unit[node.position]) or node.clickable or boxes[node.position] is None:
            continue
        above = owner[node.parent] if node.parent >= 0 else -1
        if above >= 0:
            found.setdefault(above, []).append(node.position)
    states = {row: switches[0] for row, switches in found.items() if len(switches) == 1}
    for switch in states.values():
        is_unit[switch] = False
    return states


def _paint_order(hierarchy: Hierarchy, windows: Windows) -> list[int]:
    nodes = hierarchy.nodes
    paint = [node.position for node in nodes]
    told = any(node.drawing_order for node in nodes)
    if not told and len(windows.shown) < 2:
        return paint
    clock = 0
    children: dict[int, list[int]] = {}
    for node in nodes:
        children.setdefault(node.parent, []).append(node.position)
    for window in windows.shown:
        stack = [window.root.position]
        while stack:
            index = stack.pop()
            paint[index] = clock
            clock += 1
            below = children.get(index)
            if below:
                stack.extend(sorted(below, key=lambda child: (nodes[child].drawing_order, child), reverse=True))
    return paint
