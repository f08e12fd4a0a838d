"""The emulator's console: what it does to the phone, who is let in, and the real adb server's view of it."""

from __future__ import annotations

import os
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.simulator import SimulatedPhone
from device.simulator.console import Console, Session, announce, read_token
from device.simulator.server import SimulatedPhoneServer
from device.simulator.shell import run_command
from tests.device.simulator.protocol.handset import adb


@pytest.fixture
def session(phone: SimulatedPhone) -> Session:
    return Session(phone, token="")


@pytest.mark.parametrize(
    ("line", "command", "said"),
    [
        ("gsm call 5551234", "dumpsys telephony.registry", "mCallState=1\n    mCallIncomingNumber=5551234"),
        ("power capacity 5", "dumpsys battery", "level: 5"),
        ("power ac off", "dumpsys battery", "status: 3"),
        ("geo fix 13.4 52.5 34", "dumpsys location", "52.500000,13.400000"),
        ("sms send 5551 Hello  there", "dumpsys notification", "android.text=String (Hello  there)"),
        ("sms send 5551 Hello", "content query --uri content://sms/inbox --projection address:body", "body=Hello"),
        ("rotate", "dumpsys display", "orientation=1"),
        ("finger touch 975 2337", "dumpsys window", "launcher"),
    ],
)
def test_a_command_does_what_it_says(
    phone: SimulatedPhone, session: Session, line: str, command: str, said: str
) -> None:
    assert session.answer(f"{line}\n") == "OK\r\n"
    assert said in run_command(phone, command)[0].decode()


def test_a_call_rings_until_it_is_ended(phone: SimulatedPhone, session: Session) -> None:
    session.answer("gsm call 5551234\n")
    assert "5551234" in phone.hierarchy()
    assert session.answer("gsm list\n") == " inbound from  5551234 : incoming\r\nOK\r\n"
    assert session.answer("gsm cancel 1\n").startswith("KO: no current call")
    assert session.answer("gsm cancel 5551234\n") == "OK\r\n"
    assert "5551234" not in phone.hierarchy()


def test_snapshots_are_those_of_the_phone(phone: SimulatedPhone, session: Session) -> None:
    assert session.answer("avd snapshot save before") == "OK\r\n"
    phone.launch("com.android.settings")
    assert session.answer("avd snapshot load before") == "OK\r\n"
    assert phone.foreground()[0].endswith("nexuslauncher")
    assert run_command(phone, "simulator snapshots")[0] == b'["before"]\n'


def test_nobody_gets_in_without_the_token(phone: SimulatedPhone) -> None:
    session = Session(phone, token="right")
    assert "Authentication required" in session.greeting()
    assert session.answer("rotate").startswith("KO")
    assert session.answer("auth right") == "Android Console: type 'help' for a list of commands\r\nOK\r\n"
    assert session.answer("rotate") == "OK\r\n"
    other = Session(phone, token="right")
    assert other.answer("auth wrong") == "KO: authentication token does not match\r\n"
    assert other.over


def test_the_token_is_made_once_and_nobody_elses(tmp_path: Path) -> None:
    token = read_token(tmp_path)
    assert len(token) >= 12
    assert read_token(tmp_path) == token
    (made,) = tmp_path.iterdir()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


@pytest.fixture(scope="module")
def worn() -> Iterator[SimulatedPhone]:
    with SimulatedPhone() as phone:
        yield phone


@given(
    st.lists(st.sampled_from(["gsm", "sms", "power", "geo", "fix", "send", "call", "avd", "1", "nan", "1e999", "é"]))
)
@settings(max_examples=60, deadline=None)
def test_any_line_is_answered(worn: SimulatedPhone, words: list[str]) -> None:
    answer = Session(worn, token="").answer(" ".join(words) + "\n")
    assert answer.endswith("OK\r\n") or answer.startswith("KO") or not words


def _two_ports() -> int:
    """Return a free port whose next one is free too."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = int(first.getsockname()[1])
            try:
                socket.create_server(("127.0.0.1", port + 1)).close()
            except OSError:
                continue
            return port


def test_adb_takes_the_phone_for_an_emulator(phone: SimulatedPhone, adb_server: int) -> None:
    port = _two_ports()
    console = Console(phone, port=port, token=read_token(Path(os.environ["HOME"])))
    console.start()
    try:
        with SimulatedPhoneServer(phone, port=port + 1) as server:
            assert announce(server.port, adb_port=adb_server)
            serial = f"emulator-{port}"
            adb("-s", serial, "wait-for-device")
            assert adb("-s", serial, "shell", "getprop ro.product.model").text == "Pixel 6\n"
            assert adb("-s", serial, "emu", "gsm", "call", "5551234").code == 0
            end = time.monotonic() + 10
            while "5551234" not in phone.hierarchy():
                assert time.monotonic() < end, "the call did not come in"
    finally:
        console.stop()


def test_no_adb_server_is_no_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    assert not announce(5555, adb_port=port)
