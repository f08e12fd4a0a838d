"""Material 3 widgets: functions that return a `View` with the classes and names a real phone shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from device.simulator.view import Align, Color, ImeAction, Insets, Range, View

Click = Callable[[], object]

SLIDER_INSET = 12
"""dp from a slider's edge to the end of its track: room for the thumb."""


def column(*children: View, **fields: Any) -> View:
    """Return a view whose children lie below each other; `fields` are fields of `View`."""
    return View(**{"cls": "android.widget.LinearLayout", "kind": "column", **fields, "children": list(children)})


def row(*children: View, **fields: Any) -> View:
    """Return a view whose children lie side by side, centred across; `fields` are fields of `View`."""
    defaults = {"cls": "android.widget.LinearLayout", "kind": "row", "align": "center"}
    return View(**{**defaults, **fields, "children": list(children)})


def stack(*children: View, **fields: Any) -> View:
    """Return a view whose children lie above each other, the last one on top; `fields` are fields of `View`."""
    return View(**{"cls": "android.widget.FrameLayout", "kind": "stack", **fields, "children": list(children)})


def spacer(size: float = 0, *, weight: float = 0) -> View:
    """Return empty room: `size` dp both ways, or a share of what is left over; not in the hierarchy."""
    if weight:
        return View(kind="leaf", width=0, height=0, weight=weight, in_tree=False)
    return View(kind="leaf", width=size, height=size, in_tree=False)


def text(content: str, size: float = 14, **fields: Any) -> View:
    """Return a label of `size` sp that wraps at its parent's width."""
    defaults = {"cls": "android.widget.TextView", "kind": "text", "width": "wrap", "color": "on_surface"}
    return View(**{**defaults, "text_size": size, **fields, "text": content})


def image(icon: str, *, size: float = 24, **fields: Any) -> View:
    """Return a vector icon of `size` dp; it has a node in the hierarchy, as an ImageView."""
    defaults = {"cls": "android.widget.ImageView", "kind": "leaf", "width": size, "height": size, "icon_size": size}
    return View(**{**defaults, "color": "on_surface_variant", **fields, "icon": icon})


def button(
    label: str,
    on_click: Click | None,
    *,
    style: Literal["text", "filled", "tonal", "outlined"] = "text",
    resource_id: str = "",
    enabled: bool = True,
    **fields: Any,
) -> View:
    """Return a labelled push button."""
    background = {"text": None, "filled": "primary", "tonal": "secondary_container", "outlined": None}[style]
    color = {"filled": "on_primary", "tonal": "on_secondary_container"}.get(style, "primary")
    defaults: dict[str, Any] = {
        "cls": "android.widget.Button",
        "kind": "text",
        "width": "wrap",
        "height": 40,
        "padding": Insets(12, 0, 12, 0) if style == "text" else Insets(24, 0, 24, 0),
        "radius": 20,
        "bold": True,
        "text_align": "center",
        "border": "outline" if style == "outlined" else None,
        "background": background,
        "color": color if enabled else "disabled",
        "max_lines": 1,
    }
    return View(
        **{**defaults, **fields},
        text=label,
        on_click=on_click if enabled else None,
        clickable=True,
        enabled=enabled,
        resource_id=resource_id,
    )


def icon_button(icon: str, desc: str, on_click: Click, *, resource_id: str = "", **fields: Any) -> View:
    """Return a round 48 dp button that shows an icon and is described by `desc`."""
    defaults: dict[str, Any] = {
        "cls": "android.widget.ImageButton",
        "kind": "leaf",
        "width": 48,
        "height": 48,
        "color": "on_surface_variant",
    }
    return View(**{**defaults, **fields}, icon=icon, desc=desc, on_click=on_click, resource_id=resource_id)


def fab(icon: str, desc: str, on_click: Click, *, resource_id: str = "fab", align: Align = "end") -> View:
    """Return a floating action button; lay it over the body with `scaffold`."""
    shape = icon_button(
        icon,
        desc,
        on_click,
        resource_id=resource_id,
        width=56,
        height=56,
        radius=16,
        background="primary_container",
        color="on_primary_container",
    )
    return column(
        shape, width="fill", height="fill", align=align, justify="end", padding=Insets(16, 16, 16, 16), in_tree=False
    )


