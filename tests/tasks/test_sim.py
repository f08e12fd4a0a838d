"""`handroid sim`: several phones, displays, state files."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.device.simulator.protocol.handset import adb
from tests.tasks.conftest import handroid, start


@contextmanager
def _sim(*options: str) -> Iterator[dict[str, Any]]:
    """Run `handroid sim` and give what it announces."""
    with start("sim", "--json", *options) as process:
        assert process.stdout is not None
        text = ""
        for line in process.stdout:
            text += line
            if line.rstrip() == "}":
                break
        try:
            yield json.loads(text)
        finally:
            process.terminate()
            process.communicate(timeout=60)
    assert process.returncode == 0


def test_several_phones_are_on_one_adb_server(adb_server: int) -> None:
    with _sim("--count", "3", "--seed", "4") as announced:
        serials = [phone["serial"] for phone in announced["phones"]]
        assert announced["serial"] == serials[0]
        assert len(set(serials)) == 3
        for number, serial in enumerate(serials):
            assert adb("connect", serial).text.startswith("connected to")
            assert adb("-s", serial, "shell", "getprop ro.serialno").text == f"HANDROID{4 + number:04d}\n"
            assert adb("-s", serial, "shell", f"echo {number} > /sdcard/mine").code == 0
        for number, serial in enumerate(serials):
            assert adb("-s", serial, "shell", "cat /sdcard/mine").text == f"{number}\n"
            adb("disconnect", serial)


def test_a_phone_is_saved_at_the_end_and_goes_on_where_it_was(adb_server: int, tmp_path: Path) -> None:
    state = tmp_path / "phone.zip"
    with _sim("--state", str(state), "--clock", "frozen") as announced:
        adb("connect", announced["serial"])
        adb("-s", announced["serial"], "shell", "am start -n com.android.settings/.Settings; date 1015160000")
        adb("disconnect", announced["serial"])
    before = state.read_bytes()
    for option, changes in (("--snapshot", False), ("--state", True)):
        with _sim(option, str(state), "--clock", "frozen") as announced:
            adb("connect", announced["serial"])
            ask = "dumpsys window | grep mCurrentFocus; date +%H; settings put system font_scale 1.3"
            shown = adb("-s", announced["serial"], "shell", ask).text
            assert "com.android.settings/com.android.settings.Settings" in shown
            assert "16" in shown
            adb("disconnect", announced["serial"])
        assert (state.read_bytes() != before) is changes


@pytest.mark.parametrize(("display", "size"), [("small", "720x1520"), ("800x1280@213", "800x1280")])
def test_a_display_is_chosen(adb_server: int, display: str, size: str) -> None:
    with _sim("--display", display) as announced:
        adb("connect", announced["serial"])
        assert adb("-s", announced["serial"], "shell", "wm size").text == f"Physical size: {size}\n"
        adb("disconnect", announced["serial"])


@pytest.mark.parametrize(
    "options",
    [
        ("--display", "huge"),
        ("--snapshot", __file__),
        ("--state", "x", "--count", "2"),
        ("--state", "no/such/folder/x"),
        ("--console", "--port", "5555"),
    ],
)
def test_what_makes_no_phone_is_refused(options: tuple[str, ...]) -> None:
    ended = handroid("sim", "--json", *options)
    assert ended.code == 2
    assert ended.json["exit_code"] == 2


def test_it_listens_on_loopback_unless_told_otherwise() -> None:
    with _sim() as announced:
        assert announced["host"] == "127.0.0.1"
        with socket.create_connection(("127.0.0.1", announced["port"])):
            pass
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", announced["port"])).close()
    with _sim("--host", "127.0.0.2") as announced, socket.create_connection(("127.0.0.2", announced["port"])):
        assert announced["serial"].startswith("127.0.0.2:")


def test_a_port_that_is_taken_is_said_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = handroid("sim", "--json", "--port", str(port))
    assert ended.code == 3
    assert ended.json["error"] == (
        f"port {port} of 127.0.0.1 can't be listened on: Address already in use; choose another with --port"
    )
