"""States of a phone's connection: unauthorised, offline, dropped; and the server as a process."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from tests.device.simulator.protocol.handset import adb
from tests.processes import running

PROGRAM = """
from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer, serve
with SimulatedPhone() as phone:
    print(phone.files.root, flush=True)
    server = SimulatedPhoneServer(phone)
    serve([server], on_ready=lambda: print(server.serial, flush=True))
print("ended", flush=True)
"""


def state_of(serial: str) -> str:
    found = re.search(rf"^{re.escape(serial)}\s+(\S+)", adb("devices").text, re.MULTILINE)
    return found[1] if found else "absent"


def wait_for_state(serial: str, wanted: str) -> None:
    end = time.monotonic() + 30
    while state_of(serial) != wanted:
        assert time.monotonic() < end, f"still {state_of(serial)}, not {wanted}"
        time.sleep(0.05)


@pytest.fixture
def phone(adb_server: int) -> Iterator[SimulatedPhone]:
    with SimulatedPhone() as phone:
        yield phone


def test_an_unauthorized_phone_becomes_a_device_when_its_owner_allows_it(phone: SimulatedPhone) -> None:
    with SimulatedPhoneServer(phone, authorized=False) as server:
        assert "failed to authenticate" in adb("connect", server.serial).text
        wait_for_state(server.serial, "unauthorized")
        assert b"unauthorized" in adb("-s", server.serial, "shell", "true").err
        server.allow()
        wait_for_state(server.serial, "device")
        assert adb("-s", server.serial, "shell", "echo in").out == b"in\n"
        adb("disconnect", server.serial)


def test_a_silent_phone_is_offline_and_comes_back(phone: SimulatedPhone) -> None:
    with SimulatedPhoneServer(phone) as server:
        adb("connect", server.serial)
        wait_for_state(server.serial, "device")
        server.go_offline()
        wait_for_state(server.serial, "offline")
        server.come_back()
        wait_for_state(server.serial, "device")
        adb("disconnect", server.serial)


def test_a_dropped_connection_is_taken_up_again(phone: SimulatedPhone) -> None:
    with SimulatedPhoneServer(phone) as server:
        adb("connect", server.serial)
        server.drop()
        wait_for_state(server.serial, "device")
        assert adb("-s", server.serial, "shell", "echo again").out == b"again\n"
        adb("disconnect", server.serial)


def test_a_stopped_server_frees_its_port(phone: SimulatedPhone) -> None:
    first = SimulatedPhoneServer(phone)
    first.start()
    first.stop()
    first.stop()
    with SimulatedPhoneServer(phone, port=first.port) as second:
        assert second.port == first.port


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_process_serves_until_it_is_signalled_and_cleans_up(adb_server: int, number: signal.Signals) -> None:
    with running([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        root, serial = process.stdout.readline().strip(), process.stdout.readline().strip()
        try:
            assert adb("connect", serial).text.startswith("connected to")
            assert adb("-s", serial, "shell", "getprop ro.product.model").text == "Pixel 6\n"
        finally:
            process.send_signal(number)
        assert process.stdout.readline() == "ended\n"
        assert process.wait(timeout=20) == 0
    adb("disconnect", serial)
    assert subprocess.run(["test", "-e", root], check=False).returncode == 1


@pytest.mark.parametrize("deed", [("reboot",), ("shell", "reboot"), ("shell", "svc power reboot")])
def test_a_phone_that_is_rebooted_is_offline_and_comes_back_locked_with_nothing_open(
    phone: SimulatedPhone, deed: tuple[str, ...]
) -> None:
    with SimulatedPhoneServer(phone, boot_seconds=0.4) as server:
        adb("connect", server.serial)
        wait_for_state(server.serial, "device")
        adb("-s", server.serial, "shell", "am start -n com.android.settings/.Settings; locksettings set-pin 1234")
        adb("-s", server.serial, "shell", "echo kept > /sdcard/a; settings put system font_scale 1.3; log -t T gone")
        adb("-s", server.serial, *deed)
        wait_for_state(server.serial, "offline")
        wait_for_state(server.serial, "device")
        ask = "cat /sdcard/a; settings get system font_scale; getprop sys.boot_completed; ps -A; logcat -d"
        said = adb("-s", server.serial, "shell", ask).text
        assert said.startswith("kept\n1.3\n1\n")
        assert "com.android.settings" not in said
        assert "gone" not in said
        assert phone.locked
        adb("disconnect", server.serial)
