"""The pytest fixture `simulated_phone`: a simulated phone behind an adb server of its own, as new for every test.

pytest loads this module where Handroid is installed; nothing starts before a test asks for the fixture.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import adbutils
    import uiautomator2

FRESH = "as-new"
"""Name of the snapshot that every test starts from."""
_LIMIT = 60


@dataclass(frozen=True, eq=False)
class SimulatedHandset:
    """A simulated phone and the ways to reach it; `ANDROID_ADB_SERVER_PORT` names its adb server while it lasts.

    Attributes:
        serial: What adb calls it.
        port: The port of its adb server.
    """

    serial: str
    port: int

    @cached_property
    def adb(self) -> adbutils.AdbDevice:
        """The phone by adbutils."""
        import adbutils

        return adbutils.AdbClient(host="127.0.0.1", port=self.port).device(self.serial)

    @cached_property
    def u2(self) -> uiautomator2.Device:
        """The phone by uiautomator2."""
        import uiautomator2

        return uiautomator2.connect(self.adb)

    def run(self, *arguments: str) -> str:
        """Run the adb program against the phone and return what it printed.

        Raises:
            subprocess.CalledProcessError: It ended with another exit code than 0.
        """
        import adbutils

        command = [adbutils.adb_path(), "-P", str(self.port), "-s", self.serial, *arguments]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=_LIMIT)
        return done.stdout

    def shell(self, command: str) -> str:
        """Run a shell command on the phone and return what it printed.

        Raises:
            subprocess.CalledProcessError: It ended with another exit code than 0.
        """
        return self.run("shell", command)


@pytest.fixture(scope="session")
def _simulated_handset() -> Iterator[SimulatedHandset]:
    from tasks.simulated import PORT_VARIABLE, simulated_phone

    with simulated_phone() as serial:
        handset = SimulatedHandset(serial, int(os.environ[PORT_VARIABLE]))
        handset.shell(f"simulator snapshot {FRESH}")
        yield handset


@pytest.fixture
def simulated_phone(_simulated_handset: SimulatedHandset) -> Iterator[SimulatedHandset]:
    """Return a simulated phone that shows its home screen, as if no test had used it before."""
    yield _simulated_handset
    _simulated_handset.shell(f"simulator faults clear; simulator restore {FRESH}")
