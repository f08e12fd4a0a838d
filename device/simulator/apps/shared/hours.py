"""How times of day are written."""

from __future__ import annotations

from enum import Enum


class HourFormat(Enum):
    """The two ways to write the time of day; setting ``system time_12_24``."""

    TWELVE = "12"
    TWENTY_FOUR = "24"


def time_text(hour: int, minutes: int, hour_format: HourFormat) -> str:
    """Return ``7:05 AM`` or ``07:05``."""
    if hour_format is HourFormat.TWENTY_FOUR:
        return f"{hour:02d}:{minutes:02d}"
    return f"{(hour + 11) % 12 + 1}:{minutes:02d} {'AM' if hour < 12 else 'PM'}"
