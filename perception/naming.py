"""Give views without words of their own the words that stand on, in or beside them."""

from __future__ import annotations

from bisect import bisect_left

from perception.bands import Bands
from perception.draft import Draft, merge
from perception.geometry import area, share_inside
from perception.hierarchy import Node
from perception.labels import clean, clean_lines
from perception.roles import value_of
from perception.screen import Role
from perception.units import Units

_LARGE = 0.3
_COVERED = 0.9
_MOST_WORDS = 6
_MOST_TRIES = 300_000
"""Pairs of a view and a text that are looked at; more than any real screen needs, and over within a second."""
_NAMED_BY_NEIGHBOUR = (Role.SWITCH, Role.CHECKBOX, Role.RADIO, Role.SLIDER, Role.FIELD)


class Naming:
    """Names drafts by the free words around them.

    Attributes:
        taken: Positions of the words' nodes that have become part of a draft.
    """

    def __init__(self, free: list[Node], nodes: tuple[Node, ...], units: Units, *, screen: int) -> None:
        """Prepare.

        Args:
            free: The nodes with words that belong to no unit, in document order.
            nodes: All nodes.
            units: The nodes, sorted.
            screen: Square pixels of the display.
        """
        self.taken: set[int] = set()
        self._nodes, self._units, self._screen = nodes, units, screen
        self._free = free
        self._positions = [node.position for node in free]
        self._bands = Bands((node.position, box) for node in free if (box := units.boxes[node.position]) is not None)
        self._tries = 0

    def name(self, drafts: dict[int, Draft]) -> None:
        """Give the drafts without a line of words the words that a person reads as theirs."""
        for index, draft in drafts.items():
            above = self._row_around(index)
            if above >= 0 and draft.checked is not None and drafts[above].lines:
                # Beside a row with its own touch area the switch says only "on" or "off".
                draft.lines = [_first_words(self._nodes[above], self._nodes) or drafts[above].lines[0]]
            if draft.lines or self._tries > _MOST_TRIES:
                continue
            names = self._named_by_ancestor(index, draft) or self._written_on(draft)
            if not names and draft.role in _NAMED_BY_NEIGHBOUR:
                names = self._nearest(draft)
            for node in names:
                draft.lines = merge(draft.lines, clean_lines(node.text) or clean_lines(node.description))
            self.taken.update(node.position for node in names)

    def _row_around(self, index: int) -> int:
        parent = self._nodes[index].parent
        return self._units.owner[parent] if parent >= 0 else -1

    def _named_by_ancestor(self, index: int, draft: Draft) -> list[Node]:
        """Return the free words of the smallest surrounding view that holds no other unit."""
        nodes, units = self._nodes, self._units
        most = 4 * area(draft.box) if draft.role in (Role.BUTTON, Role.FIELD) else 0.25 * self._screen
        above = nodes[index].parent
        while above >= 0 and units.counts[above] <= units.counts[index] and not units.is_unit[above]:
            box = units.boxes[above]
            if box is not None:
                if area(box) > most:
                    return []
                names = [node for node in self._free_in(nodes[above]) if value_of(node) is None]
                if names:
                    return names
            self._tries += 1
            above = nodes[above].parent
        return []

    def _written_on(self, draft: Draft) -> list[Node]:
        """Return the free words that lie on a bare touch area: a sibling drawn beneath or above it."""
        if draft.role is not Role.BUTTON or area(draft.box) > _LARGE * self._screen:
            return []
        names: list[Node] = []
        for node in self._near(draft.box[1], draft.box[3]):
            box = self._units.boxes[node.position]
            if box is not None and node.window == draft.node.window and share_inside(box, draft.box) >= _COVERED:
                names.append(node)
                if len(names) > _MOST_WORDS:
                    return []
        return names

    def _nearest(self, draft: Draft) -> list[Node]:
        """Return the words on the same line or just above, where there are any."""
        left, top, right, bottom = draft.box
        best: Node | None = None
        nearest = 4.0 * (bottom - top)
        for node in self._near(top - (bottom - top) - 1, bottom):
            box = self._units.boxes[node.position]
            if box is None or node.position in self.taken:
                continue
            if node.window != draft.node.window or value_of(node) is not None:
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

    def _free_in(self, node: Node) -> list[Node]:
        found = self._free[bisect_left(self._positions, node.position) : bisect_left(self._positions, node.end)]
        self._tries += len(found)
        return found

    def _near(self, top: int, bottom: int) -> list[Node]:
        found = self._bands.between(top, bottom)
        self._tries += len(found)
        return [self._nodes[position] for position in found]


def _first_words(row: Node, nodes: tuple[Node, ...]) -> str:
    """Return what a person reads first in a row, be it a button of its own, as the time on the card of an alarm."""
    if row.text or row.description:
        return ""
    for node in nodes[row.position + 1 : row.end]:
        if node.text and not node.checkable and value_of(node) is None:
            return clean(node.text)
    return ""
