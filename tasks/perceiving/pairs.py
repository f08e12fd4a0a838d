"""Pairs of screens of the simulated phone of which it is known whether they mean the same."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from device.frame import Frame
from device.simulator import InProcessPhone, SimulatedPhone, overlays
from perception import Element, Role, parse_hierarchy, perceive
from perception.looks import Looks

_APPS = ("com.android.settings", "com.google.android.contacts", "net.gsantner.markor", "com.google.android.deskclock")
_WAYS_TO_FIELDS = ((_APPS[0], "Search settings"), (_APPS[1], "Create contact"), (_APPS[2], "Search"))
_WORDS = "amber birch copper delta ember fjord grove harbor iris juniper kelp lagoon".split()
_OVERLAYS = ("permission", "anr", "crash", "low_battery", "update", "rate")
# The Clock app is about the time, and Settings tell of the battery: there they are content.
_ABOUT_TIME = re.compile(r"\d{1,2}:\d{2}|\bago\b|\d\s?%|battery", re.IGNORECASE)
_CHECKED = re.compile(r'checked="(?:true|false)"')
_ATTEMPTS = 6
"""Places where something is tried that can't be done everywhere, before something else is."""
_FITS = 20
"""Letters that the narrowest field has room for."""
_SYSTEM_UI = "com.android.systemui"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two frames, whether they mean the same, and what happened between them."""

    before: Frame
    after: Frame
    same: bool
    how: str


class Wanderer:
    """Goes about on a simulated phone and makes pairs of screens on its way."""

    def __init__(self, seed: int) -> None:
        self._random = Random(f"pairs {seed}")
        self._simulated = SimulatedPhone(seed=seed)
        self._phone = InProcessPhone(self._simulated)

    def close(self) -> None:
        """Switch the phone off."""
        self._simulated.close()

    def pairs(self) -> Iterator[Pair]:
        """Yield pairs without end, those that mean the same and those that don't by turns."""
        same: dict[str, Callable[[], bool]] = {
            "clock": self._clock,
            "battery": self._battery,
            "notification": self._notification,
            "cursor": self._cursor,
            "back again": self._back_again,
        }
        other: dict[str, Callable[[], bool]] = {
            "switch": self._switch,
            "typing": self._typing,
            "page": self._page,
            "overlay": self._overlay,
            "scroll": self._scroll,
        }
        while True:
            for means_same, ways in ((True, same), (False, other)):
                yield self._pair(means_same, ways)

    def _pair(self, same: bool, ways: dict[str, Callable[[], bool]]) -> Pair:
        for attempt in itertools.count():
            if attempt % _ATTEMPTS == 0:
                how = self._random.choice(list(ways))
            self._wander()
            if how in ("cursor", "typing"):
                self._go_to_a_field()
            elif how == "scroll":
                self._simulated.launch(_APPS[0])
            if self._simulated.toast is not None:
                continue  # goes by itself, and can be read meanwhile: neither answer would be wrong
            before = self._phone.capture()
            if ways[how]():
                after = self._phone.capture() if how != "cursor" else self._without_cursor(before)
                return Pair(before=before, after=after, same=same, how=how)
        raise AssertionError  # count() never ends

    def _wander(self) -> None:
        phone = self._simulated
        phone.state.overlays.clear()
        phone.changed()
        if self._random.random() < 0.35:
            phone.launch(self._random.choice(_APPS))
        for _ in range(self._random.randrange(3)):
            touchable = [element for element in self._elements() if element.clickable and element.enabled]
            if touchable:
                phone.tap(*self._random.choice(touchable).box.center)
        if self._random.random() < 0.3:
            phone.swipe(540, 1700, 540, self._random.randrange(400, 2200))

    def _go_to_a_field(self) -> None:
        package, label = self._random.choice(_WAYS_TO_FIELDS)
        self._simulated.launch(package)
        for element in self._elements():
            if element.text == label:
                self._simulated.tap(*element.box.center)
        fields = [element for element in self._elements() if element.role is Role.FIELD]
        if fields:
            self._simulated.tap(*self._random.choice(fields).box.center)
            self._simulated.commit_text(self._random.choice(_WORDS))

    def _elements(self) -> tuple[Element, ...]:
        return perceive(self._phone.capture()).elements

    # What changes by itself, and coming back: each says whether it could be done here.

    def _clock(self) -> bool:
        if _ABOUT_TIME.search(self._said()) or self._simulated.foreground()[0] == _APPS[3]:
            return False
        self._simulated.clock.advance(60 * self._random.randrange(1, 50))
        return True

    def _battery(self) -> bool:
        if _ABOUT_TIME.search(self._said()):
            return False
        battery = self._simulated.state.battery
        battery.level = (battery.level + self._random.randrange(1, 90)) % 100 + 1
        battery.plugged = "none" if battery.plugged == "usb" else "usb"
        self._simulated.changed()
        return True

    def _notification(self) -> bool:
        if self._simulated.state.shade != "closed":
            return False
        self._simulated.notify(self._random.choice(_APPS), self._random.choice(_WORDS), "")
        return True

    def _cursor(self) -> bool:
        field = self._simulated.focused_field()
        # A text that is longer than its field moves with the cursor.
        return self._simulated.state.focus is not None and field is not None and 2 < len(field.text) <= _FITS

    def _without_cursor(self, before: Frame) -> Frame:
        """Return the frame as it is while the cursor does not show: of three pictures, two have it elsewhere."""
        pictures = [before.pixels]
        focus = self._simulated.state.focus
        assert focus is not None
        was = focus.start
        for place in [place for place in range(4) if place != was][:2]:
            focus.start = focus.end = place
            self._simulated.changed()
            pictures.append(self._phone.capture().pixels)
        focus.start = focus.end = was
        self._simulated.changed()
        return dataclasses.replace(before, pixels=np.median(np.stack(pictures), axis=0).astype(np.uint8))

    def _back_again(self) -> bool:
        phone = self._simulated
        if phone.state.keyboard_shown or phone.state.shade != "closed" or phone.app.package not in _APPS:
            return False
        phone.open_shade("notifications")
        phone.close_shade()
        return True

    # What makes another screen.

    def _switch(self) -> bool:
        before = self._phone.capture().hierarchy
        roles = (Role.SWITCH, Role.CHECKBOX, Role.RADIO)
        switches = [element for element in self._elements() if element.role in roles and element.enabled]
        if not switches:
            return False
        self._simulated.tap(*self._random.choice(switches).box.center)
        return _CHECKED.findall(before) != _CHECKED.findall(self._phone.capture().hierarchy)

    def _typing(self) -> bool:
        fields = [element for element in self._elements() if element.role is Role.FIELD and not element.password]
        if not fields or self._simulated.state.focus is None:
            return False
        return self._simulated.commit_text(f" {self._random.choice(_WORDS)}")

    def _page(self) -> bool:
        before = self._simulated.foreground()
        self._simulated.launch(self._random.choice(_APPS))
        return self._simulated.foreground() != before

    def _overlay(self) -> bool:
        overlays.show(self._simulated, self._random.choice(_OVERLAYS), about=self._simulated.app.package)
        return True

    def _scroll(self) -> bool:
        before = self._said()
        self._simulated.swipe(540, 1700, 540, self._random.choice((500, 2200)))
        return self._said() != before

    def _said(self) -> str:
        nodes = parse_hierarchy(self._phone.capture().hierarchy).nodes
        return "\n".join(f"{node.text} {node.description}" for node in nodes if node.package != _SYSTEM_UI)


def judge_fingerprints(count: int, seed: int = 0) -> dict[str, Any]:
    """Return how many of `count` pairs the fingerprints of hierarchy and picture get wrong, and in which ways."""
    wanderer = Wanderer(seed)
    wrong: Counter[str] = Counter()
    wrong_looks: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    try:
        for _, pair in zip(range(count), wanderer.pairs(), strict=False):
            tried[pair.how] += 1
            told_same = perceive(pair.before).fingerprint == perceive(pair.after).fingerprint
            wrong[pair.how] += told_same != pair.same
            looks = Looks()
            names = [perceive(dataclasses.replace(frame, hierarchy=""), looks=looks).fingerprint
                     for frame in (pair.before, pair.after)]  # fmt: skip
            wrong_looks[pair.how] += (names[0] == names[1]) != pair.same
    finally:
        wanderer.close()
    return {
        "figures": {
            "fingerprint_wrong": round(wrong.total() / count, 4),
            "look_wrong": round(wrong_looks.total() / count, 4),
        },
        "rows": [
            {"what": f"fingerprint: {how}", "tried": tried[how], "wrong": wrong[how], "wrong_by_look": wrong_looks[how]}
            for how in sorted(tried)
        ],
    }
