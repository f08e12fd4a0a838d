"""`cmd wifi` and `dumpsys wifi`: networks in range and saved (WifiShellCommand.java)."""

from __future__ import annotations

from device.simulator import wifi
from device.simulator.shell.command import Call, CommandError
from device.simulator.shell.settings_cmd import put

_ON = frozenset({"enable", "enabled", "true"})


def wifi_command(call: Call, args: list[str]) -> int:
    """status, set-wifi-enabled, list-scan-results, list-networks, connect-network, forget-network."""
    phone = call.phone
    with phone.lock:
        match args:
            case ["set-wifi-enabled", ("enabled" | "disabled") as word] | [("enable" | "disable") as word]:
                put(phone, "global", "wifi_on", str(int(word in _ON)))
            case ["status"]:
                wifi_report(call, [])
            case ["list-scan-results"]:
                call.print(
                    "    BSSID              Frequency      RSSI           Age(sec)     SSID                Flags"
                )
                for number, network in enumerate(phone.state.wifi.in_range):
                    flags = "[WPA2-PSK-CCMP][ESS]" if network.password else "[ESS]"
                    name = f"02:15:b2:00:01:{number:02x}   2447    -50       1.250        {network.ssid}"
                    call.print(f"  {name}       {flags}")
            case ["list-networks"]:
                _list(call)
            case ["connect-network", ssid, ("open" | "wpa2" | "wpa3"), *rest] if len(rest) <= 1:
                wifi.join(phone, ssid, rest[0] if rest else "")
                call.print("Connection initiated")
            case ["forget-network", number] if number.isdigit() and int(number) < len(phone.state.wifi.saved):
                wifi.forget(phone, phone.state.wifi.saved[int(number)].ssid)
                call.print("Forget successful")
            case _:
                raise CommandError(
                    "Wifi service commands: status, set-wifi-enabled, list-scan-results, list-networks,"
                    " connect-network SSID open|wpa2|wpa3 [PASSPHRASE], forget-network ID",
                    exit_code=255,
                )
    return 0


def wifi_report(call: Call, args: list[str]) -> int:
    """Say whether Wi-Fi is on, and which network is used."""
    phone = call.phone
    lit, used = phone.settings.is_on("global", "wifi_on"), wifi.connected(phone)
    call.print(f"Wi-Fi is {'enabled' if lit else 'disabled'}" if call.name == "dumpsys" else _said(lit))
    if used:
        call.print(f'Wifi is connected to "{used}"\nWifiInfo: SSID: "{used}", Supplicant state: COMPLETED')
    elif lit:
        call.print("Wifi is not connected")
    return 0


def _said(lit: bool) -> str:
    return f"Wifi is {'enabled' if lit else 'disabled'}"


def _list(call: Call) -> None:
    if not call.phone.state.wifi.saved:
        call.print("No networks")
        return
    call.print("Network Id      SSID                         Security type")
    for number, network in enumerate(call.phone.state.wifi.saved):
        call.print(f"{number:<12} {network.ssid:<32} {'wpa2-psk' if network.password else 'open'}")
