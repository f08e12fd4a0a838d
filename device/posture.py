"""Read how a foldable phone is held out of ``dumpsys device_state``."""

from __future__ import annotations

import re

from device.frame import Posture

COMMAND = "dumpsys device_state | grep -m1 mCommittedState"
"""Android 12 and later; older ones have no such service."""

# DeviceStateManagerService prints `mCommittedState=Optional[DeviceState{identifier=2, name='OPENED', ...}]`; the names
# are the maker's: Android's own emulator and most makers use those of AOSP's device_state_configuration.xml.
_NAME = re.compile(r"mCommittedState=.*?name='?([\w ]+)")
_POSTURES = (
    ("HALF", Posture.HALF_OPENED),
    ("TABLETOP", Posture.HALF_OPENED),
    ("LAPTOP", Posture.HALF_OPENED),
    ("TENT", Posture.TENT),
    ("REAR", Posture.REAR),
    ("UNFOLD", Posture.OPENED),
    ("CLOSED", Posture.CLOSED),
    ("FOLDED", Posture.CLOSED),
    ("OPEN", Posture.OPENED),
    ("CONCURRENT", Posture.OPENED),
)


def parse_posture(printed: str) -> Posture:
    """Return the posture that the phone reports; `Posture.RIGID` where it reports none, as one that doesn't fold."""
    match = _NAME.search(printed)
    name = match[1].upper() if match else ""
    return next((posture for word, posture in _POSTURES if word in name), Posture.RIGID)
