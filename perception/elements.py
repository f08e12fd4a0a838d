"""Make elements out of a hierarchy's shown nodes: labels go to whom they belong, what is covered goes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from device.frame import Display
from perception.bands import Bands
from perception.draft import Draft, merge
from perception.geometry import area, share_inside
from perception.hierarchy import Hierarchy, Node
from perception.labels import clean, clean_lines, words_of_id
from perception.layers import hidden_layers
from perception.naming import Naming
from perception.roles import (
    is_field,
    is_picture,
    is_slider,
    looks_like_tab,
    role_of_checkable,
    value_of,
)
from perception.screen import Role
from perception.units import Units

_ROW_WIDTH = 0.55
_LARGE = 0.3
_COVERED = 0.9
_GROUP = 0.08
_PANE = 0.5
_MOST_COMPARISONS = 100_000
"""Texts that are held against a text around them on one screen; more than any real one has."""
_STATES = ("ON", "OFF", "开启", "关闭", "开", "关")


def draft_elements(hierarchy: Hierarchy, units: Units, display: Display) -> list[Draft]:
    """Return the elements in document order.

    Args:
        hierarchy: The parsed hierarchy.
        units: Its nodes, sorted by `perception.units.find_units`.
        display: The display the bounds refer to.
    """
    nodes = hierarchy.nodes
    own: dict[int, list[Node]] = {}
    free: list[Node] = []
    for node in nodes:
        if units.boxes[node.position] is None or not (node.text or node.description):
            continue
        owner = units.owner[node.position]
        if owner < 0:
            free.append(node)
        elif owner != node.position:
            own.setdefault(owner, []).append(node)
    screen = display.width * display.height
    drafts = {
        node.position: _draft_unit(node, units, own.get(node.position, ()), nodes)
        for node in nodes
        if units.is_unit[node.position]
    }
    naming = Naming(free, nodes, units, screen=screen)
    naming.name(drafts)
    _mark_rows_and_tabs(drafts, own, hierarchy, display)
    for index in _empty_wrappers(drafts, units):
        del drafts[index]
    for node in free:
        if node.position not in naming.taken:
            text = _draft_text(node, units, screen)
            if text is not None:
                drafts[node.position] = text
    _drop_repeated(drafts, nodes)
    for draft in drafts.values():
        if not draft.lines and draft.role is not Role.TEXT:
            words = words_of_id(draft.node.resource_id)
            draft.lines.extend([words] if words else [])
    for first, end in hidden_layers(hierarchy, units):
        for index in [index for index in range(first, end) if index in drafts]:
            del drafts[index]
    covered = _covered(drafts, units, screen)
    return [drafts[index] for index in sorted(drafts) if index not in covered]


def _draft_unit(node: Node, units: Units, inside: Iterable[Node], nodes: tuple[Node, ...]) -> Draft:
    box = units.boxes[node.position]
    assert box is not None
    state = units.states.get(node.position)
    switch = nodes[state] if state is not None else node if node.checkable else None
    draft = Draft(node=node, box=box, role=Role.BUTTON, clickable=node.clickable, enabled=node.enabled)
    if is_field(node):
        draft.role = Role.FIELD
        showing_hint = node.has_hint and node.text == node.hint
        draft.content = "" if showing_hint else " ".join(clean_lines(node.text))
        # Compose draws the placeholder as a text inside the field.
        inner = _lines_inside(inside, None)
        draft.lines = clean_lines(node.hint) or clean_lines(node.description) or inner[:1]
        draft.clickable = True
        return draft
    if is_slider(node):
        draft.role = Role.SLIDER
        draft.content = value_of(node) or ""
        draft.clickable = True
        draft.lines = clean_lines(node.description)
    else:
        says_state = switch is not None and clean(node.text).upper() in _STATES
        draft.lines = merge([] if says_state else clean_lines(node.text), clean_lines(node.description))
    if switch is not None:
        draft.role = role_of_checkable(switch, nodes[switch.position + 1 : switch.end])
        draft.checked = switch.checked
        draft.enabled = node.enabled and switch.enabled
    draft.lines = merge(draft.lines, _lines_inside(inside, switch))
    return draft


def _lines_inside(inside: Iterable[Node], switch: Node | None) -> list[str]:
    titles: list[str] = []
    texts: list[str] = []
    pictures: list[str] = []
    for node in inside:
        if node is switch:
            # A switch's own text is "ON" or "OFF", which `checked` says; its description may be the row's only name.
            pictures.extend(clean_lines(node.description))
        elif value_of(node) is not None:
            continue
        elif node.text:
            (titles if node.resource_id.endswith("id/title") else texts).extend(clean_lines(node.text))
        else:
            (pictures if is_picture(node) else texts).extend(clean_lines(node.description))
    return titles + texts + pictures


def _mark_rows_and_tabs(
    drafts: dict[int, Draft], own: dict[int, list[Node]], hierarchy: Hierarchy, display: Display
) -> None:
    nodes = hierarchy.nodes
    families: dict[int, list[Draft]] = {}
    for index, draft in drafts.items():
        if draft.role is not Role.BUTTON:
            continue
        families.setdefault(nodes[index].parent, []).append(draft)
        window = nodes[hierarchy.windows[draft.node.window]].bounds
        width = min(window[2], display.width) - max(window[0], 0)
        wide = draft.box[2] - draft.box[0] >= _ROW_WIDTH * width
        if wide and "Button" not in draft.node.kind and (index in own or draft.lines):
            draft.role = Role.ROW
        elif is_picture(draft.node) and not draft.clickable:
            draft.role = Role.IMAGE
        if looks_like_tab(draft.node) and draft.role is Role.BUTTON:
            draft.role = Role.TAB
    selected = [node.position for node in nodes if node.selected]
    for family in families.values():
        top, bottom = family[0].box[1], family[0].box[3]
        in_line = len(family) > 1 and all(draft.box[1] < bottom and draft.box[3] > top for draft in family)
        if in_line and sum(holds(draft.node, selected) for draft in family) == 1:
            for draft in family:
                draft.role = Role.TAB


def holds(node: Node, positions: list[int]) -> bool:
    """Return whether the view itself or something in it is among `positions`, which ascend."""
    first = bisect_left(positions, node.position)
    return first < len(positions) and positions[first] < node.end


def _empty_wrappers(drafts: dict[int, Draft], units: Units) -> list[int]:
    """Return the units without words that only surround units that have some."""
    order = sorted(drafts)
    below = [0, *accumulate(area(drafts[index].box) for index in order)]
    found = []
    for index, draft in drafts.items():
        if draft.lines or draft.role not in (Role.BUTTON, Role.ROW) or units.counts[index] < 2:
            continue
        inside = below[bisect_left(order, draft.node.end)] - below[bisect_left(order, index + 1)]
        if inside >= 0.4 * area(draft.box):
            found.append(index)
    return found


def _draft_text(node: Node, units: Units, screen: int) -> Draft | None:
    box = units.boxes[node.position]
    lines = [" ".join(merge(clean_lines(node.text), clean_lines(node.description)))]
    if box is None or not lines[0] or value_of(node) is not None or node.kind.endswith("WebView"):
        return None
    holds_more = node.end - node.position > 1
    if area(box) > (_GROUP if units.counts[node.position] else _PANE) * screen and (holds_more or not node.text):
        return None  # the name of a pane or a group, not something written on it
    role = Role.IMAGE if is_picture(node) else Role.TEXT
    return Draft(node=node, box=box, role=role, lines=lines, enabled=node.enabled)


def _drop_repeated(drafts: dict[int, Draft], nodes: tuple[Node, ...]) -> None:
    """Drop a text that a text around it already says, as views for screen readers do."""
    around = [-1] * len(nodes)
    for node in nodes:
        if node.parent >= 0:
            around[node.position] = node.parent if node.parent in drafts else around[node.parent]
    left = _MOST_COMPARISONS
    for index, draft in list(drafts.items()):
        if draft.role not in (Role.TEXT, Role.IMAGE) or not draft.lines:
            continue
        above = around[index]
        while above >= 0 and left > 0:
            left -= 1
            if above in drafts and draft.lines[0] in " ".join(drafts[above].lines):
                del drafts[index]
                break
            above = around[above]


def _covered(drafts: dict[int, Draft], units: Units, screen: int) -> set[int]:
    """Return which drafts lie below a touch area that is painted later."""
    bands = Bands((index, draft.box) for index, draft in drafts.items() if draft.node.clickable)
    return {index for index, draft in drafts.items() if _is_covered(draft, drafts, bands, units, screen)}


def _is_covered(draft: Draft, drafts: dict[int, Draft], bands: Bands, units: Units, screen: int) -> bool:
    node, box, painted = draft.node, draft.box, units.paint[draft.node.position]
    # What covers nine tenths of a box covers its middle.
    middle = (box[1] + box[3]) // 2
    for index in bands.between(middle, middle + 1):
        cover = drafts[index]
        other = cover.node
        if units.paint[index] <= painted or node.position <= index < node.end or index <= node.position < other.end:
            continue
        if share_inside(box, cover.box) < _COVERED:
            continue
        # A touch goes to what is on top; words below a small bare touch area can still be read.
        if draft.clickable or cover.lines or area(cover.box) > _LARGE * screen:
            return True
    return False
