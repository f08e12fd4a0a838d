"""The phone that is meant is found, or one line says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from device import discovery
from device.discovery import choose, list_phones
from device.errors import (
    AdbServerError,
    ManyPhonesError,
    NoPhoneError,
    OfflineError,
    PhoneError,
    UnauthorizedError,
    UnknownPhoneError,
)
from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from device.transport import QuickClient


@pytest.fixture(autouse=True)
def _no_phone_stays(adb_server: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(discovery, "_WAIT_SECONDS", 1.5)
    yield
    monkeypatch.undo()
    for phone in list_phones():
        QuickClient().disconnect(phone.serial)


def one_line(error: PhoneError) -> str:
    assert "\n" not in str(error)
    return str(error)


def test_no_phone() -> None:
    with pytest.raises(NoPhoneError) as caught:
        choose()
    assert "handroid sim" in one_line(caught.value)


def test_an_unknown_serial_names_what_is_connected(simulated: SimulatedPhone) -> None:
    with pytest.raises(UnknownPhoneError, match="is connected, nor is any other"):
        choose("R58M123")
    with SimulatedPhoneServer(simulated) as server:
        choose(server.serial)
        with pytest.raises(UnknownPhoneError, match=f"connected are: {server.serial}"):
            choose("R58M123")


def test_an_address_is_connected_to_and_an_only_phone_is_taken(simulated: SimulatedPhone) -> None:
    with SimulatedPhoneServer(simulated) as server:
        assert choose(server.serial) == server.serial
        assert choose(server.serial) == server.serial
        assert choose() == server.serial
        [phone] = list_phones()
        assert (phone.serial, phone.state) == (server.serial, "device")
        assert phone.model == simulated.properties["ro.product.model"]


def test_an_address_where_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        serial = f"127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(UnknownPhoneError, match="check the address and the port"):
        choose(serial)


def test_of_several_one_must_be_named(simulated: SimulatedPhone, monkeypatch: pytest.MonkeyPatch) -> None:
    with SimulatedPhoneServer(simulated) as one, SimulatedPhoneServer(simulated) as other:
        choose(one.serial)
        choose(other.serial)
        with pytest.raises(ManyPhonesError) as caught:
            choose()
        assert one.serial in one_line(caught.value)
        assert other.serial in str(caught.value)
        monkeypatch.setenv("ANDROID_SERIAL", other.serial)
        assert choose() == other.serial


def test_a_phone_that_does_not_allow_debugging(simulated: SimulatedPhone) -> None:
    with SimulatedPhoneServer(simulated, authorized=False) as server:
        with pytest.raises(UnauthorizedError, match="Allow USB debugging"):
            choose(server.serial)
        server.allow()
        assert choose(server.serial) == server.serial


def test_a_phone_that_does_not_answer(simulated: SimulatedPhone) -> None:
    with SimulatedPhoneServer(simulated) as server:
        choose(server.serial)
        server.go_offline()
        with pytest.raises((OfflineError, UnknownPhoneError)) as caught:
            choose(server.serial)
        assert server.serial in one_line(caught.value)


@pytest.mark.parametrize("port", ["none", "0", "65536", "-1"])
def test_a_nonsensical_server_port_is_named(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", port)
    with pytest.raises(AdbServerError, match="ANDROID_ADB_SERVER_PORT"):
        list_phones()


def test_a_binary_that_does_not_run_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(probe.getsockname()[1]))
    monkeypatch.setenv("ADBUTILS_ADB_PATH", "/no/such/adb")
    with pytest.raises(AdbServerError, match="ADBUTILS_ADB_PATH names /no/such/adb"):
        list_phones()
