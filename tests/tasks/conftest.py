"""Fixtures of the program's tests: the program in a process of its own, and simulated phones behind adb."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from device.simulator import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from device.transport import QuickClient

ROOT = Path(__file__).parents[2]
LONGEST = 300


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


class Started(subprocess.Popen[str]):
    """The program in a process that outlives neither its block, however that ends, nor `LONGEST` seconds."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # Who reads its lines waits for ever otherwise where it says nothing.
        self._limit = threading.Timer(LONGEST, self.kill)
        self._limit.daemon = True
        self._limit.start()

    def __exit__(self, *raised: Any) -> None:
        # Popen itself would wait for a process that nobody talks to any longer, for ever.
        self._limit.cancel()
        self.kill()
        super().__exit__(*raised)


def start(*words: str, **variables: str) -> Started:
    """Start the program; its adb server is the test process's own."""
    return Started(
        [sys.executable, "-m", "handroid", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def handroid(*words: str, **variables: str) -> Ended:
    """Run the program to its end."""
    with start(*words, **variables) as process:
        stdout, stderr = process.communicate(timeout=LONGEST)
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
