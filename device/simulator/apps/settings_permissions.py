"""Settings' pages about what an app may do: the list of its permissions, and the choice for each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator import permissions
from device.simulator.app import App
from device.simulator.view import View
from device.simulator.widgets import header, list_row, radio_row

if TYPE_CHECKING:
    from device.simulator.apps.settings import Settings

_GROUPS = {
    "ACCESS_FINE_LOCATION": "Location",
    "CALL_PHONE": "Phone",
    "CAMERA": "Camera",
    "POST_NOTIFICATIONS": "Notifications",
    "READ_CONTACTS": "Contacts",
    "READ_MEDIA_IMAGES": "Photos and videos",
    "READ_SMS": "SMS",
    "RECORD_AUDIO": "Microphone",
}
"""What Android calls the group that a permission belongs to."""
_WHILE_USED = {"Camera", "Location", "Microphone"}
"""Groups that are allowed while the app is in use, and not always."""


def summary(settings: Settings, app: App) -> str:
    """Return how much is allowed, in words."""
    allowed = sum(_wanted(settings, app).values())
    if not allowed:
        return "No permissions allowed"
    return "1 permission allowed" if allowed == 1 else f"{allowed} permissions allowed"


def overview(settings: Settings, package: str) -> list[View]:
    """Return an app's permissions, those that are allowed first."""
    app = settings.phone.packages[package]
    rows: list[View] = []
    for title, is_granted in (("Allowed", True), ("Not allowed", False)):
        names = [name for name, granted in _wanted(settings, app).items() if granted == is_granted]
        nothing = "No permissions allowed" if is_granted else "No permissions denied"
        rows.append(header(title))
        rows += [
            list_row(_group(name), on_click=partial(settings.push, "app_permission", package, name)) for name in names
        ] or [list_row(nothing, enabled=False)]
    return rows


def choice(settings: Settings, package: str, name: str) -> list[View]:
    """Return the choice for one permission of an app."""
    app = settings.phone.packages[package]
    group = _group(name)
    granted = _wanted(settings, app)[name]
    allow = "Allow only while using the app" if group in _WHILE_USED else "Allow"

    def decide(is_granted: bool) -> None:
        permissions.decide(settings.phone, app, name, granted=is_granted)

    return [
        list_row(app.label, f"{group} access for this app"),
        radio_row(allow, granted, partial(decide, True)),
        radio_row("Don\u2019t allow", not granted, partial(decide, False)),
    ]


def title(name: str) -> str:
    """Return the title of the page about a permission."""
    return f"{_group(name)} permission"


def _wanted(settings: Settings, app: App) -> dict[str, bool]:
    return dict(sorted(permissions.wanted(settings.phone, app).items(), key=lambda each: _group(each[0])))


def _group(permission: str) -> str:
    name = permission.removeprefix(permissions.PREFIX)
    return _GROUPS.get(name, name.replace("_", " ").capitalize())
