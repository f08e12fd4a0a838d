"""The on-screen keyboard: QWERTY with two layers, or the blank bar of uiautomator2's AdbKeyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from device.simulator.state import ADB_IME, Layer
from device.simulator.view import Insets, View
from device.simulator.widgets import column, row, text

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SYMBOLS = ("1234567890", "@#$_&-+()/", "*\"':;!?")
_ACTIONS = {
    "done": ("check", "Done"),
    "search": ("search", "Search"),
    "next": ("forward", "Next"),
    "newline": ("enter", "Enter"),
}


def package(phone: SimulatedPhone) -> str:
    """Return the package of the current input method."""
    return phone.ime.current.partition("/")[0]


def keyboard(phone: SimulatedPhone, field: View) -> View:
    """Return the current input method's view; its keys type into `field`, which has the focus."""
    if phone.ime.current == ADB_IME:
        return row(
            text("AdbKeyboard", 14, color="on_surface_variant"),
            cls="android.widget.FrameLayout",
            height=40,
            justify="center",
            background="surface_container",
        )
    layer = phone.state.keyboard_layer
    rows: tuple[str, ...] = _SYMBOLS if layer == "symbols" else _LETTERS
    if layer == "upper":
        rows = tuple(letters.upper() for letters in rows)
    first = row(*[_character(phone, letter) for letter in rows[0]], gap=4)
    inset = 18 if layer != "symbols" else 0
    second = row(*[_character(phone, letter) for letter in rows[1]], gap=4, padding=Insets(inset, 0, inset, 0))
    if layer == "symbols":
        shift = _key("", "Symbols keyboard", lambda: _to_layer(phone, "lower"), label="ABC", weight=1.5)
    else:
        upper = layer == "upper"
        shift = _key(
            "shift", "Shift", lambda: _to_layer(phone, "lower" if upper else "upper"), weight=1.5, active=upper
        )
    delete = _key("backspace", "Delete", phone.editor.delete, weight=1.5)
    third = row(shift, *[_character(phone, letter) for letter in rows[2]], delete, gap=4)
    other: Layer = "lower" if layer == "symbols" else "symbols"
    icon, desc = _ACTIONS[field.ime_action]
    bottom = row(
        _key(
            "",
            "Letter keyboard" if layer == "symbols" else "Symbol keyboard",
            lambda: _to_layer(phone, other),
            label="ABC" if layer == "symbols" else "?123",
            weight=1.5,
        ),
        _key("", ",", lambda: phone.editor.commit(","), label=",", weight=1),
        _key("", "Space", lambda: phone.editor.commit(" "), label="English", weight=5, plain=True),
        _key("", ".", lambda: phone.editor.commit("."), label=".", weight=1),
        _key(icon, desc, phone.editor.enter, weight=1.5, active=True),
        gap=4,
    )
    return column(
        row(height=40, in_tree=False),
        first,
        second,
        third,
        bottom,
        cls="android.widget.FrameLayout",
        resource_id="keyboard_area",
        direction="ltr",
        gap=10,
        padding=Insets(4, 0, 4, 12),
        background="surface_container",
    )


def _character(phone: SimulatedPhone, letter: str) -> View:
    def type_it() -> None:
        phone.editor.commit(letter)
        if phone.state.keyboard_layer == "upper":
            phone.state.keyboard_layer = "lower"

    return _key("", letter, type_it, label=letter, weight=1, plain=True)


def _to_layer(phone: SimulatedPhone, layer: Layer) -> None:
    phone.state.keyboard_layer = layer


def _key(
    icon: str,
    desc: str,
    on_click: Callable[[], object],
    *,
    label: str = "",
    weight: float,
    plain: bool = False,
    active: bool = False,
) -> View:
    background = "primary_container" if active else "surface" if plain else "surface_container_highest"
    return View(
        cls="android.widget.TextView",
        kind="leaf",
        caption=label,
        icon=icon,
        desc=desc,
        on_click=on_click,
        width="fill",
        weight=weight,
        height=44,
        radius=6,
        color="on_surface",
        background=background,
        text_size=20 if len(label) == 1 else 14,
    )
