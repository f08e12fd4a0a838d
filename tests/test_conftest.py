"""The rules that hold for every test hold."""

from __future__ import annotations

import os
import socket

import adbutils
import pytest


def test_a_connection_to_another_machine_is_refused() -> None:
    with socket.socket() as client, pytest.raises(AssertionError, match="tests use no network"):
        client.connect(("192.0.2.1", 80))


def test_a_connection_to_this_machine_is_made() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, address = server.accept()
        with accepted:
            assert address == client.getsockname()


def test_the_environment_names_no_phone_and_a_private_adb_server() -> None:
    names = {name for name in os.environ if name.startswith(("HANDROID_", "ANDROID_"))}
    # Where real dumps lie is the tests' own business.
    assert names - {"HANDROID_REAL_DUMPS"} == {"ANDROID_ADB_SERVER_PORT"}
    assert os.environ["ANDROID_ADB_SERVER_PORT"] != "5037"


def test_the_private_adb_server_lists_no_phone_of_this_machine(adb_server: int) -> None:
    assert adbutils.AdbClient(port=adb_server).device_list() == []
