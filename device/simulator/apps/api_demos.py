"""A small clone of Appium's ApiDemos (io.appium.android.apis), which uiautomator2's own tests drive.

Rows and names are those of the original as far as these tests name them; the lists are Android's plain ones.
"""

from __future__ import annotations

from typing import ClassVar

from device.simulator.app import App, AppIcon
from device.simulator.view import Insets, View
from device.simulator.widgets import Click, button, edit_text, list_row, scaffold, scroll_list, text, toolbar

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
}
"""The screens that are lists, by the row that opens them."""


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

    def _toasts(self) -> View:
        show = self.phone.show_toast
        return scroll_list(
            button("Show Short Notification", lambda: show("Short notification"), resource_id="short_notify"),
            button("Show Long Notification", lambda: show("This is a long notification."), resource_id="long_notify"),
            key="toasts",
        )
