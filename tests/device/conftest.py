"""Fixtures of the phone's tests: a simulated phone, served over ADB, and the `AdbPhone` that drives it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.adb_phone import AdbPhone, connect
from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from device.transport import QuickClient


@pytest.fixture(scope="module")
def simulated() -> Iterator[SimulatedPhone]:
    """Return the simulated phone behind `adb_phone`."""
    with SimulatedPhone() as phone:
        yield phone


@pytest.fixture(scope="module")
def served(simulated: SimulatedPhone, adb_server: int) -> Iterator[SimulatedPhoneServer]:
    """Return the server of `simulated`; adb forgets it afterwards."""
    with SimulatedPhoneServer(simulated) as server:
        yield server
        QuickClient().disconnect(server.serial)


@pytest.fixture(scope="module")
def adb_phone(served: SimulatedPhoneServer) -> Iterator[AdbPhone]:
    """Return a phone connected through the real adb server; its tests share it."""
    with connect(served.serial) as phone:
        yield phone
