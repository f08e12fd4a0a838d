"""Phones behind a real adb server: one for many tests, put back after each; and one for a single test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.simulator.phone import SimulatedPhone
from device.simulator.server import SimulatedPhoneServer
from tests.device.simulator.protocol.handset import Handset


@pytest.fixture(scope="module")
def shared_handset(adb_server: int) -> Iterator[Handset]:
    """Return the module's phone."""
    handset = _start()
    try:
        yield handset
    finally:
        handset.disconnect()


@pytest.fixture
def handset(shared_handset: Handset) -> Iterator[Handset]:
    """Return the module's phone as good as new."""
    yield shared_handset
    shared_handset.renew()


@pytest.fixture
def own_handset(adb_server: int) -> Iterator[Handset]:
    """Return a phone that no other test sees: for tests that break it."""
    handset = _start()
    try:
        yield handset
    finally:
        handset.disconnect()


def _start() -> Handset:
    phone = SimulatedPhone()
    server = SimulatedPhoneServer(phone)
    server.start()
    handset = Handset(phone=phone, server=server)
    handset.connect()
    return handset
