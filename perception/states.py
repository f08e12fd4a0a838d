"""Tell what state a screen is in: locked, waiting, with a short message on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from device.frame import Display
from perception.conditions import SystemUi
from perception.geometry import area
from perception.hierarchy import Hierarchy, Node, Rect
from perception.labels import clean
from perception.roles import is_slider, value_of
from perception.windows import SYSTEM_UI, Window, Windows

_BLACK = 8
_STEP = 8
_FAR = 64
"""A few pixels show at once that nearly every screen is not black."""
_LOCK = re.compile(r"/(keyguard_(status|clock|indication|bottom|carrier|long_press)|lock_icon|lockscreen_)")
_AMBIENT = re.compile(r"/(aod_|always_on|doze_|ambient_)")
_SHADE = re.compile(r"/(notification_panel|notification_stack|expanded_qs|quick_settings_(panel|container)|qs_frame)")
_VOLUME = re.compile(r"/volume_(dialog|row|panel)")
_POWER = re.compile(r"/(global_actions|power_menu)")
_TIME = re.compile(r"\d{1,2}:\d{2}")
_SNACKBAR = "id/snackbar_text"
_LARGEST_TOAST = 0.25
_LONGEST_TOAST = 300
_WAITING = re.compile(
    r"(loading|generating|please wait|one moment|connecting|загрузка|подождите|wczytywanie|ładowanie|cargando|laden"
    r"|chargement|正在加载|加载中|载入中|请稍候|请稍等|努力加载中|로딩 중|불러오는 중|読み込み中)[\s.…。!]*",
    re.IGNORECASE,
)
_ROUND = 2.0
_LARGE = 0.7
_CANVASES = ("WebView", "SurfaceView")
_LEAST_CANVAS = 0.2


def find_system_ui(hierarchy: Hierarchy, windows: Windows, display: Display) -> SystemUi | None:
    """Return what of Android's own is in front of the apps; None where an app is.

    Args:
        hierarchy: The parsed hierarchy.
        windows: Its windows, sorted.
        display: The display that bounds refer to.
    """
    screen = display.width * display.height
    for window in windows.shown:
        large = area(window.bounds) >= _LARGE * screen
        if window.root.package == SYSTEM_UI:
            return _kind(hierarchy, window, large=large)
        # Android 4's lock screen belongs to the framework and names none of its views.
        if window.root.package == "android" and large:
            subtree = _subtree(hierarchy, window)
            if not any(node.resource_id for node in subtree) and any(_TIME.fullmatch(node.text) for node in subtree):
                return SystemUi.LOCK_SCREEN
    return None


def _kind(hierarchy: Hierarchy, window: Window, *, large: bool) -> SystemUi | None:
    subtree = _subtree(hierarchy, window)
    names = " ".join(node.resource_id for node in subtree if node.bounds[2] > node.bounds[0])
    if _VOLUME.search(names):
        return SystemUi.VOLUME
    if _POWER.search(names):
        return SystemUi.POWER_MENU
    if not large:
        return None
    if _LOCK.search(names):
        return SystemUi.LOCK_SCREEN
    if _AMBIENT.search(names) and not any(node.text or node.description for node in subtree):
        return SystemUi.AMBIENT
    return SystemUi.SHADE if _SHADE.search(names) else None


def is_loading(hierarchy: Hierarchy, windows: Windows, boxes: list[Rect | None]) -> bool:
    """Return whether something that turns, or words that ask for patience, can be seen.

    Args:
        hierarchy: The parsed hierarchy.
        windows: Its windows, sorted.
        boxes: The part of each node that shows; None for nodes that don't.
    """
    for window in windows.shown:
        for node in _subtree(hierarchy, window):
            box = boxes[node.position]
            if box is None:
                continue
            if "ProgressBar" in node.kind and not is_slider(node):
                # uiautomator2 writes how far a bar has come into its text; Android's own dump never does.
                width, height = box[2] - box[0], box[3] - box[1]
                turns = max(width, height) <= _ROUND * min(width, height)
                if value_of(node) == "" and (turns or node.has_hint):
                    return True
            elif len(node.text) < 40 and node.text and _WAITING.fullmatch(clean(node.text)):
                return True
    return False


def find_toasts(hierarchy: Hierarchy, windows: Windows, display: Display) -> tuple[str, ...]:
    """Return the short messages that go by themselves.

    A toast is a window of words that takes no touch, a view of class ``android.widget.Toast`` (Appium's) or a snackbar.
    """
    screen = display.width * display.height
    found: dict[str, None] = {}
    for window in windows.shown:
        subtree = _subtree(hierarchy, window)
        small = area(window.bounds) <= _LARGEST_TOAST * screen
        takes_touch = any(node.clickable or node.scrollable or node.checkable or node.focusable for node in subtree)
        if small and len(windows.shown) > 1 and not takes_touch:
            found[" ".join(_words(subtree))[:_LONGEST_TOAST]] = None
            continue
        for node in subtree:
            if node.kind == "android.widget.Toast" or node.resource_id.endswith(_SNACKBAR):
                found[" ".join(_words((node,)))[:_LONGEST_TOAST]] = None
    return tuple(text for text in found if text)


def find_blind(hierarchy: Hierarchy, boxes: list[Rect | None], display: Display) -> tuple[Rect, ...]:
    """Return the large web pages and canvases of which nothing is told: no view in them says anything.

    Args:
        hierarchy: The parsed hierarchy.
        boxes: The part of each node that shows, in display pixels; None for nodes that don't.
        display: The display that bounds refer to.
    """
    found: list[Rect] = []
    end = 0
    for node in hierarchy.nodes:
        box = boxes[node.position]
        if box is None or node.position < end or not node.kind.endswith(_CANVASES):
            continue
        end = node.end
        inside = hierarchy.nodes[node.position + 1 : end]
        large = area(box) >= _LEAST_CANVAS * display.width * display.height
        if large and not any(clean(inner.text) or clean(inner.description) for inner in inside):
            found.append(box)
    return tuple(found)


def is_all_black(pixels: NDArray[np.uint8]) -> bool:
    """Return whether nothing can be seen in a screenshot, ``uint8`` of shape (height, width, 3); no, without pixels."""
    return pixels.size > 0 and all(int(pixels[::step, ::step].max()) <= _BLACK for step in (_FAR, _STEP))


def _words(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        said = clean(node.text) or clean(node.description)
        if said:
            yield said


def _subtree(hierarchy: Hierarchy, window: Window) -> tuple[Node, ...]:
    return hierarchy.nodes[window.root.position : window.root.end]
