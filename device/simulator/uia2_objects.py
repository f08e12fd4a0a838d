"""The on-phone server's methods about views that a selector or a handle names.

Names, results and oddities: openatx/android-uiautomator-server-jar, stub/AutomatorServiceImpl.java.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from device.simulator.gestures import Path
from device.simulator.jsonrpc import JavaError, Method, ObjectNotFoundError, overloads
from device.simulator.selectors import Node, Selector, find_by, find_ui, forest, parse_selector
from device.simulator.view import Rect

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

POLL_SECONDS = 0.02
LONGEST_WAIT = 600_000.0
"""Milliseconds after which every client has hung up."""
HANDLE_SECONDS = 60.0
SECONDS_PER_STEP = 0.005
FLING_STEPS = 5
SCROLL_STEPS = 55
MAX_SWIPES = 30
IDLE_SECONDS = 10.0
"""How long UiDevice waits for a screen that moves (Configurator.getWaitForIdleTimeout)."""
DEAD_ZONE = 0.1
"""UiScrollable keeps this share of the container's ends free of its swipes."""

FINGER_HALF_WIDTH = 20
"""UiObject.FINGER_TOUCH_HALF_WIDTH, pixels."""

Target = Callable[[], Node | None]


class ObjectMethods:
    """Methods that look for views; handles live as long as the server process, and at most a minute unused."""

    def __init__(
        self, phone: SimulatedPhone, configuration: Callable[[], dict[str, int]], *, longest_wait: float
    ) -> None:
        """Act on `phone`.

        Args:
            phone: The phone.
            configuration: Returns the server's timeouts, as `getConfigurator` does.
            longest_wait: Milliseconds that a call waits at most.
        """
        self._phone, self._configuration, self._longest_wait = phone, configuration, longest_wait
        self._handles: dict[str, tuple[float, Target, str]] = {}
        self._lock = threading.Lock()
        self.while_missing: Callable[[], object] = lambda: None
        """Called while a view that is waited for is not there."""

    def table(self) -> dict[str, Method]:
        """Return the methods by name."""
        return {
            "exist": self.exist,
            "waitForExists": lambda target, milliseconds: self._wait(target, milliseconds, present=True),
            "waitUntilGone": lambda target, milliseconds: self._wait(target, milliseconds, present=False),
            "objInfo": self.info,
            "objInfoOfAllInstances": self.info_of_all,
            "count": self.count,
            "getText": lambda target: self._require(target)[0].view.shown_text,
            "setText": self.set_text,
            "clearTextField": lambda target: self._set(target, ""),
            "click": self.click,
            "longClick": self.long_click,
            "dragTo": overloads("dragTo", [(3, self.drag_to_object), (4, self.drag_to)]),
            "swipe": overloads("swipe", [(3, self.swipe), (4, self.swipe_share)]),
            "gesture": overloads("gesture", [(6, self.gesture)]),
            "pinchIn": lambda target, percent, steps: self.pinch(target, percent, steps, outward=False),
            "pinchOut": lambda target, percent, steps: self.pinch(target, percent, steps, outward=True),
            "flingForward": lambda target, vertical: self._scroll(target, vertical, FLING_STEPS, forward=True),
            "flingBackward": lambda target, vertical: self._scroll(target, vertical, FLING_STEPS, forward=False),
            "flingToBeginning": lambda target, vertical, swipes: self._scroll_end(
                target, vertical, swipes, FLING_STEPS, forward=False
            ),
            "flingToEnd": lambda target, vertical, swipes: self._scroll_end(
                target, vertical, swipes, FLING_STEPS, forward=True
            ),
            "scrollForward": lambda target, vertical, steps: self._scroll(target, vertical, steps, forward=True),
            "scrollBackward": lambda target, vertical, steps: self._scroll(target, vertical, steps, forward=False),
            "scrollToBeginning": lambda target, vertical, swipes, steps: self._scroll_end(
                target, vertical, swipes, steps, forward=False
            ),
            "scrollToEnd": lambda target, vertical, swipes, steps: self._scroll_end(
                target, vertical, swipes, steps, forward=True
            ),
            "scrollTo": self.scroll_to,
            "childByText": lambda base, child, text, scroll=False: self._child(base, child, "text", text, scroll),
            "childByDescription": lambda base, child, text, scroll=False: self._child(
                base, child, "description", text, scroll
            ),
            "childByInstance": self.child_by_instance,
            "clickAndWaitForNewWindow": self.click_and_wait,
            "getChild": self.child_of,
            "getFromParent": self.sibling_of,
            "getUiObject": self.handle_of,
            "removeUiObject": self.remove_handle,
            "getUiObjects": lambda: sorted(self._handles),
        }

    # Looking

    def _nodes(self) -> list[Node]:
        self._phone.look()
        return forest(self._phone.windows())

    def _find(self, target: object) -> tuple[Node | None, bool]:
        """Look once.

        Returns:
            The first match, and whether `BySelector` found it.
        """
        self._phone.motion.rest(IDLE_SECONDS)
        if isinstance(target, str):
            return self._handle(target)(), False
        selector = parse_selector(target)
        with self._phone.lock:
            roots = self._nodes()
            if selector.is_by:
                return next(find_by(roots, selector), None), True
            return next(find_ui(roots, selector), None), False

    def _handle(self, name: str) -> Target:
        with self._lock:
            now = time.monotonic()
            self._handles = {key: entry for key, entry in self._handles.items() if now - entry[0] < HANDLE_SECONDS}
            entry = self._handles.get(name)
            if entry is None:
                raise ObjectNotFoundError(f"UiObject[{name}]")
            self._handles[name] = (now, entry[1], entry[2])
        return entry[1]

    def _require(self, target: object) -> tuple[Node, bool]:
        """Look, and wait as UiObject does where nothing is there yet.

        Raises:
            ObjectNotFoundError: Nothing came within waitForSelectorTimeout.
        """
        end = time.monotonic() + min(self._longest_wait, self._configuration()["waitForSelectorTimeout"]) / 1000
        while True:
            node, by = self._find(target)
            if node is not None:
                return node, by
            if time.monotonic() >= end:
                raise ObjectNotFoundError(target if isinstance(target, str) else parse_selector(target).describe())
            self.while_missing()
            time.sleep(POLL_SECONDS)

    def exist(self, target: object) -> bool:
        """Say whether something matches; `instance` alone is ignored, a bug of the server that has been kept."""
        if isinstance(target, str):
            return self._find(target)[0] is not None
        selector = parse_selector(target)
        self._phone.motion.rest(IDLE_SECONDS)
        with self._phone.lock:
            roots = self._nodes()
            by = not selector.chain and selector.index is None
            return next((find_by if by else find_ui)(roots, selector), None) is not None

    def _wait(self, target: object, milliseconds: float, *, present: bool) -> bool:
        end = time.monotonic() + min(self._longest_wait, float(milliseconds)) / 1000
        while True:
            node, _ = self._find(target)
            if (node is not None) == present:
                return True
            if time.monotonic() >= end:
                return False
            if present:
                self.while_missing()
            time.sleep(POLL_SECONDS)

    def count(self, target: object) -> int:
        """Count the matches; 0 or 1 where the deepest selector has an instance."""
        selector = parse_selector(target)
        self._phone.motion.rest(IDLE_SECONDS)
        with self._phone.lock:
            found = list(find_ui(self._nodes(), selector))
        return min(1, len(found)) if selector.deepest.instance is not None else len(found)

    def info(self, target: object) -> dict[str, Any]:
        """Return what `.info` shows."""
        node, by = self._require(target)
        return describe(node, with_resource_name=by)

    def info_of_all(self, target: object) -> list[dict[str, Any]]:
        """Return what `.info` shows of every match."""
        self._phone.motion.rest(IDLE_SECONDS)
        with self._phone.lock:
            found = list(find_ui(self._nodes(), parse_selector(target)))
        return [describe(node, with_resource_name=False) for node in found]

    # Text

    def set_text(self, target: object, text: str) -> bool:
        """Replace a field's content; UiObject2 clicks the field first, which gives it the focus."""
        node, by = self._require(target)
        if by:
            self._phone.tap(*node.visible.center)
        self._set(target, text)
        return True

    def _set(self, target: object, text: str) -> None:
        with self._phone.lock:
            self._phone.set_field_text(self._require(target)[0].view, text)

    # Touches

    def click(self, target: object, corner: str = "center") -> bool:
        """Tap a view."""
        self._phone.tap(*_corner(self._require(target)[0].visible, corner))
        return True

    def click_and_wait(self, target: object, milliseconds: float) -> bool:
        """Tap a view, and say whether another window or screen comes within the time."""

        def shown() -> tuple[object, ...]:
            with self._phone.lock:
                app = self._phone.app
                return (*(window.title for window in self._phone.windows()), *(page.name for page in app.stack))

        before = shown()
        self.click(target)
        end = time.monotonic() + min(self._longest_wait, float(milliseconds)) / 1000
        while shown() == before:
            if time.monotonic() >= end:
                return False
            time.sleep(POLL_SECONDS)
        return True

    def long_click(self, target: object, corner: str = "center") -> bool:
        """Hold a view."""
        self._phone.long_press(*_corner(self._require(target)[0].visible, corner))
        return True

    def drag_to(self, target: object, x: float, y: float, steps: int) -> bool:
        """Drag a view to (x, y) display pixels."""
        left, top = self._require(target)[0].visible.center
        self._phone.drag(left, top, int(x), int(y), seconds=max(100, int(steps)) * SECONDS_PER_STEP)
        return True

    def drag_to_object(self, target: object, destination: object, steps: int) -> bool:
        """Drag a view to another."""
        return self.drag_to(target, *self._require(destination)[0].visible.center, steps)

    def swipe(self, target: object, direction: str, steps: int) -> bool:
        """Swipe over a view, edge to edge."""
        return self.swipe_share(target, direction, 0.9, steps)

    def swipe_share(self, target: object, direction: str, share: float, steps: int) -> bool:
        """Swipe over a share of a view, 0 to 1."""
        box = self._require(target)[0].visible
        x, y = box.center
        dx, dy = int(box.width * share / 2), int(box.height * share / 2)
        ends = {"u": (x, y + dy, x, y - dy), "d": (x, y - dy, x, y + dy)}
        ends |= {"l": (x + dx, y, x - dx, y), "r": (x - dx, y, x + dx, y)}
        path = ends.get(direction[:1].lower())
        if path is None:
            return False
        self._phone.swipe(*path, seconds=max(2, int(steps)) * SECONDS_PER_STEP)
        return True

    def gesture(self, target: object, *rest: Any) -> bool:
        """Move two fingers, each from its start to its end."""
        start1, start2, end1, end2, steps = rest
        self._require(target)
        first, second = _path(start1, end1), _path(start2, end2)
        self._phone.move_two_fingers(first, second, seconds=max(2, int(steps)) * SECONDS_PER_STEP)
        return True

    def pinch(self, target: object, percent: float, steps: int, *, outward: bool) -> bool:
        """Pinch a view along its middle, as UiObject does: between its centre and a share of its half width.

        Raises:
            JavaError: The view is too narrow for two fingers.
        """
        box = self._require(target)[0].visible
        share = min(100.0, max(0.0, float(percent))) / 100
        if box.width <= 2 * FINGER_HALF_WIDTH:
            raise JavaError("java.lang.IllegalStateException", "Object width is too small for operation")
        x, y = box.center
        near, far = FINGER_HALF_WIDTH, int(box.width / 2 * share)
        start, end = (near, far) if outward else (far, near)
        first = Path(x1=x - start, y1=y, x2=x - end, y2=y)
        second = Path(x1=x + start, y1=y, x2=x + end, y2=y)
        self._phone.move_two_fingers(first, second, seconds=max(2, int(steps)) * SECONDS_PER_STEP)
        return True

    # Scrolling

    def _scroll(self, target: object, vertical: bool, steps: int, *, forward: bool) -> bool:
        """Swipe a container; say whether it can go on."""
        node, _ = self._require(target)
        box = node.visible
        x, y = box.center
        if vertical:
            near, far = box.bottom - int(box.height * DEAD_ZONE) - 1, box.top + int(box.height * DEAD_ZONE)
            first, last = ((x, near), (x, far)) if forward else ((x, far), (x, near))
        else:
            near, far = box.right - int(box.width * DEAD_ZONE) - 1, box.left + int(box.width * DEAD_ZONE)
            first, last = ((near, y), (far, y)) if forward else ((far, y), (near, y))
        self._phone.swipe(*first, *last, seconds=max(2, int(steps)) * SECONDS_PER_STEP)
        after, _ = self._find(target)
        return after is not None and _can_go_on(after, forward=forward)

    def _scroll_end(self, target: object, vertical: bool, swipes: int, steps: int, *, forward: bool) -> bool:
        for _ in range(max(0, int(swipes))):
            if not self._scroll(target, vertical, steps, forward=forward):
                break
        return True

    def scroll_to(self, target: object, wanted: object, vertical: bool) -> bool:
        """Scroll to the beginning, then forward until something matches `wanted`."""
        if self._find(wanted)[0] is not None:
            return True
        self._scroll_end(target, vertical, MAX_SWIPES, SCROLL_STEPS, forward=False)
        for _ in range(MAX_SWIPES):
            if self._find(wanted)[0] is not None:
                return True
            if not self._scroll(target, vertical, SCROLL_STEPS, forward=True):
                break
        return self._find(wanted)[0] is not None

    # Handles

    def _remember(self, target: Target, name: str) -> str:
        handle = str(uuid.uuid4())
        with self._lock:
            self._handles[handle] = (time.monotonic(), target, name)
        return handle

    def handle_of(self, selector: object) -> str:
        """Return a handle that looks for a selector each time it is used."""
        parsed = parse_selector(selector)
        return self._remember(lambda: self._find(selector)[0], parsed.describe())

    def child_of(self, handle: str, selector: object) -> str:
        """Return a handle to what a selector matches below a handle's view."""
        return self._relative(handle, selector, lambda node: node.children)

    def sibling_of(self, handle: str, selector: object) -> str:
        """Return a handle to what a selector matches below the parent of a handle's view."""

        def siblings(node: Node) -> list[Node]:
            parents = (each for root in self._nodes() for each in root.walk())
            return next((each.children for each in parents if any(one.view is node.view for one in each.children)), [])

        return self._relative(handle, selector, siblings)

    def _relative(self, handle: str, selector: object, among: Callable[[Node], list[Node]]) -> str:
        base, pattern = self._handle(handle), parse_selector(selector)

        def look() -> Node | None:
            with self._phone.lock:
                node = base()
                return None if node is None else next(find_ui(among(node), pattern), None)

        return self._remember(look, pattern.describe())

    def remove_handle(self, handle: str) -> None:
        """Forget a handle."""
        with self._lock:
            self._handles.pop(handle, None)

    def _child(self, base: object, child: object, kind: str, text: str, scroll: bool) -> str:
        """Return a handle to the child of a collection that shows `text`, on itself or below."""
        pattern = parse_selector(child)

        def look() -> Node | None:
            with self._phone.lock:
                return next((node for node in self._children(base, pattern) if _shows(node, kind, text)), None)

        def find() -> Node | None:
            found = look()
            if found is not None or not scroll:
                return found
            self._scroll_end(base, True, MAX_SWIPES, SCROLL_STEPS, forward=False)
            found = look()
            for _ in range(MAX_SWIPES):
                if found is not None or not self._scroll(base, True, SCROLL_STEPS, forward=True):
                    break
                found = look()
            return found if found is not None else look()

        if find() is None:
            raise ObjectNotFoundError(f'{kind}= "{text}"')
        return self._remember(look, text)

    def child_by_instance(self, base: object, child: object, number: int) -> str:
        """Return a handle to the n-th child of a collection."""
        pattern = parse_selector(child)

        def look() -> Node | None:
            with self._phone.lock:
                found = self._children(base, pattern)
            return found[number] if 0 <= number < len(found) else None

        return self._remember(look, str(number))

    def _children(self, base: object, pattern: Selector) -> list[Node]:
        found, _ = self._find(base)
        return [] if found is None else list(find_ui(found.children, pattern))


