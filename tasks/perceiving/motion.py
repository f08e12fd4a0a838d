"""How well perception sees movement: by how much content was scrolled, and when a screen has come to rest."""

from __future__ import annotations

import statistics
import threading
import time
from random import Random
from typing import Any

from device.action import Swipe
from device.adb_phone import AdbPhone, connect
from device.frame import Frame
from device.simulator import InProcessPhone, SimulatedPhone
from perception import Hierarchy, parse_hierarchy, perceive
from perception.change import ChangeKind, find_change
from tasks.simulated import simulated_phone

WITHIN = 2
"""Pixels by which a scroll offset may be off."""

_SETTINGS = "com.android.settings"
_FRAME = 1 / 60
_X, _Y = 540, 1800
_DOWN, _UP, _MOVE = 0, 1, 2
"""MotionEvent's actions."""


def judge_scrolls(count: int, seed: int = 0) -> dict[str, Any]:
    """Scroll lists of the simulated phone and return how often the offset that is seen is the real one.

    The real one is how far texts moved in the hierarchy; what is held against it knows the pictures alone.
    """
    random = Random(f"scrolls {seed}")
    right = right_alone = tried = 0
    with SimulatedPhone(seed=seed) as simulated:
        phone = InProcessPhone(simulated)
        while tried < count:
            simulated.launch(_SETTINGS)
            for _ in range(random.randrange(3)):
                rows = [element for element in perceive(phone.capture()).elements if element.clickable]
                if rows:
                    simulated.tap(*random.choice(rows).box.center)
            before, moved = phone.capture(), 0
            for _ in range(4):
                simulated.swipe(_X, _Y, _X, _Y - random.choice((-1, 1)) * random.randrange(30, 1500))
                after = phone.capture()
                moved = _moved(parse_hierarchy(before.hierarchy), parse_hierarchy(after.hierarchy))
                if not moved:
                    continue
                tried += 1
                right += _is_seen(before, after, moved, with_tree=True)
                right_alone += _is_seen(before, after, moved, with_tree=False)
                before = after
    return {
        "figures": {
            "scroll_right": round(right / tried, 4),
            "scroll_right_without_tree": round(right_alone / tried, 4),
        },
        "rows": [{"what": "scroll offset", "tried": tried, "wrong": tried - right}],
    }


def _is_seen(before: Frame, after: Frame, moved: int, *, with_tree: bool) -> bool:
    screen = perceive(after) if with_tree else None
    change = find_change(before.pixels, after.pixels, display=after.display, screen=screen)
    return (
        change.kind is ChangeKind.SCROLLED and change.scroll is not None and abs(change.scroll.offset - moved) <= WITHIN
    )


def _moved(before: Hierarchy, after: Hierarchy) -> int:
    """Return by how many pixels the texts that both show whole moved up; 0 where that is not to be told."""
    places = [
        {node.text: node.bounds for node in found.nodes if node.resource_id == "android:id/title"}
        for found in (before, after)
    ]
    offsets = {
        bounds[1] - places[1][text][1]
        for text, bounds in places[0].items()
        if text in places[1] and bounds[3] - bounds[1] == places[1][text][3] - places[1][text][1]
    }
    return offsets.pop() if len(offsets) == 1 else 0


def time_settling(count: int, seed: int = 0) -> dict[str, Any]:
    """Return how late it is seen, over adb, that a list of a simulated phone has stopped moving.

    The list is moved by a finger that another connection puts down, so that the moments are known at which it moved. On
    a busy machine the finger stops now and then: a standstill of two frames counts as rest, too early is a verdict
    before that.
    """
    random = Random(f"settling {seed}")
    late: list[float] = []
    rested = early = 0
    with simulated_phone(seed=seed) as serial, connect(serial) as phone, connect(serial) as mover:
        for _ in range(count):
            phone.shell("am start -n com.android.settings/.Settings")
            phone.perform(Swipe(x1=_X, y1=900, x2=_X, y2=2200))
            finger = _Finger(mover, seconds=random.uniform(0.2, 0.8))
            finger.start()
            finger.begun.wait()
            rested += phone.settle()
            seen = time.monotonic()
            finger.join()
            stood = seen - max(at for at in finger.moves if at <= seen)
            early += stood < 2 * _FRAME and finger.moves[-1] > seen
            late.append(stood * 1000)
    return {
        "figures": {"settle_ms": round(statistics.median(late), 1), "settle_too_early": round(early / count, 4)},
        "rows": [{"what": "settling", "tried": count, "wrong": count - rested + early}],
    }


class _Finger(threading.Thread):
    """Moves a list to and fro for a while, as often as a display draws."""

    def __init__(self, phone: AdbPhone, *, seconds: float) -> None:
        super().__init__(daemon=True)
        self.begun = threading.Event()
        self.moves: list[float] = []
        self._phone, self._seconds = phone, seconds

    def run(self) -> None:
        began = time.monotonic()
        self._touch(_DOWN, _Y)
        moved = 0
        while time.monotonic() - began < self._seconds:
            drawn = time.monotonic()
            moved += 23
            self._touch(_MOVE, _Y - 60 - abs((moved + 400) % 800 - 400))
            self.moves.append(drawn)
            self.begun.set()
            time.sleep(max(0.0, drawn + _FRAME - time.monotonic()))
        self._touch(_UP, _Y)

    def _touch(self, event: int, y: int) -> None:
        self._phone.rpc("injectInputEvent", event, _X, y, 0)
