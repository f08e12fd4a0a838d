"""Make elements out of a hierarchy's shown nodes: labels go to whom they belong, what is covered goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from device.frame import Display
from perception.geometry import area, clip, share_inside
from perception.hierarchy import Hierarchy, Node, Rect
from perception.labels import clean, clean_lines, words_of_id
from perception.layers import hidden_layers
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
_MOST_WORDS = 6
_GROUP = 0.08
_PANE = 0.5
_STATES = ("ON", "OFF", "开启", "关闭", "开", "关")


@dataclass(kw_only=True)
class Draft:
    """An element in the making; `lines` are its label and what else is written on it, in that order."""

    node: Node
    box: Rect
    role: Role
    lines: list[str] = field(default_factory=list)
    content: str | None = None
    checked: bool | None = None
    clickable: bool = False
    enabled: bool = True


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
    taken = _adopt(drafts, free, nodes, units, screen)
    _mark_rows_and_tabs(drafts, own, nodes, display)
    for index in [index for index, draft in drafts.items() if _is_empty_wrapper(draft, units, drafts)]:
        del drafts[index]
    for node in free:
        if node.position not in taken:
            text = _draft_text(node, units, screen)
            if text is not None:
                drafts[node.position] = text
    _drop_repeated(drafts, nodes)
    for draft in drafts.values():
        if not draft.lines and draft.role is not Role.TEXT:
            words = words_of_id(draft.node.resource_id)
            draft.lines.extend([words] if words else [])
    hidden = hidden_layers(hierarchy, units)
    for index in [index for index in drafts if any(first <= index < end for first, end in hidden)]:
        del drafts[index]
    covers = [draft for draft in drafts.values() if draft.node.clickable]
    return [drafts[index] for index in sorted(drafts) if not _is_covered(drafts[index], covers, units, screen)]


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
        draft.lines = _merge([] if says_state else clean_lines(node.text), clean_lines(node.description))
    if switch is not None:
        draft.role = role_of_checkable(switch, nodes[switch.position + 1 : switch.end])
        draft.checked = switch.checked
        draft.enabled = node.enabled and switch.enabled
    draft.lines = _merge(draft.lines, _lines_inside(inside, switch))
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


def _merge(first: list[str], second: list[str]) -> list[str]:
    merged = list(first)
    for line in second:
        if not any(
            line == known or (line in known and (len(line) > 2 or line in known.split(", "))) for known in merged
        ):
            merged.append(line)
    return merged


def _adopt(drafts: dict[int, Draft], free: list[Node], nodes: tuple[Node, ...], units: Units, screen: int) -> set[int]:
    """Give unlabelled units the words that stand beside them; return the positions of these words' nodes."""
    taken: set[int] = set()
    for index, draft in drafts.items():
        above = _row_around(index, nodes, units)
        if above >= 0 and draft.checked is not None and drafts[above].lines:
            # Beside a row with its own touch area the switch says only "on" or "off".
            draft.lines = [_first_words(nodes[above], nodes) or drafts[above].lines[0]]
        if draft.lines:
            continue
        names = _named_by_ancestor(index, draft, free, nodes, units, screen) or _written_on(draft, free, units, screen)
        if not names and draft.role in (Role.SWITCH, Role.CHECKBOX, Role.RADIO, Role.SLIDER, Role.FIELD):
            names = _nearest(draft, [node for node in free if node.position not in taken], units)
        for node in names:
            draft.lines = _merge(draft.lines, clean_lines(node.text) or clean_lines(node.description))
        taken.update(node.position for node in names)
    return taken


def _row_around(index: int, nodes: tuple[Node, ...], units: Units) -> int:
    parent = nodes[index].parent
    return units.owner[parent] if parent >= 0 else -1


def _first_words(row: Node, nodes: tuple[Node, ...]) -> str:
    """Return what a person reads first in a row, be it a button of its own, as the time on the card of an alarm."""
    if row.text or row.description:
        return ""
    for node in nodes[row.position + 1 : row.end]:
        if node.text and not node.checkable and value_of(node) is None:
            return clean(node.text)
    return ""


def _written_on(draft: Draft, free: list[Node], units: Units, screen: int) -> list[Node]:
    """Return the free words that lie on a bare touch area: a sibling drawn beneath or above it."""
    if draft.role is not Role.BUTTON or area(draft.box) > _LARGE * screen:
        return []
    names = []
    for node in free:
        box = units.boxes[node.position]
        if box is not None and node.window == draft.node.window and share_inside(box, draft.box) >= _COVERED:
            names.append(node)
    return names if len(names) <= _MOST_WORDS else []


def _named_by_ancestor(
    index: int, draft: Draft, free: list[Node], nodes: tuple[Node, ...], units: Units, screen: int
) -> list[Node]:
    """Return the free words of the smallest surrounding view that holds no other unit."""
    most = 4 * area(draft.box) if draft.role in (Role.BUTTON, Role.FIELD) else 0.25 * screen
    above = nodes[index].parent
    while above >= 0 and units.counts[above] <= units.counts[index] and not units.is_unit[above]:
        box = units.boxes[above]
        if box is not None:
            if area(box) > most:
                return []
            names = [node for node in free if above <= node.position < nodes[above].end and value_of(node) is None]
            if names:
                return names
        above = nodes[above].parent
    return []


