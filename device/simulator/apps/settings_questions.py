"""What Settings asks before something is stopped, deleted or put back, and what is done then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.app import Page
from device.simulator.settings_store import DEFAULTS
from device.simulator.view import Insets, View
from device.simulator.widgets import Click, button, dialog, text

if TYPE_CHECKING:
    from device.simulator.apps.settings import Settings

NETWORK_KEYS = ("wifi_on", "bluetooth_on", "mobile_data", "airplane_mode_on", "wifi_ap_on", "private_dns_mode")
_QUESTIONS = {
    "force_stop": ("Force stop?", "If you force stop an app, it may misbehave.", "OK"),
    "uninstall": ("Uninstall app?", "The app and its data will be removed.", "OK"),
    "clear_storage": ("Clear app data?", "This app's data will be permanently deleted.", "Delete"),
    "reset_network": ("Reset network settings?", "All network settings go back to what they were.", "Reset"),
    "factory_reset": ("Erase all data?", "All apps' data and all settings will be erased.", "Erase all data"),
}
"""Title, explanation and answer of each dialog."""


def view(settings: Settings, page: Page) -> View:
    """Return the dialog that asks."""
    question, explanation, answer = _QUESTIONS[page.name]

    def confirm() -> None:
        settings.close_dialog()
        _confirmed(settings, page)

    message = text(explanation, 14, resource_id="android:id/message", padding=Insets(24, 8, 24, 0))
    return dialog(question, message, buttons=buttons(settings.close_dialog, answer, confirm))


def buttons(cancel: Click, label: str, confirm: Click) -> tuple[View, View]:
    """Return a dialog's two buttons: one that closes it, and one that does what it is for."""
    return (
        button("Cancel", cancel, resource_id="android:id/button2"),
        button(label, confirm, resource_id="android:id/button1"),
    )


def _confirmed(settings: Settings, page: Page) -> None:
    phone = settings.phone
    match page.name:
        case "force_stop":
            phone.force_stop(page.args[0])
        case "uninstall":
            phone.uninstall(page.args[0])
        case "clear_storage":
            phone.clear(page.args[0])
        case "reset_network":
            for key in NETWORK_KEYS:
                phone.settings.put("global", key, DEFAULTS["global"][key])
            phone.show_toast("Network settings have been reset")
        case _:
            phone.settings.load(DEFAULTS)
            for package in list(phone.packages):
                phone.clear(package)
            phone.go_home()
