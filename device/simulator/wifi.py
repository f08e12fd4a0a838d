"""Wi-Fi: the networks in range, those that are saved with their passwords, and the one that is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from device.simulator.state import SavedNetwork, WifiNetwork

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

SHORTEST_PASSWORD = 8
"""WPA's passphrases have 8 to 63 characters (IEEE 802.11-2016, J.4)."""


def connected(phone: SimulatedPhone) -> str:
    """Return the name of the network that is used; empty where Wi-Fi is off, or none is."""
    return phone.state.wifi.connected if phone.settings.is_on("global", "wifi_on") else ""


def find(phone: SimulatedPhone, ssid: str) -> WifiNetwork | None:
    """Return the network in range that has a name."""
    return next((network for network in phone.state.wifi.in_range if network.ssid == ssid), None)


def saved(phone: SimulatedPhone, ssid: str) -> SavedNetwork | None:
    """Return what was saved for a name."""
    return next((network for network in phone.state.wifi.saved if network.ssid == ssid), None)


def join(phone: SimulatedPhone, ssid: str, password: str) -> bool:
    """Save a network and use it; False where it is not in range or the password is wrong, and then it is not used."""
    with phone.lock:
        network, state = find(phone, ssid), phone.state.wifi
        if network is None:
            return False
        state.saved = [each for each in state.saved if each.ssid != ssid]
        is_right = network.password == password
        state.saved.append(SavedNetwork(ssid=ssid, password=password, failed=not is_right))
        if is_right:
            state.connected = ssid
        phone.changed()
        return is_right


def reuse(phone: SimulatedPhone, ssid: str) -> bool:
    """Use a saved network; say whether that could be done."""
    known = saved(phone, ssid)
    return known is not None and join(phone, ssid, known.password)


def disconnect(phone: SimulatedPhone) -> None:
    """Use no network; what is saved stays."""
    phone.state.wifi.connected = ""
    phone.changed()


def forget(phone: SimulatedPhone, ssid: str) -> None:
    """Forget a network, which then is not used either."""
    state = phone.state.wifi
    state.saved = [each for each in state.saved if each.ssid != ssid]
    if state.connected == ssid:
        state.connected = ""
    phone.changed()
