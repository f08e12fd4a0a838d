"""Fixtures of the program's tests: the program in a process of its own, and simulated phones behind adb."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from device.simulator import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from device.transport import QuickClient
from tests.processes import running

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How the program ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> dict[str, object]:
        """What it printed on stdout, which has to be one JSON object."""
        return msgspec.json.decode(self.stdout, type=dict[str, object])


def start(*words: str, **variables: str) -> AbstractContextManager[subprocess.Popen[str]]:
    """Start the program, for as long as the context lasts; its adb server is the test process's own."""
    return running(
        [sys.executable, "-m", "handroid", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def handroid(*words: str, **variables: str) -> Ended:
    """Run the program to its end."""
    with start(*words, **variables) as process:
        stdout, stderr = process.communicate()
    return Ended(code=process.returncode, stdout=stdout, stderr=stderr)


@pytest.fixture
def served(adb_server: int) -> Iterator[SimulatedPhoneServer]:
    """Return a simulated phone that adb is connected to."""
    with SimulatedPhone() as phone, SimulatedPhoneServer(phone) as server:
        QuickClient().connect(server.serial)
        yield server
        QuickClient().disconnect(server.serial)


@pytest.fixture
def other(adb_server: int) -> Iterator[SimulatedPhoneServer]:
    """Return another one."""
    with SimulatedPhone(seed=1) as phone, SimulatedPhoneServer(phone) as server:
        QuickClient().connect(server.serial)
        yield server
        QuickClient().disconnect(server.serial)


@pytest.fixture
def unauthorized(adb_server: int) -> Iterator[SimulatedPhoneServer]:
    """Return one that waits for "Allow USB debugging"."""
    with SimulatedPhone() as phone, SimulatedPhoneServer(phone, authorized=False) as server:
        QuickClient().connect(server.serial)
        yield server
        QuickClient().disconnect(server.serial)
