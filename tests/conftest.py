"""What holds for every test: a clean environment, an adb server of its own, no network, no trace on the machine.

Set while pytest starts, before any module of ours or of adbutils reads the environment.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

LOOPBACK = ("127.", "::1", "localhost")
KEPT = {name: os.environ[name] for name in ("ANDROID_SERIAL",) if name in os.environ}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _own_environment() -> tempfile.TemporaryDirectory[str]:
    """Give this process (each xdist worker is one) its own adb server port, home and caches."""
    for name in [name for name in os.environ if name.startswith(("HANDROID_", "ANDROID_"))]:
        if name != "HANDROID_REAL_DUMPS":  # says where test data lies, and nothing to the program
            del os.environ[name]
    home = tempfile.TemporaryDirectory(prefix="handroid-tests-", ignore_cleanup_errors=True)
    os.environ["HOME"] = home.name
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(Path(home.name, name.lower()))
    os.environ["ANDROID_ADB_SERVER_PORT"] = str(_free_port())
    # A starting server would otherwise adopt whatever emulator or simulated phone listens on this machine.
    os.environ["ADB_LOCAL_TRANSPORT_MAX_PORT"] = "5553"
    return home


# At import, not in a hook: pytest imports the conftest files below this one before it calls any, and adbutils'
# module-level client keeps the port that the environment names when it is imported.
HOME = _own_environment()


def pytest_configure(config: pytest.Config) -> None:
    """Keep this process off the network, and let Ctrl-C reach the programs that tests start."""
    _forbid_network()
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # As a shell starts what runs in the background; whatever a test starts would inherit it.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionfinish() -> None:
    """Clean up before a worker says that it is done: whoever started it may kill it from then on."""
    _clean_up()


def pytest_unconfigure() -> None:
    """Clean up where there was no session."""
    _clean_up()


def _clean_up() -> None:
    """End the adb server that tests of this process started, and remove what they left; harmless when called twice."""
    port = os.environ.get("ANDROID_ADB_SERVER_PORT")
    if port:
        with suppress(OSError), socket.create_connection(("127.0.0.1", int(port)), timeout=1) as server:
            server.sendall(b"0009host:kill")
            server.recv(8)
    HOME.cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out tests of a real phone where none is named."""
    if not KEPT:
        without_phone = pytest.mark.skip(reason="ANDROID_SERIAL names no phone")
        for item in items:
            if item.get_closest_marker("device"):
                item.add_marker(without_phone)


@pytest.fixture(autouse=True)
def _clean_environment(request: pytest.FixtureRequest) -> Iterator[None]:
    before = dict(os.environ)
    if request.node.get_closest_marker("device"):
        os.environ.update(KEPT)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(scope="session")
def adb_server() -> int:
    """Start this process's private adb server, as adbutils would at its first call, and return its port.

    Asking for it spares a test the socket that adbutils leaves open when it finds no server.
    """
    import adbutils

    port = os.environ["ANDROID_ADB_SERVER_PORT"]
    command = [adbutils.adb_path(), "-P", port, "start-server"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
    return int(port)


def _forbid_network() -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: Any, address: Any) -> None:
        _require_loopback(self, address)
        connect(self, address)

    def guarded_connect_ex(self: Any, address: Any) -> int:
        _require_loopback(self, address)
        return connect_ex(self, address)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign]


def _require_loopback(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
        raise AssertionError(f"a test tried to reach {address[0]}: tests use no network")
