"""Tell what lies on top of an app: a dialog, a permission prompt, a sheet, a menu."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from device.frame import Display
from perception.box import Box
from perception.conditions import Overlay, OverlayKind
from perception.draft import Draft
from perception.geometry import area, contains, union
from perception.hierarchy import Hierarchy, Node, Rect
from perception.labels import clean
from perception.windows import SYSTEM_UI, Window, Windows

_PERMISSION_PACKAGES = ("permissioncontroller", "packageinstaller")
# GrantPermissionsActivity's views, the same since Android 6; some makers ship the activity in a package of their own.
_PERMISSION_VIEWS = ("id/permission_message", "id/permission_allow_button", "id/grant_dialog")
# AppErrorDialog and AppNotRespondingDialog of the framework.
_ERROR_VIEW = "android:id/aerr_"
_ERROR_WORDS = re.compile(
    r"isn.t responding|keeps stopping|has stopped|无响应|停止运行|沒有回應|已停止|не отвечает|произошла ошибка"
    r"|응답하지|중지|応答|停止しました",
    re.IGNORECASE,
)
# AlertDialog of the framework and of AndroidX, and the widely used material-dialogs library.
_DIALOG_VIEWS = (
    "id/alertTitle",
    "id/alert_title",
    "id/parentPanel",
    "id/buttonPanel",
    "id/md_title",
    "id/md_content",
    "id/md_buttonDefaultPositive",
    "id/dialog_container",
)
# BottomSheetDialog of Material Components; its window is as large as the display.
_SHEET_VIEWS = ("id/design_bottom_sheet", "id/bottom_sheet")
# What Flutter and Compose call the dark area around something modal; a tap on it closes that.
_BARRIERS = frozenset(("barrier", "close sheet", "dismiss", "scrim", "关闭动作条", "关闭工作表", "隐藏底部动作条"))
# Compose's pane titles of sheets and drawers ("Bottom Sheet" in the phone's language).
_SHEET_PANES = ("sheet", "drawer", "navigation menu", "动作条", "抽屉", "시트", "シート", "панель", "hoja")
_LEAST_BARRIER = 0.2
_WHOLE = 0.97
_CENTRED = 0.04


def find_overlay(hierarchy: Hierarchy, windows: Windows, drafts: Sequence[Draft], display: Display) -> Overlay | None:
    """Return what lies on top; None where the app's own page does.

    Args:
        hierarchy: The parsed hierarchy.
        windows: Its windows, sorted.
        drafts: What can be seen, in document order.
        display: The display that bounds refer to.
    """
    screen = (0, 0, display.width, display.height)
    for window in sorted(windows.shown, key=lambda shown: area(shown.bounds)):
        if window.root.package == SYSTEM_UI and area(window.bounds) >= 0.7 * area(screen):
            continue  # the shade or the lock screen
        subtree = hierarchy.nodes[window.root.position : window.root.end]
        kind = _kind_of_window(window, subtree, screen, over_another=bool(windows.covered))
        if kind is not None:
            return Overlay(kind=kind, box=_box(window.bounds), package=window.root.package)
    return _inside_a_window(drafts, windows, hierarchy, screen)


def _kind_of_window(window: Window, subtree: Sequence[Node], screen: Rect, *, over_another: bool) -> OverlayKind | None:
    left, top, right, bottom = window.bounds
    names = [node.resource_id for node in subtree if node.resource_id]
    whole = area(window.bounds) >= _WHOLE * area(screen)
    if window.root.package.endswith(_PERMISSION_PACKAGES) and (not whole or _has(names, _PERMISSION_VIEWS)):
        return OverlayKind.PERMISSION
    if _has(names, _PERMISSION_VIEWS):
        return OverlayKind.PERMISSION
    if any(name.startswith(_ERROR_VIEW) for name in names):
        return OverlayKind.ERROR
    if window.root.package == "android" and any(_ERROR_WORDS.search(node.text) for node in subtree):
        return OverlayKind.ERROR
    if whole:
        return None
    if _has(names, _DIALOG_VIEWS):
        return OverlayKind.DIALOG
    if window.root.package == SYSTEM_UI:
        return None  # a notification that hangs in from the top, the volume's sliders
    if not any(node.clickable or node.checkable or node.scrollable for node in subtree):
        return None  # a toast
    if _is_menu(window.bounds, subtree, screen):
        return OverlayKind.MENU
    off_centre = abs(left - (screen[2] - right))
    if off_centre <= _CENTRED * screen[2] and right - left < _WHOLE * screen[2] and top > 0:
        # A window of the app's own in a car or on a desktop stands where its maker put it, not in the middle.
        return OverlayKind.DIALOG
    if over_another:
        return OverlayKind.SHEET if bottom >= _WHOLE * screen[3] else OverlayKind.DIALOG
    return None


def _is_menu(bounds: Rect, subtree: Sequence[Node], screen: Rect) -> bool:
    """Return whether a window is a list of short rows beside what opened it."""
    narrow = bounds[2] - bounds[0] <= 0.75 * screen[2]
    lists = any(node.kind.endswith(("ListView", "RecyclerView", "DropDownListView")) for node in subtree[:4])
    return narrow and lists and not any(node.kind.endswith("EditText") for node in subtree)


def _inside_a_window(drafts: Sequence[Draft], windows: Windows, hierarchy: Hierarchy, screen: Rect) -> Overlay | None:
    """Return what an app draws on top of its own page, in the page's window."""
    for number, draft in enumerate(drafts):
        words = clean(draft.node.description).casefold()
        if draft.clickable and words in _BARRIERS and area(draft.box) >= _LEAST_BARRIER * area(screen):
            inside = [other.box for other in drafts[number + 1 :] if other.node.window == draft.node.window]
            if inside:
                return _found(functools.reduce(union, inside), draft.node.package, screen)
    for window in windows.shown:
        for node in hierarchy.nodes[window.root.position : window.root.end]:
            sheet = node.resource_id.endswith(_SHEET_VIEWS) or clean(node.pane).casefold().endswith(_SHEET_PANES)
            if sheet and 0 < area(node.bounds) < _WHOLE * area(screen):
                # A pane that floats tells its size and not its place; what is on it tells that.
                inside = [draft.box for draft in drafts if node.position < draft.node.position < node.end]
                bounds = (
                    node.bounds
                    if all(contains(node.bounds, box) for box in inside)
                    else functools.reduce(union, inside)
                )
                return Overlay(kind=OverlayKind.SHEET, box=_box(bounds), package=node.package)
    return None


def _found(bounds: Rect, package: str, screen: Rect) -> Overlay:
    at_an_edge = bounds[3] >= _WHOLE * screen[3] or bounds[0] <= 0 or bounds[2] >= screen[2]
    kind = OverlayKind.SHEET if at_an_edge else OverlayKind.DIALOG
    return Overlay(kind=kind, box=_box(bounds), package=package)


def _has(names: Sequence[str], wanted: tuple[str, ...]) -> bool:
    return any(name.endswith(wanted) for name in names)


def _box(rect: Rect) -> Box:
    return Box(left=rect[0], top=rect[1], right=rect[2], bottom=rect[3])
