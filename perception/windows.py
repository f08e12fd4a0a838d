"""Decide which windows of a hierarchy a person deals with: no bars, no keyboard, nothing below a dialog."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from device.frame import Display
from perception.geometry import area, clip, share_inside
from perception.hierarchy import Hierarchy, Node, Rect

SYSTEM_UI = "com.android.systemui"
"""Package of the bars, the shade and the lock screen."""
# The views that android.inputmethodservice.InputMethodService puts around every keyboard (layout input_method.xml).
_IME_VIEWS = frozenset(("android:id/inputArea", "android:id/candidatesArea"))
_IME_PACKAGES = frozenset(
    (
        "com.android.adbkeyboard",
        "com.baidu.input",
        "com.iflytek.inputmethod",
        "com.samsung.android.honeyboard",
        "com.sec.android.inputmethod",
        "com.sohu.inputmethod.sogou",
        "com.touchtype.swiftkey",
        "org.futo.inputmethod.latin",
    )
)
_IME_WORDS = ("inputmethod", "keyboard", "honeyboard", "swiftkey")
# uiautomator2's helper app holds an activity as well as a keyboard; only its low window is the keyboard.
_HELPER = "com.github.uiautomator"
# AOSP's FloatingToolbarPopup.
_TEXT_TOOLBAR = "android:id/floating_"
_DIALOG_VIEWS = ("android:id/alertTitle", "android:id/button1", "android:id/parentPanel", "android:id/aerr_")
# Dialogs that Android itself puts over an app: permission, installation, app not responding, chooser, sign-in.
_DIALOG_PACKAGES = ("android", "permissioncontroller", "packageinstaller", "com.google.android.gms", "intentresolver")


@dataclass(frozen=True, kw_only=True)
class Window:
    """A window worth looking at: its root and the part of the display it fills."""

    root: Node
    bounds: Rect


@dataclass(frozen=True, kw_only=True)
class Windows:
    """The windows of a display, sorted by what they are.

    Attributes:
        shown: Those a person deals with, lowest first.
        covered: Those below a dialog, the shade or the lock screen.
        bars: What the status and navigation bars fill.
        keyboard: What an on-screen keyboard fills; None where none is told of.
        displays: Ids of all displays that the hierarchy tells of.
    """

    shown: tuple[Window, ...]
    covered: tuple[Window, ...] = ()
    bars: tuple[Rect, ...] = ()
    keyboard: Rect | None = None
    displays: tuple[int, ...] = (0,)


def choose_windows(
    hierarchy: Hierarchy, *, display: Display, front_package: str, input_methods: Collection[str] = ()
) -> Windows:
    """Choose the windows that matter.

    Args:
        hierarchy: The parsed hierarchy; the order of its windows says nothing (uiautomator2 collects them in a set).
        display: The display the bounds refer to.
        front_package: Package of the app that holds the input focus.
        input_methods: Ids or packages of the phone's keyboards, where they are known.
    """
    known = _IME_PACKAGES | {name.partition("/")[0] for name in input_methods if not name.startswith(_HELPER)}
    screen = (0, 0, display.width, display.height)
    keyboard: Rect | None = None
    left: list[Window] = []
    bars: list[Rect] = []
    displays = sorted({hierarchy.nodes[position].display for position in hierarchy.windows}) or [0]
    for position in hierarchy.windows:
        root = hierarchy.nodes[position]
        # The screenshot is of the first display; what another one shows lies at the same coordinates.
        if root.display != displays[0]:
            continue
        bounds = clip(root.bounds, screen)
        if not area(bounds):
            continue
        if _is_keyboard(hierarchy, root, bounds, screen, known):
            keyboard = bounds
        elif _is_bar(root, bounds, screen):
            bars.append(bounds)
        else:
            left.append(Window(root=root, bounds=bounds))
    left.sort(key=lambda window: -area(window.bounds))
    shown = tuple(
        window
        for place, window in enumerate(left)
        if not any(
            _covers(hierarchy, other, window, screen, front_package) for other in left[:place] + left[place + 1 :]
        )
    )
    return Windows(
        shown=shown,
        covered=tuple(window for window in left if not any(window is other for other in shown)),
        bars=tuple(bars),
        keyboard=keyboard,
        displays=tuple(displays),
    )


def _subtree(hierarchy: Hierarchy, root: Node) -> tuple[Node, ...]:
    return hierarchy.nodes[root.position : root.end]


def _is_keyboard(hierarchy: Hierarchy, root: Node, bounds: Rect, screen: Rect, known: Collection[str]) -> bool:
    package = root.package.lower()
    if root.package == _HELPER:
        return area(bounds) < 0.5 * area(screen) and bounds[3] >= 0.9 * screen[3]
    if any(node.resource_id in _IME_VIEWS for node in _subtree(hierarchy, root)[:40]):
        return True
    # A keyboard app has ordinary activities too (its settings): these start above the middle of the display.
    low = bounds[1] > 0.3 * screen[3]
    return low and (root.package in known or any(word in package for word in _IME_WORDS))


def _is_bar(root: Node, bounds: Rect, screen: Rect) -> bool:
    if root.package != SYSTEM_UI:
        return False
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    lies = height <= 0.12 * screen[3] and (bounds[1] == 0 or bounds[3] >= screen[3])
    stands = width <= 0.15 * screen[2] and height >= 0.8 * screen[3] and (bounds[0] == 0 or bounds[2] >= screen[2])
    return lies or stands


def _covers(hierarchy: Hierarchy, upper: Window, lower: Window, screen: Rect, front_package: str) -> bool:
    """Return whether `upper` hides `lower` from touches."""
    if upper.root.package == SYSTEM_UI and area(upper.bounds) >= 0.7 * area(screen):
        # The shade and the lock screen; below them an app goes on being reported.
        return lower.root.package != SYSTEM_UI and _says_something(hierarchy, upper, screen)
    if area(upper.bounds) >= 0.98 * area(lower.bounds) or share_inside(upper.bounds, lower.bounds) < 0.9:
        return False
    nodes = _subtree(hierarchy, upper.root)
    if not any(node.clickable or node.scrollable for node in nodes):
        return False  # a toast
    if any(node.resource_id.startswith(_TEXT_TOOLBAR) for node in nodes):
        return False  # Copy, Paste and so on, over a text: all around it goes on
    if upper.root.package == SYSTEM_UI:
        return any(node.resource_id.startswith(_DIALOG_VIEWS) for node in nodes)
    return upper.root.package in (front_package, lower.root.package) or upper.root.package.endswith(_DIALOG_PACKAGES)


def _says_something(hierarchy: Hierarchy, window: Window, screen: Rect) -> bool:
    below_status_bar = 0.06 * screen[3]
    return any(
        (node.text or node.description) and node.bounds[1] > below_status_bar
        for node in _subtree(hierarchy, window.root)
    )
