"""Build UIAutomator hierarchies for tests, in the shape of uiautomator2's server."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

FALSE = (
    "checkable",
    "checked",
    "clickable",
    "focusable",
    "focused",
    "scrollable",
    "long-clickable",
    "password",
    "selected",
)
SCREEN = (0, 0, 1080, 2400)


def node(
    kind: str,
    bounds: tuple[int, int, int, int],
    *children: str,
    text: str = "",
    desc: str = "",
    hint: str = "",
    id: str = "",
    package: str = "com.example.app",
    order: int = 0,
    on: str = "",
    off: str = "",
) -> str:
    """Return one node as XML; `on` and `off` name attributes to set and unset, separated by spaces."""
    left, top, right, bottom = bounds
    attributes = {
        "index": "0",
        "text": text,
        "resource-id": id,
        "class": kind if "." in kind else f"android.widget.{kind}",
        "package": package,
        "content-desc": desc,
        **dict.fromkeys(FALSE, "false"),
        "enabled": "true",
        "visible-to-user": "true",
        "bounds": f"[{left},{top}][{right},{bottom}]",
        "drawing-order": str(order),
        "hint": hint,
    }
    attributes.update(dict.fromkeys(on.split(), "true"))
    attributes.update(dict.fromkeys(off.split(), "false"))
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<node {written}>{''.join(children)}</node>"


def hierarchy(*windows: str, rotation: int = 0) -> str:
    """Return a document of these windows."""
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\r\n"
    return f'{head}<hierarchy rotation="{rotation}">{"".join(windows)}</hierarchy>'


def window(*children: str, bounds: tuple[int, int, int, int] = SCREEN, package: str = "com.example.app") -> str:
    """Return the root of a window."""
    return node("FrameLayout", bounds, *children, package=package)


def settings_row(top: int, title: str, summary: str = "", *, switch: str | None = None, on: str = "") -> str:
    """Return a preference row as Android's settings draw it; `switch` is ``"on"`` or ``"off"``."""
    texts = node("TextView", (72, top + 30, 800, top + 80), text=title, id="android:id/title")
    if summary:
        texts += node("TextView", (72, top + 80, 800, top + 120), text=summary, id="android:id/summary")
    if switch is not None:
        state = "checkable checked" if switch == "on" else "checkable"
        texts += node("Switch", (880, top + 40, 1010, top + 110), id="android:id/switch_widget", on=state)
    return node("LinearLayout", (0, top, 1080, top + 150), texts, on=f"clickable focusable {on}")
