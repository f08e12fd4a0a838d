"""Find the parts of a window that lie completely below another part, as a page does below a search overlay."""

from __future__ import annotations

from perception.geometry import area, share_inside
from perception.hierarchy import Hierarchy, Rect
from perception.units import Units

_FEWEST_UNITS = 3
_FEWEST_COLLISIONS = 2
_COVERED = 0.9
_OVERLAP = 0.3
_MOST_COMPARISONS = 300_000
"""Pairs of touch areas that are compared on one screen; more than any real one has."""


def hidden_layers(hierarchy: Hierarchy, units: Units) -> list[tuple[int, int]]:
    """Return the subtrees, as ranges of node positions, that a sibling covers.

    Whether a view is opaque is not in the hierarchy. Two siblings that fill the same place and whose touch areas lie
    across each other cannot both be meant for a finger: the one that is painted last is.
    """
    nodes = hierarchy.nodes
    families: dict[int, list[int]] = {}
    for node in nodes:
        if units.counts[node.position] >= _FEWEST_UNITS and units.boxes[node.position] is not None:
            families.setdefault(node.parent, []).append(node.position)
    hidden: list[tuple[int, int]] = []
    touch_areas: dict[int, list[Rect]] = {}
    left = _MOST_COMPARISONS
    for parent, family in families.items():
        if parent < 0 or len(family) < 2:
            continue
        family.sort(key=lambda index: units.paint[index])
        for place, lower in enumerate(family):
            below = units.boxes[lower]
            if below is None:
                continue
            for upper in family[place + 1 :]:
                left -= 1
                above = units.boxes[upper]
                if above is None or share_inside(below, above) < _COVERED:
                    continue
                for index in (lower, upper):
                    if index not in touch_areas:
                        touch_areas[index] = _touch_areas(hierarchy, units, index)
                left -= len(touch_areas[lower]) * len(touch_areas[upper])
                if left < 0:
                    return hidden
                if _collide(touch_areas[lower], touch_areas[upper]):
                    hidden.append((lower, nodes[lower].end))
                    break
    return hidden


def _touch_areas(hierarchy: Hierarchy, units: Units, root: int) -> list[Rect]:
    boxes = (units.boxes[index] for index in range(root, hierarchy.nodes[root].end) if units.is_unit[index])
    return [box for box in boxes if box is not None]


def _collide(lower: list[Rect], upper: list[Rect]) -> bool:
    collisions = 0
    for below in lower:
        for above in upper:
            small, large = (below, above) if area(below) < area(above) else (above, below)
            if share_inside(small, large) > _OVERLAP:
                collisions += 1
                break
    return collisions >= _FEWEST_COLLISIONS and collisions >= _OVERLAP * len(lower)