def toolbar(title: str, *, on_up: Click | None = None, actions: Sequence[View] = (), up: str = "Navigate up") -> View:
    """Return a top app bar: a back button where `on_up` is given, the title, and `actions` at its end."""
    children: list[View] = []
    if on_up is not None:
        children.append(icon_button("back" if up == "Navigate up" else "close", up, on_up))
    children.append(text(title, 22, width="fill", weight=1, max_lines=1, padding=Insets(0 if on_up else 16, 0, 8, 0)))
    children.extend(actions)
    return row(*children, cls="android.view.ViewGroup", resource_id="toolbar", height=64, padding=Insets(4, 0, 4, 0))


def scaffold(*, bar: View | None = None, body: View, bottom: View | None = None, over: Sequence[View] = ()) -> View:
    """Return a whole screen: a bar, a body that takes the room left, a bottom bar, and views over the body (`fab`)."""
    body.weight = body.weight or 1
    if over:
        body.weight = 0
        body.height = "fill"
        body = stack(body, *over, weight=1, height="fill")
    parts = [view for view in (bar, body, bottom) if view is not None]
    return column(*parts, height="fill", background="surface")


def scroll_list(*children: View, key: str, resource_id: str = "recycler_view", **fields: Any) -> View:
    """Return a vertically scrolling list; `key` names it on its screen."""
    defaults: dict[str, Any] = {"cls": "androidx.recyclerview.widget.RecyclerView", "height": "fill"}
    return column(*children, **{**defaults, **fields}, key=key, scroll="vertical", resource_id=resource_id)


def header(title: str) -> View:
    """Return the small coloured title above a group of rows."""
    return text(
        title,
        14,
        bold=True,
        color="primary",
        width="fill",
        resource_id="android:id/title",
        padding=Insets(24, 16, 24, 8),
    )


def divider() -> View:
    """Return a hairline; not in the hierarchy."""
    return View(kind="leaf", height=1, background="outline_variant", in_tree=False)


def card(*children: View, **fields: Any) -> View:
    """Return a rounded card with room around it."""
    defaults: dict[str, Any] = {
        "cls": "androidx.cardview.widget.CardView",
        "radius": 20,
        "background": "surface_container",
        "margin": Insets(16, 4, 16, 4),
        "padding": Insets(16, 16, 16, 16),
    }
    return column(*children, **{**defaults, **fields})


def list_row(
    title: str,
    summary: str = "",
    *,
    icon: str = "",
    on_click: Click | None = None,
    on_long_click: Click | None = None,
    trailing: View | None = None,
    leading: View | None = None,
    enabled: bool = True,
    selected: bool = False,
    desc: str = "",
) -> View:
    """Return a preference-like row: icon, title over summary, and a widget at its end."""
    colors: tuple[Color, Color] = ("on_surface", "on_surface_variant") if enabled else ("disabled", "disabled")
    words = [text(title, 18, max_lines=2, resource_id="android:id/title", color=colors[0], enabled=enabled)]
    if summary:
        words.append(text(summary, 14, max_lines=4, resource_id="android:id/summary", color=colors[1], enabled=enabled))
    parts: list[View] = []
    if leading is not None:
        parts.append(leading)
    elif icon:
        mark = image(icon, resource_id="android:id/icon")
        parts.append(row(mark, width=56, resource_id="icon_frame", height="wrap"))
    parts.append(
        column(*words, cls="android.widget.RelativeLayout", width="fill", weight=1, padding=Insets(0, 16, 0, 16))
    )
    if trailing is not None:
        parts.append(row(trailing, width="wrap", resource_id="android:id/widget_frame", padding=Insets(16, 0, 0, 0)))
    return row(
        *parts,
        padding=Insets(24, 0, 24, 0),
        on_click=on_click if enabled else None,
        on_long_click=on_long_click if enabled else None,
        enabled=enabled,
        selected=selected,
        background="secondary_container" if selected else None,
        desc=desc,
    )


def switch(checked: bool, *, on_click: Click | None = None, enabled: bool = True, **fields: Any) -> View:
    """Return the toggle itself; inside a `switch_row` the row takes the taps."""
    defaults: dict[str, Any] = {
        "cls": "android.widget.Switch",
        "kind": "leaf",
        "width": 52,
        "height": 32,
        "drawing": "switch",
        "resource_id": "android:id/switch_widget",
    }
    return View(
        **{**defaults, **fields},
        checkable=True,
        checked=checked,
        on_click=on_click if enabled else None,
        enabled=enabled,
    )


