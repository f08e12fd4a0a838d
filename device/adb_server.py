"""Find an adb binary and make sure that an adb server runs."""

from __future__ import annotations

import importlib.resources
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from device.errors import AdbServerError

DEFAULT_PORT = 5037
_START_SECONDS = 20.0
_PROBE_SECONDS = 3.0
_TERMUX_ADB = "/data/data/com.termux/files/usr/bin/adb"


def server_address() -> tuple[str, int]:
    """Return host and port of the adb server, from ``ANDROID_ADB_SERVER_ADDRESS`` and ``ANDROID_ADB_SERVER_PORT``.

    Raises:
        AdbServerError: The port is not a number that a port can have.
    """
    host = os.environ.get("ANDROID_ADB_SERVER_ADDRESS") or os.environ.get("ANDROID_ADB_SERVER_HOST") or "127.0.0.1"
    value = os.environ.get("ANDROID_ADB_SERVER_PORT") or str(DEFAULT_PORT)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise AdbServerError(f"ANDROID_ADB_SERVER_PORT is {value!r}: set it to a port number, or unset it")
    return host, int(value)


def adb_binary() -> Path:
    """Return a working adb binary.

    ``ADBUTILS_ADB_PATH`` comes first. Then the binary inside the adbutils wheel, the one on the ``PATH`` and Termux's;
    on Android itself the wheel's binary, which is for desktops, comes last.

    Raises:
        AdbServerError: There is none that runs on this machine.
    """
    for candidate in _candidates():
        if _runs(candidate):
            return candidate
    raise AdbServerError(
        "no adb binary runs on this machine: install Android's platform-tools (in Termux: `pkg install android-tools`) "
        "or set ADBUTILS_ADB_PATH to one"
    )


def ensure_server() -> None:
    """Start the adb server unless one answers.

    Raises:
        AdbServerError: None answers and none can be started.
    """
    host, port = server_address()
    if _answers(host, port):
        return
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise AdbServerError(f"no adb server answers at {host}:{port}: start one there with `adb -a nodaemon server`")
    binary = adb_binary()
    command = [str(binary), "-P", str(port), "start-server"]
    try:
        # The server inherits the streams; pipes would stay open as long as it lives.
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_START_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise AdbServerError(f"the adb server could not be started with `{' '.join(command)}`: {error}") from error
    deadline = time.monotonic() + _PROBE_SECONDS
    while not _answers(host, port):
        if time.monotonic() > deadline:
            raise AdbServerError(
                f"`{' '.join(command)}` ended with {done.returncode} and no adb server answers on port {port}: "
                "run it by hand to see why"
            )
        time.sleep(0.05)


def _candidates() -> Iterator[Path]:
    named = os.environ.get("ADBUTILS_ADB_PATH")
    if named:
        if not _runs(Path(named)):
            raise AdbServerError(f"ADBUTILS_ADB_PATH names {named}, which does not run: correct it or unset it")
        yield Path(named)
    name = "adb.exe" if os.name == "nt" else "adb"
    bundled = Path(str(importlib.resources.files("adbutils").joinpath("binaries", name)))
    on_path = shutil.which("adb")
    installed = [Path(found) for found in (on_path, _TERMUX_ADB) if found]
    on_android = sys.platform == "android" or "ANDROID_ROOT" in os.environ
    yield from [*installed, bundled] if on_android else [bundled, *installed]


def _runs(binary: Path) -> bool:
    if not binary.is_file():
        return False
    try:
        subprocess.run(
            [str(binary), "version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_START_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=_PROBE_SECONDS):
            return True
    except OSError:
        return False
