"""Settings' list of Wi-Fi networks, the dialog that asks for a password, and a network's own page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator import wifi
from device.simulator.app import Page
from device.simulator.state import WifiNetwork
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import button, checkbox, column, dialog, edit_text, image, list_row, row, text

if TYPE_CHECKING:
    from device.simulator.apps.settings import Settings

PASSWORD_FIELD = "password"


def networks(settings: Settings) -> list[View]:
    """Return a row for each network in range, the one that is used first; none while Wi-Fi is off."""
    phone = settings.phone
    if not phone.settings.is_on("global", "wifi_on"):
        return []
    used = phone.state.wifi.connected
    return [
        list_row(
            Own(network.ssid),
            _summary(settings, network),
            icon="wifi",
            on_click=partial(_choose, settings, network),
        )
        for network in sorted(phone.state.wifi.in_range, key=lambda each: each.ssid != used)
    ]


def details(settings: Settings, ssid: str) -> list[View]:
    """Return a saved network's page: what it is, and buttons to forget it and to use it or not."""
    phone = settings.phone
    is_used = wifi.connected(phone) == ssid
    network = wifi.find(phone, ssid)

    def forget() -> None:
        wifi.forget(phone, ssid)
        settings.pop()

    use = partial(wifi.disconnect, phone) if is_used else partial(wifi.reuse, phone, ssid)
    buttons = row(
        button("Forget", forget, style="tonal", resource_id="button1", weight=1, height=56),
        button(
            "Disconnect" if is_used else "Connect",
            use,
            style="tonal",
            resource_id="button3",
            weight=1,
            height=56,
            enabled=network is not None,
        ),
        gap=8,
        padding=Insets(16, 16, 16, 16),
    )
    head = column(
        image("wifi", size=48),
        text(Own(ssid), 22, resource_id="entity_header_title"),
        text("Connected" if is_used else "Saved", 14, color="on_surface_variant", resource_id="entity_header_summary"),
        align="center",
        gap=8,
        padding=Insets(0, 16, 0, 0),
    )
    is_open = network is not None and not network.password
    return [
        head,
        buttons,
        list_row("Signal strength", "Excellent" if network is not None else "Not in range"),
        list_row("Security", "None" if is_open else "WPA2-Personal"),
        list_row("IP address", "10.0.2.16" if is_used else "Unavailable"),
    ]


def password_dialog(settings: Settings, page: Page) -> View:
    """Return the dialog that asks for a network's password."""
    ssid, data = page.args[0], page.data

    def connect() -> None:
        if len(data["text"]) >= wifi.SHORTEST_PASSWORD:
            settings.close_dialog()
            wifi.join(settings.phone, ssid, data["text"])

    field = edit_text(
        PASSWORD_FIELD,
        data["text"],
        lambda content: data.update(text=content),
        hint="Password",
        resource_id="password",
        password=not data["shown"],
        on_submit=connect,
        margin=Insets(24, 8, 24, 0),
    )
    show = checkbox(
        data["shown"],
        label="Show password",
        on_click=lambda: data.update(shown=not data["shown"]),
        resource_id="show_password",
        margin=Insets(24, 8, 24, 0),
    )
    return dialog(
        Own(ssid),
        field,
        show,
        buttons=(
            button("Cancel", settings.close_dialog, resource_id="android:id/button2"),
            button(
                "Connect",
                connect,
                resource_id="android:id/button1",
                enabled=len(data["text"]) >= wifi.SHORTEST_PASSWORD,
            ),
        ),
    )


def _summary(settings: Settings, network: WifiNetwork) -> str:
    known = wifi.saved(settings.phone, network.ssid)
    if settings.phone.state.wifi.connected == network.ssid:
        return "Connected"
    if known is not None:
        return "Check password and try again" if known.failed else "Saved"
    return "Secured" if network.password else "Open network"


def _choose(settings: Settings, network: WifiNetwork) -> None:
    known = wifi.saved(settings.phone, network.ssid)
    if known is not None and not known.failed:
        settings.push("network", network.ssid)
    elif network.password:
        settings.open_dialog("wifi_password", network.ssid, text="", shown=False)
        settings.phone.editor.focus(PASSWORD_FIELD)
    else:
        wifi.join(settings.phone, network.ssid, "")
