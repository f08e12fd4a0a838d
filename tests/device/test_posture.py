"""A foldable phone says how it is held, and one that doesn't fold is not asked again."""

from __future__ import annotations

import pytest

from device import Posture
from device.posture import parse_posture


@pytest.mark.parametrize(
    ("name", "posture"),
    [
        ("CLOSED", Posture.CLOSED),
        ("FOLDED", Posture.CLOSED),
        ("HALF_OPENED", Posture.HALF_OPENED),
        ("HALF_FOLDED", Posture.HALF_OPENED),
        ("OPENED", Posture.OPENED),
        ("UNFOLDED", Posture.OPENED),
        ("TENT", Posture.TENT),
        ("REAR_DISPLAY_STATE", Posture.REAR),
        ("DEFAULT", Posture.RIGID),
    ],
)
def test_the_committed_state_is_the_posture(name: str, posture: Posture) -> None:
    line = f"  mCommittedState=Optional[DeviceState{{identifier=2, name='{name}', app_accessible=true}}]\n"
    assert parse_posture(line) is posture


@pytest.mark.parametrize("printed", ["", "Can't find service: device_state\n", "  mCommittedState=Optional.empty\n"])
def test_a_phone_without_such_a_service_does_not_fold(printed: str) -> None:
    assert parse_posture(printed) is Posture.RIGID
