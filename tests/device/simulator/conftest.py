"""Fixtures of the simulated phone's tests: a phone, and the hand that uses it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from device.simulator.phone import SimulatedPhone
from tests.device.simulator.apps.hand import Hand


@pytest.fixture
def phone() -> Iterator[SimulatedPhone]:
    """Return a new phone that shows its home screen: Sunday 15 October 2023, 15:34, clock frozen."""
    with SimulatedPhone() as phone:
        yield phone


@pytest.fixture
def hand(phone: SimulatedPhone) -> Hand:
    """Return the hand that holds the phone."""
    return Hand(phone)
