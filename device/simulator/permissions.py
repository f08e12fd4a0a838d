"""Permissions that apps need while they run: what is granted, and asking again once one was taken away.

A phone that has been set up has granted everything. What was taken away with `pm revoke`, or denied in the dialog, is
asked for whenever the app comes to the front.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator import overlays

if TYPE_CHECKING:
    from device.simulator.app import App
    from device.simulator.phone import SimulatedPhone

PREFIX = "android.permission."


def wanted(phone: SimulatedPhone, app: App) -> dict[str, bool]:
    """Return whether each permission is granted that an app asks for, or that was decided about for it."""
    asked = dict.fromkeys((PREFIX + "POST_NOTIFICATIONS", *(PREFIX + name for name in app.permissions)), True)
    return asked | phone.state.permissions.get(app.package, {})


def decide(phone: SimulatedPhone, app: App, permission: str, *, granted: bool) -> bool:
    """Grant a permission or take it away; say whether the app asks for it at all."""
    with phone.lock:
        if permission not in wanted(phone, app):
            return False
        if wanted(phone, app)[permission] != granted:
            phone.state.permissions.setdefault(app.package, {})[permission] = granted
            phone.changed()
        return True


def ask(phone: SimulatedPhone, app: App) -> None:
    """Open the dialog for the first permission that an app needs and has not; nothing where it has all."""
    granted = wanted(phone, app)
    for name, wording in app.permissions.items():
        permission = PREFIX + name
        if not granted[permission] and overlays.top(phone) is None:
            overlays.show(phone, "permission", about=app.package, title=wording, message=permission)
            return


def withdraw(phone: SimulatedPhone, package: str) -> None:
    """Close the dialog that asks for an app's permission, as when the app ends."""
    for overlay in list(phone.state.overlays):
        if overlay.kind == "permission" and overlay.about == package:
            overlays.answer(phone, overlay, overlays.LEFT)
