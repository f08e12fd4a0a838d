"""A small clone of Appium's ApiDemos (io.appium.android.apis), which uiautomator2's own tests drive.

Rows and names are those of the original as far as these tests name them; the lists are Android's plain ones.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    Click,
    button,
    column,
    edit_text,
    list_row,
    row,
    scaffold,
    scroll_list,
    text,
    toolbar,
)

LISTS: dict[str, tuple[str, ...]] = {
    "main": (
        "Accessibility",
        "Animation",
        "App",
        "Content",
        "Graphics",
        "Media",
        "NFC",
        "OS",
        "Preference",
        "Text",
        "Views",
    ),
    "App": (
        "Action Bar",
        "Activity",
        "Alarm",
        "Alert Dialogs",
        "Device Admin",
        "Fragment",
        "Launcher Shortcuts",
        "Loader",
        "Menu",
        "Notification",
        "Search",
        "Service",
        "Text-To-Speech",
        "Voice Recognition",
    ),
    "Menu": ("Inflate from XML",),
    "Search": ("Invoke Search", "Query Search Results"),
    "Notification": ("IncomingMessage", "NotifyWithText", "Status Bar"),
    "Media": ("MediaPlayer", "VideoView"),
    "Graphics": (
        "AlphaBitmap",
        "AnimateDrawables",
        "Arcs",
        "BitmapDecode",
        "BitmapMesh",
        "BitmapPixels",
        "CameraPreview",
        "Clipping",
        "ColorFilters",
        "ColorMatrix",
        "Compass",
        "CreateBitmap",
        "Density",
        "DrawPoints",
        "PathEffects",
        "PathFillTypes",
        "Patterns",
        "PhotoView",
        "Pictures",
        "PolyToPoly",
        "Regions",
        "RoundRects",
        "ScaleToFit",
        "SensorTest",
    ),
    "OS": ("Morse Code", "Rotation Vector", "Sensors", "SMS Messaging"),
    "Views": ("Animation", "Buttons", "Controls", "Drag and Drop", "Grid", "Lists", "Seek Bar", "Tabs", "WebView"),
}
"""The screens that are lists, by the row that opens them."""


MOST_ZOOM = 4.0
"""How much bigger the photo gets."""


class ApiDemos(App):
    """Lists that lead to lists; a search form and toasts."""

    package: ClassVar[str] = "io.appium.android.apis"
    activity: ClassVar[str] = ".ApiDemos"
    label: ClassVar[str] = "API Demos"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="apps", background=(61, 122, 58))
    version: ClassVar[str] = "2.3.0"
    is_system: ClassVar[bool] = False

    def view(self) -> View:
        """Build the list, or the form behind a row."""
        name = self.page.name
        if name in LISTS:
            rows = [list_row(title, on_click=self._opener(title)) for title in LISTS[name]]
            body = scroll_list(*rows, key="list", cls="android.widget.ListView", resource_id="android:id/list")
        elif name == "Invoke Search":
            body = self._search()
        elif name == "NotifyWithText":
            body = self._toasts()
        elif name == "PhotoView":
            body = self._photo()
        elif name == "Drag and Drop":
            body = self._dots()
        else:
            body = text(name, 18, padding=Insets(24, 24, 24, 24))
        return scaffold(bar=toolbar(self.label), body=body)

    def _opener(self, title: str) -> Click:
        return lambda: self.push(title)

    def _search(self) -> View:
        data = self.page.data
        field = edit_text(
            "prefill",
            data.get("prefill", ""),
            lambda typed: data.update(prefill=typed),
            hint="Prefill query",
            resource_id="txt_query_prefill",
        )
        return scroll_list(field, button("onSearchRequested()", None, resource_id="btn_start_search"), key="search")

    def _photo(self) -> View:
        """Build a picture that two fingers, or two taps, make bigger."""
        data = self.page.data
        scale = float(data.get("scale", 1.0))

        def resize(by: float) -> None:
            data["scale"] = min(MOST_ZOOM, max(1.0, scale * by))

        picture = View(
            cls="android.widget.ImageView",
            key="photo",
            desc=f"Photo, {scale:.0%}",
            resource_id="iv_photo",
            icon="image",
            icon_size=96 * scale,
            height="fill",
            on_pinch=resize,
            on_double_tap=lambda: resize(2 if scale < 2 else 0),
        )
        return column(picture, height="fill")

    def _dots(self) -> View:
        """Build dots of which each can be dragged onto another."""
        data = self.page.data

        def dropped(number: int, onto: View | None) -> None:
            landed = onto.key.removeprefix("dot ") if onto is not None and onto.key.startswith("dot ") else ""
            data["result"] = f"Dropped {number} on {landed}!" if landed else "No drop"

        dots = [
            View(
                cls="android.view.View",
                key=f"dot {number}",
                resource_id=f"drag_dot_{number}",
                background="error",
                width=96,
                height=96,
                radius=48,
                long_clickable=True,
                on_drop=partial(dropped, number),
            )
            for number in (1, 2, 3)
        ]
        result = text(data.get("result", ""), 16, resource_id="drag_result_text", height=48)
        return column(row(*dots, gap=24, padding=Insets(24, 24, 24, 24)), result, height="fill")

    def _toasts(self) -> View:
        show = self.phone.show_toast
        return scroll_list(
            button("Show Short Notification", lambda: show("Short notification"), resource_id="short_notify"),
            button("Show Long Notification", lambda: show("This is a long notification."), resource_id="long_notify"),
            key="toasts",
        )
