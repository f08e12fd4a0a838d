"""How often a touch a little beside still means the thing that was meant: the figures of `handroid bench snap`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

from agent.aim import aim
from agent.target import element_at
from perception import Element, PerceptionError, PerceptionUsageError, Screen, perceive
from tasks.frame_files import read_frame

SHIFT = 25
"""Pixels by which a point is moved at most, in any direction."""


def screens_of(folder: Path) -> dict[str, Screen]:
    """Return the screens whose hierarchies lie in ``folder/*/dump.xml``, by the names of their folders.

    Raises:
        PerceptionUsageError: There is none.
    """
    screens: dict[str, Screen] = {}
    for path in sorted(folder.glob("*/dump.xml")):
        picture = next((found for found in sorted(path.parent.glob("screen.*"))), None)
        try:
            screens[path.parent.name] = perceive(read_frame(xml=path, image=picture))
        except PerceptionError as error:
            raise PerceptionUsageError(str(error)) from error
    if not screens:
        raise PerceptionUsageError(f"{folder} holds no folder with a dump.xml in it")
    return screens


def measure(screens: Iterable[tuple[str, Screen]], *, points: int, seed: int = 0) -> dict[str, Any]:
    """Return figures and rows: which share of points, taken in a thing's box and shifted, still means that thing.

    For each thing that can be touched, `points` points spread over its box are drawn where it lies on top, and each is
    shifted by up to `SHIFT` pixels in any direction. Shares, each 0 to 1:

    - ``inside``: of the points that are still in the box,
    - ``alone``: of those that are not on another thing that can be touched, where place alone can tell,
    - ``anywhere``: of all, by place alone,
    - ``reachable``: the most that place alone could reach there: the same points as ``alone``, of all,
    - ``named``: of all points of things that have a label, when the model says the label.

    Args:
        screens: Names and screens.
        points: Points for each thing.
        seed: What the points come from.
    """
    random = Random(f"snap {seed}")
    total = _Count()
    rows = []
    for name, screen in screens:
        count = _Count()
        for element in screen.elements:
            if element.clickable:
                _try(screen, element, count, random, points)
        total.add(count)
        rows.append({"screen": name, "clickable": count.things, **count.shares()})
    return {"figures": {"screens": len(rows), "clickable": total.things, **total.shares()}, "rows": rows}


class _Count:
    """Points tried and points that meant the right thing, by kind."""

    def __init__(self) -> None:
        self.things = 0
        self.tried = dict.fromkeys(("inside", "alone", "anywhere", "named"), 0)
        self.right = dict.fromkeys(self.tried, 0)

    def note(self, kind: str, right: bool) -> None:
        self.tried[kind] += 1
        self.right[kind] += right

    def add(self, other: _Count) -> None:
        self.things += other.things
        for kind in self.tried:
            self.tried[kind] += other.tried[kind]
            self.right[kind] += other.right[kind]

    def shares(self) -> dict[str, float | None]:
        shares = {kind: round(self.right[kind] / tried, 4) if tried else None for kind, tried in self.tried.items()}
        most = self.tried["alone"] / self.tried["anywhere"] if self.tried["anywhere"] else None
        return {**shares, "reachable": round(most, 4) if most is not None else None}


def _try(screen: Screen, element: Element, count: _Count, random: Random, points: int) -> None:
    count.things += 1
    box, display = element.box, screen.display
    for _ in range(points):
        start = random.randrange(box.left, box.right), random.randrange(box.top, box.bottom)
        if element_at(screen, start) is not element:
            continue  # something smaller lies on it there, and is meant
        angle, length = random.uniform(0, math.tau), SHIFT * math.sqrt(random.random())
        x = min(max(start[0] + round(length * math.cos(angle)), 0), display.width - 1)
        y = min(max(start[1] + round(length * math.sin(angle)), 0), display.height - 1)
        right = aim(screen, (x, y)).element is element
        count.note("anywhere", right)
        if box.holds((x, y)):
            count.note("inside", right)
        others = [other for other in screen.elements if other.clickable and other.box.holds((x, y))]
        if not others or element in others:
            count.note("alone", right)
        if element.text:
            count.note("named", aim(screen, (x, y), f'I tap "{element.text}".').element is element)