def _nearest(draft: Draft, free: list[Node], units: Units) -> list[Node]:
    """Return the words on the same line or just above, where there are any."""
    left, top, right, bottom = draft.box
    best: Node | None = None
    nearest = 4.0 * (bottom - top)
    for node in free:
        box = units.boxes[node.position]
        if box is None or node.window != draft.node.window or value_of(node) is not None:
            continue
        height = min(bottom, box[3]) - max(top, box[1])
        width = min(right, box[2]) - max(left, box[0])
        if height > 0.5 * min(bottom - top, box[3] - box[1]):
            distance = float(max(0, left - box[2], box[0] - right)) / 4
        elif width > 0 and box[3] <= top + (bottom - top) // 2:
            distance = float(max(0, top - box[3]))
            if distance > bottom - top:
                continue
        else:
            continue
        if distance < nearest:
            best, nearest = node, distance
    return [best] if best is not None else []


def _mark_rows_and_tabs(
    drafts: dict[int, Draft], own: dict[int, list[Node]], nodes: tuple[Node, ...], display: Display
) -> None:
    families: dict[int, list[Draft]] = {}
    for index, draft in drafts.items():
        if draft.role is not Role.BUTTON:
            continue
        families.setdefault(nodes[index].parent, []).append(draft)
        window = nodes[_root(nodes, index)].bounds
        width = min(window[2], display.width) - max(window[0], 0)
        wide = draft.box[2] - draft.box[0] >= _ROW_WIDTH * width
        if wide and "Button" not in draft.node.kind and (index in own or draft.lines):
            draft.role = Role.ROW
        elif is_picture(draft.node) and not draft.clickable:
            draft.role = Role.IMAGE
        if looks_like_tab(draft.node) and draft.role is Role.BUTTON:
            draft.role = Role.TAB
    for family in families.values():
        top, bottom = family[0].box[1], family[0].box[3]
        in_line = len(family) > 1 and all(draft.box[1] < bottom and draft.box[3] > top for draft in family)
        if in_line and sum(is_selected(draft.node, nodes) for draft in family) == 1:
            for draft in family:
                draft.role = Role.TAB


def is_selected(node: Node, nodes: tuple[Node, ...]) -> bool:
    """Return whether the view or, as Android passes it on, something in it is marked as selected."""
    return any(inner.selected for inner in nodes[node.position : node.end])


def _root(nodes: tuple[Node, ...], index: int) -> int:
    while nodes[index].parent >= 0:
        index = nodes[index].parent
    return index


def _is_empty_wrapper(draft: Draft, units: Units, drafts: dict[int, Draft]) -> bool:
    """Return whether a unit without words only surrounds units that have some."""
    node = draft.node
    if draft.lines or draft.role not in (Role.BUTTON, Role.ROW) or units.counts[node.position] < 2:
        return False
    inside = sum(area(other.box) for index, other in drafts.items() if node.position < index < node.end)
    return inside >= 0.4 * area(draft.box)


def _draft_text(node: Node, units: Units, screen: int) -> Draft | None:
    box = units.boxes[node.position]
    lines = [" ".join(_merge(clean_lines(node.text), clean_lines(node.description)))]
    if box is None or not lines[0] or value_of(node) is not None or node.kind.endswith("WebView"):
        return None
    holds_more = node.end - node.position > 1
    if area(box) > (_GROUP if units.counts[node.position] else _PANE) * screen and (holds_more or not node.text):
        return None  # the name of a pane or a group, not something written on it
    role = Role.IMAGE if is_picture(node) else Role.TEXT
    return Draft(node=node, box=box, role=role, lines=lines, enabled=node.enabled)


def _drop_repeated(drafts: dict[int, Draft], nodes: tuple[Node, ...]) -> None:
    """Drop a text that a text around it already says, as views for screen readers do."""
    for index, draft in list(drafts.items()):
        if draft.role not in (Role.TEXT, Role.IMAGE):
            continue
        above = nodes[index].parent
        while above >= 0:
            around = drafts.get(above)
            if around is not None and draft.lines[0] in " ".join(around.lines):
                del drafts[index]
                break
            above = nodes[above].parent


def _is_covered(draft: Draft, covers: list[Draft], units: Units, screen: int) -> bool:
    node, box, painted = draft.node, draft.box, units.paint[draft.node.position]
    for cover in covers:
        other = cover.node
        if units.paint[other.position] <= painted or node.position <= other.position < node.end:
            continue
        shared = clip(box, cover.box)
        if shared[2] <= shared[0] or shared[3] <= shared[1] or other.position <= node.position < other.end:
            continue
        if share_inside(box, cover.box) < _COVERED:
            continue
        # A touch goes to what is on top; words below a small bare touch area can still be read.
        if draft.clickable or cover.lines or area(cover.box) > _LARGE * screen:
            return True
    return False
