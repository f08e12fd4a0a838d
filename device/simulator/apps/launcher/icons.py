"""How the launcher shows apps and folders: a picture over a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from device.simulator.app import App
from device.simulator.texts import Own
from device.simulator.view import Color, Insets, View
from device.simulator.widgets import Click, column, row, spacer, text

DISC_DP = 60
Drop = Callable[[View | None], object]


def app_icon(
    app: App, color: Color, on_click: Click, on_long_click: Click, *, key: str = "", on_drop: Drop | None = None
) -> View:
    """Return an app's icon.

    Args:
        app: Which; it has an icon.
        color: Of the name.
        on_click: What a tap does.
        on_long_click: What a long press does.
        key: The view's key.
        on_drop: What happens when the icon was carried elsewhere.
    """
    icon = _named(_disc(app, DISC_DP), app.label, app.label, color, on_click, key, on_drop)
    icon.on_long_click = on_long_click
    return icon


def folder_icon(title: str, apps: Sequence[App], on_click: Click, *, key: str, on_drop: Drop) -> View:
    """Return a folder's icon, with the first four of its apps in small."""
    small = [_disc(app, 20) for app in apps[:4]]
    lines = [row(*small[start : start + 2], gap=4, justify="center", in_tree=False) for start in (0, 2)]
    disc = column(
        *lines,
        width=DISC_DP,
        height=DISC_DP,
        radius=DISC_DP / 2,
        gap=4,
        justify="center",
        background="surface_container_high",
        in_tree=False,
    )
    said = f"Folder: {title}, {len(apps)} items"
    return _named(disc, Own(title), said, "white", on_click, key, on_drop)


def grid(cells: Sequence[View], columns: int) -> list[View]:
    """Return rows of so many cells, the last one filled up with empty ones."""
    rows = []
    for start in range(0, len(cells), columns):
        line = list(cells[start : start + columns])
        rows.append(row(*line, *(spacer(weight=1) for _ in range(columns - len(line))), cls="android.view.ViewGroup"))
    return rows


def _named(picture: View, label: str, desc: str, color: Color, on_click: Click, key: str, on_drop: Drop | None) -> View:
    return column(
        picture,
        text(label, 13, color=color, max_lines=1, in_tree=False),
        cls="android.widget.TextView",
        text=label,
        desc=desc,
        resource_id="icon",
        weight=1,
        align="center",
        gap=8,
        padding=Insets(0, 8, 0, 8),
        on_click=on_click,
        long_clickable=True,
        key=key,
        on_drop=on_drop,
    )


def _disc(app: App, size: float) -> View:
    icon = app.icon
    assert icon is not None
    return View(
        kind="leaf",
        width=size,
        height=size,
        radius=size / 2,
        background=icon.background,
        icon=icon.glyph,
        icon_size=round(size * 32 / DISC_DP),
        color=icon.foreground,
        in_tree=False,
    )