def _can_go_on(node: Node, *, forward: bool) -> bool:
    """Say whether a container's content reaches beyond its end (or its beginning)."""
    view = node.view
    if not view.can_scroll or not view.children:
        return False
    if view.scroll == "vertical":
        if forward:
            return max(child.frame.bottom for child in view.children) > view.frame.bottom
        return min(child.frame.top for child in view.children) < view.frame.top
    if forward:
        return max(child.frame.right for child in view.children) > view.frame.right
    return min(child.frame.left for child in view.children) < view.frame.left


def _shows(node: Node, kind: str, text: str) -> bool:
    return any((each.view.shown_text if kind == "text" else each.view.desc) == text for each in node.walk())


def _corner(box: Rect, corner: str) -> tuple[int, int]:
    match corner.lower():
        case "br" | "bottomright":
            return box.right - 5, box.bottom - 5
        case "tl" | "topleft":
            return box.left + 5, box.top + 5
        case _:
            return box.center


def _path(start: dict[str, float], end: dict[str, float]) -> Path:
    return Path(x1=int(start["x"]), y1=int(start["y"]), x2=int(end["x"]), y2=int(end["y"]))


def _edges(box: Rect) -> dict[str, int]:
    return {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}


def describe(node: Node, *, with_resource_name: bool) -> dict[str, Any]:
    """Return a view as ObjInfo tells it; only UiObject2 knows the resource name."""
    view = node.view
    return {
        "bounds": _edges(view.visible),
        "visibleBounds": _edges(view.visible),
        "childCount": len(node.children),
        "className": view.cls,
        "contentDescription": view.desc or None,
        "packageName": view.package,
        "resourceName": (view.full_resource_id or None) if with_resource_name else None,
        "text": view.shown_text,
        "checkable": view.checkable,
        "checked": view.checked,
        "clickable": view.is_clickable,
        "enabled": view.enabled,
        "focusable": view.is_focusable,
        "focused": view.focused,
        "longClickable": view.is_long_clickable,
        "scrollable": view.can_scroll,
        "selected": view.selected,
    }
