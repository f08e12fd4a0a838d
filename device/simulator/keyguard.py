"""The lock screen: a clock, and behind a swipe the pad for the PIN where one was set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.time_text import time_text
from device.simulator.view import Insets, View
from device.simulator.widgets import button, column, icon_button, row, spacer, text

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

PACKAGE = "com.android.systemui"
SHORTEST_PIN, LONGEST_PIN = 4, 16
"""LockPatternUtils.MIN_LOCK_PASSWORD_SIZE and the longest that Android takes."""


def lock(phone: SimulatedPhone) -> None:
    """Lock the phone, as switching the display off does; nothing where no lock was set."""
    keyguard = phone.state.keyguard
    if keyguard.kind != "none":
        keyguard.locked, keyguard.asks, keyguard.typed, keyguard.wrong = True, False, "", False
        phone.editor.blur()
        phone.changed()


def unlock(phone: SimulatedPhone) -> None:
    """Open the phone, as a swipe up does where no PIN was set; with one, ask for it."""
    keyguard = phone.state.keyguard
    if keyguard.kind == "pin":
        keyguard.asks = True
    else:
        keyguard.locked = False
    phone.changed()


def type_pin(phone: SimulatedPhone, digits: str) -> bool:
    """Type digits of the PIN; False where it isn't asked for or something else is typed."""
    keyguard = phone.state.keyguard
    if not (keyguard.locked and keyguard.asks and digits.isascii() and digits.isdigit()):
        return False
    keyguard.typed, keyguard.wrong = (keyguard.typed + digits)[:LONGEST_PIN], False
    phone.changed()
    return True


def erase(phone: SimulatedPhone) -> bool:
    """Take back the last digit."""
    keyguard = phone.state.keyguard
    keyguard.typed = keyguard.typed[:-1]
    phone.changed()
    return keyguard.locked and keyguard.asks


def enter(phone: SimulatedPhone) -> bool:
    """Try what was typed."""
    keyguard = phone.state.keyguard
    if not (keyguard.locked and keyguard.asks):
        return False
    right = keyguard.typed == keyguard.pin
    keyguard.wrong = not right
    keyguard.locked = keyguard.asks = not right
    keyguard.typed = ""
    phone.changed()
    return True


def go_back(phone: SimulatedPhone) -> None:
    """Go from the pad back to the clock."""
    phone.state.keyguard.asks = False
    phone.changed()


def view(phone: SimulatedPhone) -> View:
    """Build the lock screen or the pad."""
    return _pad(phone) if phone.state.keyguard.asks else _clock(phone)


def _clock(phone: SimulatedPhone) -> View:
    now = phone.clock.local()

    def line(content: str, size: int, resource_id: str) -> View:
        return text(content, size, color="white", width="fill", text_align="center", resource_id=resource_id)

    show = phone.settings.is_on("secure", "lock_screen_show_notifications")
    notes = [
        column(
            text(note.title, 16, bold=True, color="white", resource_id="android:id/title"),
            text(note.text, 14, color="white", resource_id="android:id/text", max_lines=1),
            resource_id="expandableNotificationRow",
        )
        for note in (phone.state.notifications if show else [])
    ]
    return column(
        text(
            time_text(phone), 72, color="white", width="fill", text_align="center", resource_id="lockscreen_clock_view"
        ),
        text(f"{now:%a, %b} {now.day}", 18, color="white", width="fill", text_align="center", resource_id="date"),
        *notes,
        spacer(weight=1),
        line("Swipe up to unlock", 14, "keyguard_indication_text"),
        cls="android.widget.FrameLayout",
        resource_id="keyguard_root_view",
        height="fill",
        gap=12,
        background=f"wallpaper:{phone.settings.get('system', 'wallpaper') or 'dusk'}",
        padding=Insets(24, 120, 24, 72),
        on_swipe=lambda direction: unlock(phone) if direction == "up" else None,
    )


def _pad(phone: SimulatedPhone) -> View:
    keyguard = phone.state.keyguard

    def key(digit: str) -> View:
        return button(
            digit, lambda: type_pin(phone, digit), style="tonal", resource_id=f"key{digit}", width=80, height=64
        )

    rows = [
        row(*(key(digit) for digit in line), justify="center", gap=16, direction="ltr")
        for line in ("123", "456", "789")
    ]
    last = row(
        icon_button("backspace", "Delete", lambda: erase(phone), resource_id="delete_button", width=80, height=64),
        key("0"),
        icon_button("enter", "Enter", lambda: enter(phone), resource_id="key_enter", width=80, height=64),
        justify="center",
        gap=16,
    )
    return column(
        text(
            "Wrong PIN" if keyguard.wrong else "Enter your PIN",
            18,
            width="fill",
            text_align="center",
            resource_id="bouncer_message_area",
        ),
        View(
            cls="android.widget.EditText",
            kind="text",
            text=keyguard.typed,
            password=True,
            text_size=32,
            color="on_surface",
            text_align="center",
            height=56,
            resource_id="pinEntry",
        ),
        *rows,
        last,
        cls="android.widget.FrameLayout",
        resource_id="keyguard_pin_view",
        height="fill",
        gap=16,
        justify="end",
        background="surface",
        padding=Insets(24, 120, 24, 96),
    )
