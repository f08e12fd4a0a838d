"""The system's share sheet: which apps take a text, and handing it to the one that was chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, image, row, text

if TYPE_CHECKING:
    from device.simulator.app import App
    from device.simulator.phone import SimulatedPhone

_PER_ROW = 4


def takers(phone: SimulatedPhone) -> list[App]:
    """Return the installed apps that take a text, by name."""
    return [app for app in phone.apps_by_name("android") if app.takes_text]


def hand_over(phone: SimulatedPhone, app: App, content: str) -> None:
    """Bring an app to the front with a text that another one shares."""
    phone.launch(app.package)
    app.take_text(content)
    phone.changed()


def sheet(phone: SimulatedPhone, content: str, on_choose: Callable[[App], object]) -> View:
    """Return the sheet: the text, and the apps that take it.

    Args:
        phone: The phone.
        content: The text.
        on_choose: Called with the app that was touched.
    """
    preview = column(
        text(Own(content), 14, max_lines=3, width="fill", resource_id="android:id/content_preview_text"),
        background="surface_container_highest",
        radius=16,
        padding=Insets(16, 12, 16, 12),
        margin=Insets(24, 8, 24, 8),
        resource_id="android:id/content_preview_text_layout",
    )
    apps = takers(phone)
    rows = [
        row(
            *(_target(app, partial(on_choose, app)) for app in apps[start : start + _PER_ROW]),
            padding=Insets(16, 8, 16, 8),
        )
        for start in range(0, len(apps), _PER_ROW)
    ]
    return column(
        text("Sharing text", 20, width="fill", padding=Insets(24, 24, 24, 8), resource_id="android:id/headline"),
        preview,
        *rows,
        cls="android.widget.ScrollView",
        background="surface_container",
        radius=28,
        padding=Insets(0, 0, 0, 24),
        resource_id="android:id/contentPanel",
    )


def _target(app: App, on_click: Callable[[], object]) -> View:
    icon = app.icon
    disc = image(
        icon.glyph if icon else "apps",
        width=56,
        height=56,
        radius=28,
        color=icon.foreground if icon else "white",
        background=icon.background if icon else "primary",
        in_tree=False,
    )
    name = text(app.label, 12, width="fill", max_lines=2, text_align="center", resource_id="android:id/text1")
    return column(
        disc,
        name,
        width=88,
        gap=8,
        align="center",
        padding=Insets(4, 4, 4, 4),
        on_click=on_click,
        resource_id="android:id/chooser_row_text_option",
    )
