"""Walks through an app's screens, dialogs and menus by touching whatever can be touched, and shows each once."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass

from device.simulator import SimulatedPhone, Snapshot
from device.simulator.view import View

_SAME = 2
"""How many views alike are touched: rows of a list lead to the same page."""
_KINDS = frozenset({"app", "dialog", "popup"})


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One screen that a walk came to.

    Attributes:
        path: What was touched on the way there.
        texts: All texts, descriptions, hints and captions of the app's windows, drawn or only told.
        toast: What the last touch had said in a toast; empty for nothing.
    """

    path: tuple[str, ...]
    texts: tuple[str, ...]
    toast: str


def walk(phone: SimulatedPhone, package: str, *, scenes: int) -> Iterator[Scene]:
    """Yield the scenes of an app, nearest first; the phone shows each while it is yielded.

    Args:
        phone: The phone, with the app's data in place.
        package: The app, which is started.
        scenes: After how many the walk ends.
    """
    phone.last_toast = None
    phone.launch(package)
    seen: set[str] = set()
    touched: Counter[tuple[str, ...]] = Counter()
    waiting: deque[tuple[Snapshot, tuple[str, ...]]] = deque([(phone.snapshot(), ())])
    seen.update(map(_kind, _texts(phone)))
    yield Scene(path=(), texts=_texts(phone), toast="")
    scenes -= 1
    while waiting and scenes > 0:
        before, path = waiting.popleft()
        phone.restore(before)
        place = (phone.app.page.name, *(dialog.name for dialog in phone.app.dialogs))
        for name, x, y, is_long in _touches(phone):
            if touched[(*place, name)] >= _SAME:
                continue
            touched[(*place, name)] += 1
            phone.restore(before)
            phone.last_toast = None
            if is_long:
                phone.long_press(x, y)
            else:
                phone.tap(x, y)
            toast = phone.last_toast or ""
            if phone.app.package != package:
                continue
            texts = _texts(phone)
            new = {_kind(text) for text in (*texts, toast)} - seen
            if not new:
                continue
            seen |= new
            after = phone.snapshot()
            yield Scene(path=(*path, name), texts=texts, toast=toast)
            scenes -= 1
            if scenes <= 0:
                return
            waiting.append((after, (*path, name)))


def _kind(text: str) -> str:
    """Return a text with its numbers taken for alike."""
    return re.sub(r"\d+", "0", text)


def _texts(phone: SimulatedPhone) -> tuple[str, ...]:
    return tuple(
        text
        for window in phone.windows()
        if window.kind in _KINDS
        for view in window.root.walk()
        for text in (view.text, view.desc, view.hint, view.caption)
        if text
    )


def _touches(phone: SimulatedPhone) -> list[tuple[str, int, int, bool]]:
    """Return what can be touched: a name that is the same in every language, where, and whether for long."""
    top = [window for window in phone.windows() if window.kind in _KINDS and window.reported]
    found: list[tuple[str, int, int, bool]] = []
    for place, view in enumerate(view for window in top[-1:] for view in window.root.walk()):
        if not view.is_visible or not view.enabled or view.is_field:
            continue
        name = view.resource_id or _icons(view) or f"{view.cls} {place}"
        if view.on_click is not None:
            found.append((name, *view.visible.center, False))
        if view.on_long_click is not None:
            found.append((f"long {name}", *view.visible.center, True))
    return found


def _icons(view: View) -> str:
    return " ".join(each.icon for each in view.walk() if each.icon)
