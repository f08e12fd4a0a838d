"""The Material time picker: a dial for hours, then minutes, or two fields."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from device.simulator.app import App, Page
from device.simulator.apps.shared.hours import HourFormat
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, dialog, edit_text, icon_button, row, spacer, stack
from device.simulator.widgets import text as label

_DIAL, _OUTER, _INNER, _NUMBER = 256.0, 104.0, 68.0, 44.0


@dataclass(frozen=True, kw_only=True)
class _Picker:
    """Who is asked for a time, and how."""

    app: App
    hour_format: HourFormat
    on_pick: Callable[[int, int], object]


def open_time_picker(app: App, name: str, hour: int, minute: int, *args: object) -> None:
    """Open the picker as a dialog called `name`, with arguments of the app's own."""
    app.open_dialog(name, *args, hour=hour, minute=minute, mode="hour")


def time_picker(
    app: App, page: Page, on_pick: Callable[[int, int], object], *, hour_format: HourFormat = HourFormat.TWENTY_FOUR
) -> View:
    """Return the dialog.

    Args:
        app: The app.
        page: The dialog; its data are ``hour`` (0 to 23), ``minute`` and ``mode`` (``"hour"``, ``"minute"`` or
            ``"text"``), in text mode also ``hour_text`` and ``minute_text``.
        on_pick: Called with hour and minute when OK was touched; the dialog is closed by then.
        hour_format: How hours are counted.
    """
    return _view(_Picker(app=app, hour_format=hour_format, on_pick=on_pick), page)


def _view(picker: _Picker, page: Page) -> View:
    typing = page.data["mode"] == "text"
    body = _fields(picker, page) if typing else _dial(picker, page)
    mode = icon_button(
        "clock" if typing else "keyboard",
        "Switch to clock mode for the time input." if typing else "Switch to text input mode for the time input.",
        lambda: _switch_mode(picker, page),
        resource_id="material_timepicker_mode_button",
    )
    buttons = [
        mode,
        spacer(weight=1),
        button("Cancel", picker.app.close_dialog, resource_id="material_timepicker_cancel_button"),
        button("OK", lambda: _accept(picker, page), resource_id="material_timepicker_ok_button"),
    ]
    title = label(
        "Enter time" if typing else "Select time",
        14,
        resource_id="header_title",
        color="on_surface_variant",
        padding=Insets(24, 8, 24, 16),
    )
    return dialog("", title, body, buttons=buttons, width=328)


def _is_12_hour(picker: _Picker) -> bool:
    return picker.hour_format is HourFormat.TWELVE


def _hour_digits(picker: _Picker, hour: int) -> str:
    return str((hour + 11) % 12 + 1) if _is_12_hour(picker) else f"{hour:02d}"


def _dial(picker: _Picker, page: Page) -> View:
    return column(_header(picker, page), _face(picker, page), align="center", gap=24)


def _header(picker: _Picker, page: Page) -> View:
    hour, minute, mode = page.data["hour"], page.data["minute"], page.data["mode"]

    def digits(shown: str, wanted: str, resource_id: str) -> View:
        chosen = mode == wanted
        return label(
            shown,
            52,
            width=96,
            height=80,
            radius=8,
            text_align="center",
            selected=chosen,
            background="primary_container" if chosen else "surface_container_highest",
            color="on_primary_container" if chosen else "on_surface",
            resource_id=resource_id,
            on_click=lambda: page.data.update(mode=wanted),
        )

    parts = [
        digits(_hour_digits(picker, hour), "hour", "material_hour_tv"),
        label(":", 52, width=24, text_align="center", in_tree=False),
        digits(f"{minute:02d}", "minute", "material_minute_tv"),
    ]
    if _is_12_hour(picker):
        parts.append(_period(page))
    return row(*parts, justify="center", padding=Insets(24, 0, 24, 0), cls="android.widget.RelativeLayout")


def _period(page: Page) -> View:
    def half(name: str, first: int) -> View:
        chosen = page.data["hour"] // 12 == first // 12
        return View(
            cls="android.widget.RadioButton",
            kind="text",
            text=name,
            text_size=16,
            text_align="center",
            width=52,
            height=40,
            radius=8,
            checkable=True,
            checked=chosen,
            background="tertiary_container" if chosen else None,
            border="outline",
            color="on_tertiary_container" if chosen else "on_surface_variant",
            resource_id=f"material_clock_period_{name.lower()}_button",
            on_click=lambda: page.data.update(hour=page.data["hour"] % 12 + first),
        )

    return column(
        half("AM", 0),
        half("PM", 12),
        width=52,
        margin=Insets(12, 0, 0, 0),
        resource_id="material_clock_period_toggle",
        cls="android.widget.RadioGroup",
    )


