"""`MapView`: which part of the world OsmAnd's map shows, how far its ruler reaches, and where that is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from device.simulator.apps.osmand.place_store import DATA, Place
from device.simulator.apps.preference_file import PreferenceFile

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

PREFERENCES = f"{DATA}/shared_prefs/net.osmand.settings.xml"
_LATITUDE, _LONGITUDE, _ZOOM = "last_known_map_lat", "last_known_map_lon", "last_known_map_zoom"
"""Names that OsmandSettings.java keeps the map under."""
_HOME = 47.15, 9.53, 11
"""Liechtenstein as a whole."""
_LEAST, _MOST = 8, 19
_TILE_DP = 256
"""A tile of zoom n shows 360 / 2**n degrees, as on every slippy map."""
_DEGREE_METERS = 111_195
_RULER_DP = 100


@dataclass(frozen=True, kw_only=True)
class MapView:
    """A middle in degrees north and east, and a zoom level."""

    latitude: float
    longitude: float
    zoom: int

    def at(self, place: Place) -> MapView:
        """Return the same with a place in the middle."""
        return replace(self, latitude=place.latitude, longitude=place.longitude)

    def zoomed(self, levels: int) -> MapView:
        """Return the map so many levels nearer, within what there is."""
        return replace(self, zoom=min(_MOST, max(_LEAST, self.zoom + levels)))

    def panned(self, east: float, north: float) -> MapView:
        """Return the map moved by so many dp."""
        return replace(
            self,
            latitude=min(85.0, max(-85.0, self.latitude + north * self._degrees * self._aspect)),
            longitude=self.longitude + east * self._degrees,
        )

    def position(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return how many dp a point lies right of the middle and below it."""
        return (
            (longitude - self.longitude) / self._degrees,
            (self.latitude - latitude) / (self._degrees * self._aspect),
        )

    def place(self, right: float, below: float) -> Place:
        """Return the point so many dp right of the middle and below it, named by its coordinates."""
        latitude = self.latitude - below * self._degrees * self._aspect
        longitude = self.longitude + right * self._degrees
        return Place(name=f"{latitude:.5f}, {longitude:.5f}", latitude=latitude, longitude=longitude)

    @property
    def ruler(self) -> tuple[str, float]:
        """A round length that the ruler shows in words, and its length in dp, which is `_RULER_DP` at most."""
        longest = _RULER_DP * self._degrees * self._aspect * _DEGREE_METERS
        step = 10 ** math.floor(math.log10(longest))
        meters = next(step * each for each in (5, 2, 1) if step * each <= longest)
        words = f"{meters // 1000:.0f} km" if meters >= 1000 else f"{meters:.0f} m"
        return words, meters / longest * _RULER_DP

    @property
    def _degrees(self) -> float:
        """Degrees east that a dp stands for."""
        return float(360 / (_TILE_DP * 2**self.zoom))

    @property
    def _aspect(self) -> float:
        """How many degrees north are as long as a degree east here."""
        return math.cos(math.radians(self.latitude))


def load(phone: SimulatedPhone) -> MapView:
    """Return the map as it was left."""
    kept = PreferenceFile(phone.files.path(PREFERENCES)).read()
    values = [kept.get(name, fallback) for name, fallback in zip((_LATITUDE, _LONGITUDE, _ZOOM), _HOME, strict=True)]
    latitude, longitude, zoom = (float(value) if isinstance(value, int | float) else 0.0 for value in values)
    if not (math.isfinite(latitude) and math.isfinite(longitude)):
        latitude, longitude = _HOME[:2]
    shown = MapView(latitude=min(85.0, max(-85.0, latitude)), longitude=longitude, zoom=0)
    return replace(shown, zoom=min(_MOST, max(_LEAST, int(zoom) if math.isfinite(zoom) else _LEAST)))


def keep(phone: SimulatedPhone, shown: MapView) -> None:
    """Remember the map; nothing is written where it has not changed."""
    if shown != load(phone):
        values = {_LATITUDE: shown.latitude, _LONGITUDE: shown.longitude, _ZOOM: shown.zoom}
        PreferenceFile(phone.files.path(PREFERENCES)).edit(values)
