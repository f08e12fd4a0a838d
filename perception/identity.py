"""Let elements keep their numbers from look to look while the screen stays."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

from perception.box import Box
from perception.screen import Element, Screen

_SAME = 0.8
_STAYS = 0.5
_MOST_ALIKE = 50


def keep_ids(elements: Sequence[Element], before: Screen | None) -> tuple[tuple[Element, ...], int]:
    """Return `elements` with the numbers that they had on the screen before, and the number for the next new one.

    An element is the same when it says the same and has the same role, view name and app: of several such the nearest.
    What says something else, as a field after typing does, is the same when role and view name are and it stands in
    the same place. The screen stays when half of its elements do; otherwise numbers start again from 0 in reading
    order.

    Args:
        elements: The elements now, in reading order.
        before: The screen before; None for a first look.
    """
    if before is not None and elements:
        numbers = _match(elements, before.elements)
        if numbers and len(numbers) >= _STAYS * min(len(elements), len(before.elements)):
            following = max(before.next_id, 1 + max(element.id for element in before.elements))
            kept = []
            for place, element in enumerate(elements):
                number = numbers.get(place)
                if number is None:
                    number, following = following, following + 1
                kept.append(_numbered(element, number))
            return tuple(kept), following
    return tuple(_numbered(element, place) for place, element in enumerate(elements)), len(elements)


def _numbered(element: Element, number: int) -> Element:
    return element if element.id == number else replace(element, id=number)


def _match(now: Sequence[Element], before: Sequence[Element]) -> dict[int, int]:
    """Return place in `now` -> number before."""
    numbers: dict[int, int] = {}
    left = _pair(list(enumerate(now)), before, numbers, _says, 0.0)
    _pair([(place, element) for place, element in enumerate(now) if place not in numbers], left, numbers, _is, _SAME)
    return numbers


def _pair(
    now: Sequence[tuple[int, Element]],
    before: Sequence[Element],
    numbers: dict[int, int],
    key: Callable[[Element], Hashable],
    least: float,
) -> list[Element]:
    """Add pairs of equal `key` to `numbers`, the nearest first; return who is left of `before`.

    Args:
        now: Places and elements now.
        before: Elements before.
        numbers: Place now -> number before.
        key: What has to be equal.
        least: How much of the larger box the two have to share, 0 to 1.
    """
    families: dict[Hashable, list[Element]] = {}
    for element in before:
        families.setdefault(key(element), []).append(element)
    for place, element in now:
        family = families.get(key(element))
        if not family:
            continue
        best = min(range(min(len(family), _MOST_ALIKE)), key=lambda at: _distance(family[at].box, element.box))
        if least and _shared(family[best].box, element.box) < least:
            continue
        numbers[place] = family.pop(best).id
    return [element for family in families.values() for element in family]


def _says(element: Element) -> Hashable:
    return element.package, element.role, element.resource_id, element.text


def _is(element: Element) -> Hashable:
    return element.package, element.role, element.resource_id


def _distance(one: Box, two: Box) -> int:
    (x1, y1), (x2, y2) = one.center, two.center
    return abs(x1 - x2) + abs(y1 - y2)


def _shared(one: Box, two: Box) -> float:
    across = min(one.right, two.right) - max(one.left, two.left)
    down = min(one.bottom, two.bottom) - max(one.top, two.top)
    return max(0, across) * max(0, down) / max(one.area, two.area, 1)