def switch_row(
    title: str, checked: bool, on_click: Click, *, summary: str = "", icon: str = "", enabled: bool = True
) -> View:
    """Return a row that a tap anywhere switches on or off."""
    return list_row(
        title, summary, icon=icon, on_click=on_click, trailing=switch(checked, enabled=enabled), enabled=enabled
    )


def main_switch(title: str, checked: bool, on_click: Click) -> View:
    """Return the big switch bar at the top of a page ("Use Bluetooth")."""
    return row(
        text(title, 18, width="fill", weight=1, resource_id="switch_text", color="on_primary_container"),
        switch(checked, resource_id="android:id/switch_widget"),
        resource_id="main_switch_bar",
        background="primary_container" if checked else "surface_container_high",
        radius=28,
        height=72,
        margin=Insets(16, 8, 16, 16),
        padding=Insets(20, 0, 20, 0),
        on_click=on_click,
    )


def checkbox(checked: bool, *, label: str = "", on_click: Click | None = None, **fields: Any) -> View:
    """Return a box with a tick, and its label beside it."""
    defaults: dict[str, Any] = {
        "cls": "android.widget.CheckBox",
        "kind": "text",
        "width": "wrap",
        "height": 48,
        "padding": Insets(36, 0, 8, 0),
        "text_size": 16,
        "color": "on_surface",
        "drawing": "checkbox",
    }
    return View(**{**defaults, **fields}, text=label, checkable=True, checked=checked, on_click=on_click)


def radio_row(label: str, checked: bool, on_click: Click, *, resource_id: str = "android:id/text1") -> View:
    """Return one choice of a list; the row is a CheckedTextView, as in single-choice dialogs."""
    return View(
        cls="android.widget.CheckedTextView",
        kind="text",
        text=label,
        text_size=16,
        color="on_surface",
        height=56,
        padding=Insets(64, 0, 24, 0),
        checkable=True,
        checked=checked,
        drawing="radio",
        on_click=on_click,
        resource_id=resource_id,
    )


def slider(
    value: float, low: float, high: float, on_slide: Callable[[float], object], *, desc: str = "", resource_id: str = ""
) -> View:
    """Return a SeekBar; a tap or drag sets its value by x."""
    return View(
        cls="android.widget.SeekBar",
        kind="leaf",
        height=48,
        drawing="slider",
        range=Range(low, high, value),
        on_slide=on_slide,
        desc=desc,
        resource_id=resource_id or "seekbar",
        padding=Insets(SLIDER_INSET, 0, SLIDER_INSET, 0),
    )


def slider_row(
    title: str,
    value: float,
    low: float,
    high: float,
    on_slide: Callable[[float], object],
    *,
    icon: str = "",
    summary: str = "",
) -> View:
    """Return a title with a slider below it; the slider's description is the title."""
    inset = Insets(SLIDER_INSET, 0, SLIDER_INSET, 0)
    words = [text(title, 18, resource_id="android:id/title", padding=inset)]
    if summary:
        words.append(text(summary, 14, resource_id="android:id/summary", color="on_surface_variant", padding=inset))
    bar = slider(value, low, high, on_slide, desc=title)
    parts = [column(*words, bar, width="fill", weight=1, padding=Insets(0, 12, 0, 4))]
    if icon:
        mark = image(icon, resource_id="android:id/icon")
        parts.insert(0, row(mark, width=56, resource_id="icon_frame", padding=Insets(SLIDER_INSET, 0, 0, 0)))
    return row(*parts, padding=Insets(24 - SLIDER_INSET, 0, 24 - SLIDER_INSET, 0))


