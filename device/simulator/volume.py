"""The phone's volumes: the streams of Android's AudioManager, each kept in a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from device.simulator.settings_store import SettingsStore


@dataclass(frozen=True, kw_only=True)
class Volume:
    """A stream with a volume of its own.

    Attributes:
        stream: Its number (``AudioManager.STREAM_*``).
        name: Its name in `dumpsys audio`.
        label: What the volume panel calls it.
        key: The setting of the namespace ``system`` that holds it.
        low, high: Its range.
        icon: Vector icon.
    """

    stream: int
    name: str
    label: str
    key: str
    low: int
    high: int
    icon: str

    def level(self, settings: SettingsStore) -> int:
        """Return how loud it is, within its range."""
        return self._within(settings.number("system", self.key, self.low))

    def put(self, settings: SettingsStore, level: float) -> None:
        """Make it as loud as `level`, within its range."""
        settings.put("system", self.key, self._within(level))

    def _within(self, level: float) -> int:
        return round(min(self.high, max(self.low, level)))


CALL = Volume(stream=0, name="STREAM_VOICE_CALL", label="Call", key="volume_voice", low=1, high=7, icon="phone")
RING = Volume(stream=2, name="STREAM_RING", label="Ring", key="volume_ring", low=0, high=7, icon="notifications")
MEDIA = Volume(stream=3, name="STREAM_MUSIC", label="Media", key="volume_music", low=0, high=15, icon="music")
ALARM = Volume(stream=4, name="STREAM_ALARM", label="Alarm", key="volume_alarm", low=1, high=7, icon="alarm")
VOLUMES = (CALL, RING, MEDIA, ALARM)
