"""A simulated phone in a process of its own, behind an adb server of its own, for demonstrations and measurements."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import msgspec

from tasks.errors import SimulatorStartError

START_SECONDS = 60.0
PORT_VARIABLE = "ANDROID_ADB_SERVER_PORT"


@contextmanager
def simulated_phone(*, seed: int = 0, motion: bool = False) -> Iterator[str]:
    """Start a simulated phone and a private adb server that is connected to it; end both afterwards.

    While the context lasts, the environment points adb clients of this process to the private server, so that no
    phone of the user's is touched.

    Args:
        seed: What everything random on the phone starts from.
        motion: Whether gestures, transitions and flings take time.

    Yields:
        The phone's serial.

    Raises:
        SimulatorStartError: The phone or the server did not start.
    """
    before = os.environ.get(PORT_VARIABLE)
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="handroid-") as home:
        phone = _start_phone(seed, motion)
        try:
            serial = _address(phone)
            # The server writes its key into its home, and a starting server looks for emulators to adopt.
            _adb(port, "start-server", environment={"HOME": home, "ADB_LOCAL_TRANSPORT_MAX_PORT": "5553"})
            os.environ[PORT_VARIABLE] = str(port)
            answer = _adb(port, "connect", serial)
            if "connected to" not in answer:
                raise SimulatorStartError(f"adb could not connect to the simulated phone: {answer}")
            _adb(port, "-s", serial, "wait-for-device")
            yield serial
        finally:
            with suppress(SimulatorStartError):
                _adb(port, "kill-server")
            if before is None:
                os.environ.pop(PORT_VARIABLE, None)
            else:
                os.environ[PORT_VARIABLE] = before
            _end(phone)


def _start_phone(seed: int, motion: bool) -> subprocess.Popen[bytes]:
    motions = "real" if motion else "none"
    # A session of its own: Ctrl-C in the terminal must not end the phone before the agent has let go of it.
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "handroid",
            "sim",
            "--json",
            "--motion",
            motions,
            "--seed",
            str(seed),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        cwd=Path(__file__).parent.parent,
    )


def _address(phone: subprocess.Popen[bytes]) -> str:
    assert phone.stdout is not None
    assert phone.stderr is not None
    text = _read_object(phone.stdout)
    try:
        return str(msgspec.json.decode(text)["serial"])
    except (msgspec.DecodeError, KeyError) as error:
        phone.kill()
        problem = phone.stderr.read().decode(errors="replace").strip()
        raise SimulatorStartError(f"the simulated phone did not start: {problem or 'it said nothing'}") from error


def _read_object(stream: IO[bytes]) -> bytes:
    """Return the JSON object that the process prints when it is ready: all lines up to a closing brace."""
    text = b""
    for line in stream:
        text += line
        if line.rstrip() == b"}":
            break
    return text


def _adb(port: int, *arguments: str, environment: dict[str, str] | None = None) -> str:
    import adbutils

    try:
        done = subprocess.run(
            [adbutils.adb_path(), "-P", str(port), *arguments],
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=START_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SimulatorStartError(f"adb {arguments[0]} failed: {error}") from error
    output = (done.stdout + done.stderr).decode(errors="replace").strip()
    if done.returncode != 0:
        raise SimulatorStartError(f"adb {arguments[0]} failed: {output}")
    return output


def _end(phone: subprocess.Popen[bytes]) -> None:
    phone.terminate()
    try:
        phone.wait(timeout=5)
    except subprocess.TimeoutExpired:
        phone.kill()
        phone.wait()
    for stream in (phone.stdout, phone.stderr):
        if stream is not None:
            stream.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