def _face(picker: _Picker, page: Page) -> View:
    hour, minute = page.data["hour"], page.data["minute"]
    numbers: list[View] = []
    if page.data["mode"] == "minute":
        for step in range(12):
            value = step * 5
            numbers.append(
                _number(
                    f"{value:02d}",
                    f"{value:02d} minutes",
                    angle=step,
                    radius=_OUTER,
                    chosen=minute == value,
                    choose=_setter(page, "minute", value),
                )
            )
    elif _is_12_hour(picker):
        for step in range(12):
            value = step + hour // 12 * 12
            shown = str(step or 12)
            numbers.append(
                _number(
                    shown,
                    f"{shown} o'clock",
                    angle=step,
                    radius=_OUTER,
                    chosen=hour == value,
                    choose=_setter(page, "hour", value),
                )
            )
    else:
        for value in range(24):
            inner = value == 0 or value > 12
            numbers.append(
                _number(
                    f"{value:02d}" if inner else str(value),
                    f"{value} hours",
                    angle=value % 12,
                    radius=_INNER if inner else _OUTER,
                    chosen=hour == value,
                    choose=_setter(page, "hour", value),
                )
            )
    return stack(
        *numbers,
        width=_DIAL,
        height=_DIAL,
        radius=_DIAL / 2,
        background="surface_container_highest",
        resource_id="material_clock_face",
        cls="android.view.ViewGroup",
    )


def _setter(page: Page, what: str, value: int) -> Callable[[], None]:
    """Return what choosing a number does: it is taken, and after the hour come the minutes."""
    return lambda: page.data.update({what: value, "mode": "minute"})


def _number(shown: str, desc: str, *, angle: int, radius: float, chosen: bool, choose: Callable[[], None]) -> View:
    """Return one number of the dial, at ``angle`` twelfths of a turn from the top.

    The hierarchy tells only its description: by its text it could not be told from the digits above the dial.
    """
    turn = math.tau * angle / 12
    left = _DIAL / 2 + radius * math.sin(turn) - _NUMBER / 2
    top = _DIAL / 2 - radius * math.cos(turn) - _NUMBER / 2
    digits = label(
        shown, 16, in_tree=False, width="fill", text_align="center", color="on_primary" if chosen else "on_surface"
    )
    return stack(
        digits,
        cls="android.widget.TextView",
        desc=desc,
        width=_NUMBER,
        height=_NUMBER,
        radius=_NUMBER / 2,
        justify="center",
        selected=chosen,
        background="primary" if chosen else None,
        margin=Insets(left, top, 0, 0),
        on_click=choose,
    )


def _fields(picker: _Picker, page: Page) -> View:
    def field(key: str, caption: str) -> View:
        return column(
            edit_text(
                key,
                page.data[key],
                lambda content: page.data.update({key: content}),
                hint=caption,
                resource_id=f"material_{key.removesuffix('_text')}_text_input",
                text_size=44,
                height=72,
                on_submit=lambda: _accept(picker, page),
            ),
            label(caption, 12, color="on_surface_variant", in_tree=False),
            width=96,
            gap=4,
            in_tree=False,
        )

    parts = [
        field("hour_text", "Hour"),
        label(":", 52, width=24, text_align="center", in_tree=False),
        field("minute_text", "Minute"),
    ]
    if _is_12_hour(picker):
        parts.append(_period(page))
    return row(*parts, justify="center", align="start", padding=Insets(24, 0, 24, 0))


def _switch_mode(picker: _Picker, page: Page) -> None:
    if page.data["mode"] != "text":
        page.data.update(
            mode="text", hour_text=_hour_digits(picker, page.data["hour"]), minute_text=f"{page.data['minute']:02d}"
        )
    elif _take_typed(picker, page):
        page.data["mode"] = "hour"


def _take_typed(picker: _Picker, page: Page) -> bool:
    """Take over what the fields say; False where that is no time of day, and then nothing changes."""
    hour_text, minute_text = page.data["hour_text"].strip(), page.data["minute_text"].strip()
    if not (hour_text.isdecimal() and minute_text.isdecimal()):
        return False
    hour, minute = int(hour_text), int(minute_text)
    if _is_12_hour(picker):
        if not 1 <= hour <= 12:
            return False
        hour = hour % 12 + page.data["hour"] // 12 * 12
    if hour > 23 or minute > 59:
        return False
    page.data.update(hour=hour, minute=minute)
    return True


def _accept(picker: _Picker, page: Page) -> None:
    if page.data["mode"] == "text" and not _take_typed(picker, page):
        picker.app.phone.show_toast("Enter a valid time")
        return
    picker.app.close_dialog()
    picker.on_pick(page.data["hour"], page.data["minute"])
