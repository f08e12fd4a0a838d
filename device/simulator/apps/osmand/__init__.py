"""OsmAnd: a map of Liechtenstein, favourites, markers and tracks."""

from __future__ import annotations

from device.simulator.apps.osmand.osmand_app import OsmAndApp

__all__ = ["OsmAndApp"]
