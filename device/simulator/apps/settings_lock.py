"""Settings' screen lock: what opens the phone, a PIN that is chosen, and asked for before it is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.app import Page
from device.simulator.apps.settings_questions import buttons
from device.simulator.apps.settings_table import SCREEN_LOCK
from device.simulator.keyguard import LONGEST_PIN, SHORTEST_PIN
from device.simulator.view import Insets, View
from device.simulator.widgets import dialog, edit_text, radio_row, text

if TYPE_CHECKING:
    from device.simulator.apps.settings import Settings

CONFIRM, CHOOSE = "confirm_pin", "choose_pin"
_FIELD = "pin"


def open_page(settings: Settings) -> None:
    """Open the page of choices; where there is a PIN, ask for that first."""
    if settings.phone.state.keyguard.kind == "pin":
        _ask(settings, CONFIRM)
    else:
        settings.push("choice", SCREEN_LOCK)


def pin_option(settings: Settings) -> View:
    """Return the choice of a PIN, beside those that need nothing more."""
    return radio_row("PIN", settings.phone.state.keyguard.kind == "pin", lambda: _ask(settings, CHOOSE))


def pin_dialog(settings: Settings, page: Page) -> View:
    """Return the dialog that asks for the PIN, or for a new one."""
    phone, data = settings.phone, page.data

    def accept() -> None:
        pin = data["text"]
        if page.name == CONFIRM:
            data["wrong"] = pin != phone.state.keyguard.pin
            if not data["wrong"]:
                settings.close_dialog()
                settings.push("choice", SCREEN_LOCK)
        elif pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN:
            settings.close_dialog()
            phone.set_lock("pin", pin)
            phone.settings.put("secure", "lockscreen.disabled", "0")
        else:
            data["wrong"] = True

    field = edit_text(
        _FIELD,
        data["text"],
        lambda content: data.update(text=content, wrong=False),
        hint="PIN",
        resource_id="password_entry",
        password=True,
        on_submit=accept,
        margin=Insets(24, 8, 24, 0),
    )
    wrong = "Wrong PIN" if page.name == CONFIRM else "PIN must be at least 4 digits"
    told = [text(wrong, 14, color="error", padding=Insets(24, 8, 24, 0), resource_id="error")] if data["wrong"] else []
    title = "Confirm your PIN" if page.name == CONFIRM else "Set a PIN"
    return dialog(title, field, *told, buttons=buttons(settings.close_dialog, "OK", accept))


def _ask(settings: Settings, name: str) -> None:
    settings.open_dialog(name, text="", wrong=False)
    settings.phone.editor.focus(_FIELD)
