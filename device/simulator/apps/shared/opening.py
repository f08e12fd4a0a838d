"""Opening a file with an app that can show it, as Android's VIEW intents do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from device.simulator.app import App
    from device.simulator.phone import SimulatedPhone


def openers(phone: SimulatedPhone, media_type: str) -> list[App]:
    """Return the installed apps that show files of a MIME type."""
    return [app for app in phone.packages.values() if media_type.startswith(app.shows or ("-",))]


def open_with(phone: SimulatedPhone, app: App, path: str) -> None:
    """Bring an app to the front that shows a file."""
    phone.launch(app.package)
    app.show_file(path)
    phone.changed()
