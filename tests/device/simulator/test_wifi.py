"""Wi-Fi networks: joined with a password, refused, forgotten; in Settings and in the shell."""

from __future__ import annotations

import json

import pytest

from device.simulator import SimulatedPhone
from device.simulator.shell import run_command
from tests.device.simulator.apps.hand import Hand

PAGE = ".Settings$WifiSettingsActivity"
PASSWORD = "blue umbrella"


def shell(phone: SimulatedPhone, command: str) -> str:
    output, code = run_command(phone, command)
    assert code == 0, output
    return output.decode()


def open_list(phone: SimulatedPhone) -> None:
    phone.launch("com.android.settings", PAGE)


def test_a_secured_network_is_joined_with_its_password(phone: SimulatedPhone, hand: Hand) -> None:
    open_list(phone)
    hand.tap("Office 5G")
    phone.commit_text("short")
    hand.tap("Connect")
    assert hand.sees("Show password")
    assert "short" not in phone.hierarchy()
    hand.tap("Show password")
    assert "short" in phone.hierarchy()
    phone.select_all()
    phone.commit_text(PASSWORD)
    hand.tap("Connect")
    assert hand.order("Office 5G", "AndroidWifi", "Guest")
    assert hand.sees("Connected", "Saved")
    assert 'connected to "Office 5G"' in shell(phone, "cmd wifi status")
    assert [row.split()[-1] for row in shell(phone, "cmd wifi list-networks").splitlines()[1:]] == ["open", "wpa2-psk"]


def test_a_wrong_password_is_told_and_changes_nothing_that_works(phone: SimulatedPhone, hand: Hand) -> None:
    open_list(phone)
    hand.tap("Office 5G")
    phone.commit_text("red umbrella")
    hand.tap("Connect")
    assert hand.sees("Check password and try again", "Connected")
    assert 'connected to "AndroidWifi"' in shell(phone, "dumpsys wifi")
    hand.tap("Office 5G")
    assert hand.sees("Show password")


def test_a_network_is_left_and_forgotten_on_its_page(phone: SimulatedPhone, hand: Hand) -> None:
    open_list(phone)
    hand.tap("AndroidWifi")
    hand.tap("Disconnect")
    assert "not connected" in shell(phone, "cmd wifi status")
    assert not any("wifi_signal" in node.get("resource-id", "") for node in hand.nodes())
    hand.tap("Connect")
    assert 'connected to "AndroidWifi"' in shell(phone, "cmd wifi status")
    hand.tap("Forget")
    assert hand.sees("Guest", "Open network")
    assert shell(phone, "cmd wifi list-networks") == "No networks\n"
    hand.tap("Guest")
    assert 'connected to "Guest"' in shell(phone, "cmd wifi status")


def test_the_shell_joins_and_forgets(phone: SimulatedPhone) -> None:
    shell(phone, f"cmd wifi connect-network 'Office 5G' wpa2 '{PASSWORD}'")
    assert phone.state.wifi.connected == "Office 5G"
    shell(phone, "cmd wifi forget-network 1")
    assert phone.state.wifi.connected == ""
    shell(phone, "cmd wifi set-wifi-enabled disabled")
    assert shell(phone, "cmd wifi status") == "Wifi is disabled\n"
    assert run_command(phone, "cmd wifi forget-network 9")[1] == 255


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"ssid": 1}]'])
def test_nonsense_about_networks_is_refused(phone: SimulatedPhone, text: str) -> None:
    before = phone.state.wifi.in_range
    assert run_command(phone, f"simulator wifi '{text}'")[1] == 1
    assert phone.state.wifi.in_range == before


def test_other_networks_come_into_range_beside_saved_ones(phone: SimulatedPhone, hand: Hand) -> None:
    shell(phone, f"simulator wifi '{json.dumps([{'ssid': 'Maple', 'password': 'leaf of maple'}])}'")
    open_list(phone)
    assert hand.sees("AndroidWifi", "Maple", "Secured")
    assert not hand.sees("Guest")