def edit_text(
    key: str,
    content: str,
    on_change: Callable[[str], object],
    *,
    hint: str = "",
    resource_id: str = "",
    ime_action: ImeAction = "done",
    on_submit: Click | None = None,
    password: bool = False,
    **fields: Any,
) -> View:
    """Return a text field.

    Args:
        key: Names the field on its screen.
        content: What is in it now; the app keeps it, `on_change` brings each new content.
        on_change: Called with the new content after each edit.
        hint: Shown while it is empty.
        resource_id: The view's resource name.
        ime_action: What ENTER does; ``"newline"`` makes the field multi-line.
        on_submit: Called on the IME's action key.
        password: Whether dots are shown instead of the content.
        fields: Fields of `View` that differ from a boxed field's.
    """
    defaults: dict[str, Any] = {
        "cls": "android.widget.EditText",
        "kind": "text",
        "height": 56,
        "padding": Insets(16, 0, 16, 0),
        "text_size": 16,
        "color": "on_surface",
        "background": "surface_container_highest",
        "radius": 8,
        "drawing": "field",
        "max_lines": 0 if ime_action == "newline" else 1,
    }
    return View(
        **{**defaults, **fields},
        key=key,
        text=content,
        hint=hint,
        on_change=on_change,
        on_submit=on_submit,
        ime_action=ime_action,
        password=password,
        resource_id=resource_id,
    )


def chip(label: str, selected: bool, on_click: Click, *, desc: str = "", **fields: Any) -> View:
    """Return a small pill that can be chosen."""
    defaults: dict[str, Any] = {
        "cls": "android.widget.CompoundButton",
        "kind": "text",
        "width": 40,
        "height": 40,
        "radius": 20,
        "text_align": "center",
        "text_size": 16,
        "background": "primary" if selected else "surface_container_highest",
        "color": "on_primary" if selected else "on_surface",
    }
    return View(**{**defaults, **fields}, text=label, desc=desc, checkable=True, checked=selected, on_click=on_click)


def tab_bar(tabs: Sequence[tuple[str, str]], selected: int, on_select: Callable[[int], object]) -> View:
    """Return a bottom navigation bar.

    Args:
        tabs: Label and icon of each tab.
        selected: Index of the current one.
        on_select: Called with the index of the tab that was tapped.
    """
    items = []
    for index, (label, icon) in enumerate(tabs):
        active = index == selected
        mark = image(
            icon, width=64, height=32, radius=16, color="on_secondary_container" if active else "on_surface_variant"
        )
        mark.background = "secondary_container" if active else None
        name = text(label, 12, bold=active, max_lines=1, resource_id="navigation_bar_item_large_label_view")
        items.append(
            column(
                mark,
                name,
                cls="android.widget.FrameLayout",
                weight=1,
                height="fill",
                align="center",
                justify="center",
                gap=4,
                desc=label,
                selected=active,
                on_click=lambda chosen=index: on_select(chosen),
                resource_id=f"tab_menu_{label.lower()}",
            )
        )
    return row(*items, height=80, background="surface_container", resource_id="bottom_nav")


def dialog(title: str, *content: View, buttons: Sequence[View] = (), width: float = 320) -> View:
    """Return a dialog's root: title, content, and buttons at its end; use it in `App.dialog_view`."""
    parts: list[View] = []
    if title:
        parts.append(
            text(title, 24, resource_id="alertTitle", padding=Insets(24, 24, 24, 8), width="fill", max_lines=3)
        )
    parts.append(column(*content, resource_id="contentPanel", padding=Insets(0, 0 if title else 16, 0, 0)))
    if buttons:
        parts.append(row(*buttons, resource_id="buttonPanel", justify="end", gap=8, padding=Insets(24, 16, 24, 16)))
    return column(
        *parts,
        cls="android.widget.FrameLayout",
        resource_id="parentPanel",
        width=width,
        background="surface_container_high",
        radius=28,
        placement="center",
        padding=Insets(0, 0, 0, 0 if buttons else 16),
    )


def menu(items: Sequence[tuple[str, Click]]) -> View:
    """Return an overflow menu's root, which opens at the top right; use it in `App.dialog_view`."""
    rows = [
        row(
            text(label, 16, max_lines=1, resource_id="title"),
            cls="android.widget.LinearLayout",
            height=48,
            padding=Insets(16, 0, 24, 0),
            on_click=on_click,
            resource_id="content",
        )
        for label, on_click in items
    ]
    return column(
        *rows,
        cls="android.widget.ListView",
        width=220,
        background="surface_container_high",
        radius=8,
        padding=Insets(0, 8, 0, 8),
        placement="top_end",
    )
