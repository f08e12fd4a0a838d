"""`Compositor`: builds the display's windows from the app in front, its dialogs, the keyboard and the system bars."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from device.simulator import keyboard, keyguard, panels, shade, systemui, text_toolbar
from device.simulator.language import SYSTEM, put_into, texts_of
from device.simulator.layout import lay_out, size_of
from device.simulator.overlays import LEFT, OVERLAYS, answer, window_title
from device.simulator.typeface import line_height, line_starts
from device.simulator.view import Insets, Rect, View
from device.simulator.widgets import column, stack
from device.simulator.windows import Window, WindowKind

if TYPE_CHECKING:
    from device.simulator.app import Page
    from device.simulator.phone import SimulatedPhone

DIALOG_ROOM_DP = 16
"""Least distance of a dialog from the display's edges."""


class Compositor:
    """Makes `Window`s of the phone's state."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Compose `phone`'s display."""
        self._phone = phone
        self._system_offsets: dict[str, int] = {}

    def offsets(self, window: Window) -> dict[str, int]:
        """Return where the scroll offsets of a window's views are kept."""
        app = self._phone.app
        if window.kind == "app":
            return app.page.scroll
        if window.kind == "dialog" and app.dialogs:
            return app.dialogs[-1].scroll
        return self._system_offsets

    def forget_offset(self, key: str) -> None:
        """Let one of the system's own scrollable views begin at its top again."""
        self._system_offsets.pop(key, None)

    def compose(self, *, reveal: bool) -> list[Window]:
        """Return the windows, bottom to top, laid out.

        Args:
            reveal: Whether the focused field is scrolled into view.
        """
        phone = self._phone
        app = phone.app
        texts = phone.texts_of(app.package)
        dialogs = [(page, put_into(texts, app.dialog_view(page))) for page in app.dialogs]
        content = phone.interference.content(put_into(texts, app.view()))
        pulled = (
            put_into(phone.texts_of(systemui.PACKAGE), shade.view(phone)) if phone.state.shade != "closed" else None
        )
        replies = pulled is not None and phone.state.focus is not None and phone.state.focus.key == shade.REPLY_FIELD
        focused = self._focus(pulled if pulled is not None and replies else dialogs[-1][1] if dialogs else content)
        width, height = phone.display_size
        ime_height = 0
        ime = None
        if focused is not None and phone.state.keyboard_shown:
            ime = put_into(phone.texts_of(keyboard.package(phone)), keyboard.keyboard(phone, focused))
            ime_height = size_of(ime, width, height, phone.metrics())[1]
        room = 0 if phone.interference.covers() or replies else ime_height
        if pulled is not None and replies:
            pulled.padding = pulled.padding._replace(bottom=pulled.padding.bottom + ime_height * 160 / phone.density)
        windows = [self._app_window(content, app.page, room, covered=bool(dialogs))]
        windows.extend(
            self._dialog_window(page, root, ime_height, top=page is app.dialogs[-1]) for page, root in dialogs
        )
        reveals = focused if reveal else None
        if reveals is not None and not replies and self._scroll_to(reveals):
            return self.compose(reveal=False)
        nav_height = phone.metrics().px(systemui.NAVIGATION_DP)
        if focused is not None:
            windows.extend(self._text_toolbar(focused, height - nav_height - ime_height))
        keys = []
        if ime is not None:
            bounds = Rect(0, height - nav_height - ime_height, width, height - nav_height)
            keys.append(self._system("ime", keyboard.package(phone), "InputMethod", ime, bounds))
        if not replies:
            windows.extend(keys)
        windows = self._add_overlays(windows, width, height)
        wallpaper = str(windows[-1 if phone.locked else 0].root.background).startswith("wallpaper:") and not dialogs
        windows.extend(self._bars(pulled, width, height, wallpaper=wallpaper, keyboard_shown=ime is not None))
        if replies:
            windows.extend(keys)
            if reveals is not None and self._scroll_to(reveals, self._system_offsets):
                return self.compose(reveal=False)
        return self._add_panels(windows, width, height)

    def _add_panels(self, windows: list[Window], width: int, height: int) -> list[Window]:
        """Return the windows with what keys bring up on top of them."""
        phone = self._phone
        edge, texts = phone.metrics().px(8), phone.texts_of(systemui.PACKAGE)
        if phone.state.volume_until is not None:
            root = put_into(texts, panels.volume_panel(phone))
            wanted = size_of(root, width, height, phone.metrics())
            top = (height - wanted[1]) // 2
            bounds = Rect(width - edge - wanted[0], top, width - edge, top + wanted[1])
            windows = [*windows, self._system("dialog", systemui.PACKAGE, panels.VOLUME_TITLE, root, bounds)]
        if phone.state.power_menu:
            root = put_into(texts, panels.power_menu(phone))
            wanted = size_of(root, width, height, phone.metrics())
            left, top = (width - wanted[0]) // 2, (height - wanted[1]) // 2
            bounds = Rect(left, top, left + wanted[0], top + wanted[1])
            menu = self._system("dialog", systemui.PACKAGE, panels.POWER_TITLE, root, bounds)
            windows = [replace(each, reported=False) for each in windows]
            windows.append(replace(menu, on_outside=lambda: panels.hide_power_menu(phone), dim=True))
        return windows

    def _add_overlays(self, windows: list[Window], width: int, height: int) -> list[Window]:
        """Return the windows with the system's overlays and the lock screen on top; what is below is not reported."""
        phone = self._phone
        metrics = phone.metrics()
        everything = Rect(0, 0, width, height)
        first, last = metrics.px(systemui.STATUS_DP), height - metrics.px(systemui.NAVIGATION_DP)
        for overlay in phone.state.overlays:
            kind = OVERLAYS[overlay.kind]
            package = kind.package or overlay.about
            root = put_into(texts_of(phone.language_of(package), SYSTEM), kind.build(phone, overlay))
            bounds = Rect(0, first, width, last)
            if kind.cover == "sheet":
                bounds = Rect(0, last - min(last - first, size_of(root, width, last - first, metrics)[1]), width, last)
            elif kind.cover != "full":
                edge = metrics.px(DIALOG_ROOM_DP)
                wanted = size_of(root, width - 2 * edge, last - first - 2 * edge, metrics)
                left = (width - wanted[0]) // 2
                upper = first if kind.cover == "banner" else first + (last - first - wanted[1]) // 2
                bounds = Rect(left, upper, left + wanted[0], upper + wanted[1])
            window = self._system("dialog", package, window_title(overlay), root, bounds)
            if kind.cover == "banner":
                windows = [*windows, replace(window, kind="heads_up")]
                continue
            windows = [replace(each, reported=False) for each in windows]
            is_sheet = kind.cover == "sheet"
            beside: Callable[[], object] = partial(answer, phone, overlay, LEFT) if is_sheet else lambda: None
            windows.append(replace(window, on_outside=beside, dim=is_sheet or kind.cover == "dialog"))
        if phone.locked:
            root = put_into(phone.texts_of(keyguard.PACKAGE), keyguard.view(phone))
            windows = [replace(each, reported=False) for each in windows]
            windows.append(self._system("shade", keyguard.PACKAGE, "NotificationShade", root, everything))
        return windows

    def _focus(self, root: View) -> View | None:
        """Mark the focused field in the tree that takes input; a field that is gone loses the focus."""
        state = self._phone.state
        if state.focus is None:
            return None
        for view in root.walk():
            if view.is_field and view.enabled and view.key == state.focus.key:
                length = len(view.text)
                start = length if state.focus.start < 0 else min(state.focus.start, length)
                end = length if state.focus.end < 0 else min(state.focus.end, length)
                state.focus.start, state.focus.end = start, end
                view.focused = True
                view.selection = (start, end)
                return view
        state.focus = None
        state.keyboard_shown = False
        return None

    def _app_window(self, content: View, page: Page, ime_height: int, *, covered: bool) -> Window:
        phone = self._phone
        width, height = phone.display_size
        metrics = phone.metrics()
        below = systemui.NAVIGATION_DP + ime_height * 160 / phone.density
        frame = column(
            content,
            cls="android.widget.FrameLayout",
            resource_id="android:id/content",
            height="fill",
            padding=Insets(0, systemui.STATUS_DP, 0, below),
        )
        content.height = "fill"
        background, content.background = content.background or "surface", None
        root = stack(
            column(frame, height="fill", cls="android.widget.LinearLayout"),
            height="fill",
            background=background,
        )
        package = phone.app.package
        bounds = Rect(0, 0, width, height)
        lay_out(root, bounds, metrics, package=package, scroll=page.scroll)
        shade = phone.state.shade != "closed"
        return Window(
            kind="app",
            package=package,
            title=f"{package}/{phone.app.current_activity}",
            root=root,
            bounds=bounds,
            reported=not covered and not shade,
        )

    def _dialog_window(self, page: Page, root: View, ime_height: int, *, top: bool) -> Window:
        phone = self._phone
        width, height = phone.display_size
        metrics = phone.metrics()
        edge = metrics.px(DIALOG_ROOM_DP)
        first = metrics.px(systemui.STATUS_DP)
        last = height - metrics.px(systemui.NAVIGATION_DP) - ime_height
        wanted_width, wanted_height = size_of(root, width - 2 * edge, last - first - 2 * edge, metrics)
        wanted_height = min(wanted_height, last - first - 2 * edge)
        if root.placement == "fill":
            bounds = Rect(0, first, width, last)
        elif root.placement == "top_end":
            left, upper = width - wanted_width - metrics.px(8), first + metrics.px(8)
            left = metrics.px(8) if metrics.rtl else left
            bounds = Rect(left, upper, left + wanted_width, upper + wanted_height)
        elif root.placement == "bottom":
            left = (width - wanted_width) // 2
            bounds = Rect(left, last - wanted_height, left + wanted_width, last)
        else:
            left, upper = (width - wanted_width) // 2, first + (last - first - wanted_height) // 2
            bounds = Rect(left, upper, left + wanted_width, upper + wanted_height)
        lay_out(root, bounds, metrics, package=phone.app.package, scroll=page.scroll)
        return Window(
            kind="dialog",
            package=phone.app.package,
            title=f"{phone.app.package}/{phone.app.current_activity}",
            root=root,
            bounds=bounds,
            reported=top and phone.state.shade == "closed",
            on_outside=phone.dismiss_dialog,
            dim=root.placement in ("center", "bottom") and top,
        )

    def _text_toolbar(self, field: View, bottom: int) -> Iterator[Window]:
        """Yield the floating toolbar of the focused field, where it is shown; the keyboard may lie on it."""
        phone = self._phone
        if phone.state.focus is None or not phone.state.focus.toolbar:
            return
        root = text_toolbar.view(phone, field)
        if root is None:
            return
        root = put_into(texts_of(phone.language_of(phone.app.package), SYSTEM), root)
        room = Rect(0, phone.metrics().px(systemui.STATUS_DP), phone.display_size[0], bottom)
        bounds = text_toolbar.bounds(root, field, room=room, metrics=phone.metrics())
        if bounds is not None:
            shown = phone.state.shade == "closed"
            yield self._system("popup", phone.app.package, "PopupWindow", root, bounds, reported=shown)

    def _bars(
        self, pulled: View | None, width: int, height: int, *, wallpaper: bool, keyboard_shown: bool
    ) -> list[Window]:
        phone = self._phone
        metrics = phone.metrics()
        status = Rect(0, 0, width, metrics.px(systemui.STATUS_DP))
        navigation = Rect(0, height - metrics.px(systemui.NAVIGATION_DP), width, height)
        texts = phone.texts_of(systemui.PACKAGE)
        windows = []
        ink = "white" if wallpaper else "on_surface"
        if pulled is None:
            bar = put_into(texts, systemui.status_bar(phone, ink))
            windows.append(self._system("status_bar", systemui.PACKAGE, "StatusBar", bar, status))
        else:
            bounds = Rect(0, 0, width, height)
            windows.append(self._system("shade", systemui.PACKAGE, "NotificationShade", pulled, bounds))
            ink = "on_surface"
        keys = put_into(texts, systemui.navigation_bar(phone, ink, "surface_container" if keyboard_shown else None))
        windows.append(self._system("navigation_bar", systemui.PACKAGE, "NavigationBar0", keys, navigation))
        if phone.toast is not None:
            root = systemui.toast(phone.toast)
            wanted_width, wanted_height = size_of(root, width - 2 * metrics.px(24), height, metrics)
            left, bottom = (width - wanted_width) // 2, navigation.top - metrics.px(64)
            bounds = Rect(left, bottom - wanted_height, left + wanted_width, bottom)
            window = self._system("toast", phone.app.package, "Toast", root, bounds, reported=False)
            windows.append(window)
        return windows

    def _system(
        self, kind: WindowKind, package: str, title: str, root: View, bounds: Rect, *, reported: bool = True
    ) -> Window:
        metrics = self._phone.metrics()
        lay_out(root, bounds, metrics, package=package, scroll=self._system_offsets)
        return Window(
            kind=kind,
            package=package,
            title=title,
            root=root,
            bounds=bounds,
            reported=reported,
            touchable=kind != "toast",
        )

    def _scroll_to(self, view: View, offsets: dict[str, int] | None = None) -> bool:
        """Scroll the nearest scrollable so that a field is seen; say whether anything had to move.

        Args:
            view: The field.
            offsets: Where the scrollable's offset is kept; the app's page or dialog unless given.
        """
        for holder in view.ancestors():
            if holder.scroll != "vertical":
                continue
            app = self._phone.app
            if offsets is None:
                offsets = (app.dialogs[-1] if app.dialogs else app.page).scroll
            top, bottom = self._cursor_line(view)
            missing = max(0, bottom - holder.visible.bottom) or min(0, top - holder.visible.top)
            if missing:
                offsets[holder.key] = max(0, offsets.get(holder.key, 0) + missing)
            return bool(missing)
        return False

    def _cursor_line(self, view: View) -> tuple[int, int]:
        """Return what must be seen of a field: all of one line, the cursor's line of many; top and bottom in pixels."""
        if view.max_lines == 1:
            return view.frame.top, view.frame.bottom
        metrics = self._phone.metrics()
        height = line_height(metrics.sp(view.text_size))
        starts = line_starts(view.text, view.lines)
        line = max(0, bisect.bisect_right(starts, view.selection[1]) - 1)
        top = view.frame.top + metrics.px(view.padding.top) + line * height
        return top, top + height
