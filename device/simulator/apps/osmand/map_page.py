"""OsmAnd's map: rivers, roads and towns as lines and labels, with a sheet about the chosen place."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.osmand.place_store import TOWNS, Place
from device.simulator.systemui import NAVIGATION_DP, STATUS_DP
from device.simulator.texts import Own
from device.simulator.view import Insets, Stroke, View
from device.simulator.widgets import button, column, icon_button, row, spacer, stack, text

if TYPE_CHECKING:
    from device.simulator.apps.osmand.osmand_app import OsmAndApp

_ROUTE, _PIN, _STAR = (40, 110, 230), (210, 50, 40), (250, 190, 20)
_COLORS: dict[str, dict[str, tuple[int, int, int]]] = {
    "light": {"land": (236, 240, 228), "water": (140, 180, 230), "road": (250, 200, 90), "words": (60, 60, 60)},
    "dark": {"land": (34, 38, 42), "water": (38, 62, 96), "road": (122, 100, 52), "words": (214, 214, 208)},
}
"""Colours of the map by the phone's theme."""
_RHINE = ((47.03, 9.475), (47.07, 9.487), (47.1, 9.503), (47.14, 9.508), (47.2, 9.497), (47.24, 9.517), (47.28, 9.55))
_ROADS = (
    ("Balzers", "Triesen", "Vaduz", "Schaan", "Bendern", "Ruggell"),
    ("Schaan", "Nendeln", "Schaanwald"),
    ("Nendeln", "Planken", "Oberplanken"),
    ("Triesen", "Rotenboden", "Schönberg", "Malbun"),
)
_PANS = {"up": (0.0, -0.4), "down": (0.0, 0.4), "left": (0.4, 0.0), "right": (-0.4, 0.0)}
"""What a swipe moves the middle by, east and north, as shares of the map's width and height."""


def view(app: OsmAndApp) -> View:
    """Return the map with its buttons and, where a place is chosen, its sheet."""
    width, height = (size / app.phone.density * 160 for size in app.phone.display_size)
    height -= STATUS_DP + NAVIGATION_DP
    over = [_label(app, town, width, height) for town in TOWNS]
    ground = View(
        kind="leaf",
        cls="net.osmand.plus.views.MapViewWithLayers",
        desc="Map",
        resource_id="map_view",
        height="fill",
        background=_colors(app)["land"],
        strokes=_lines(app, width, height),
        on_swipe=partial(_pan, app, width, height),
        on_pinch=partial(_pinch, app),
        on_double_tap=lambda: app.show(app.map.zoomed(1)),
        on_hold=lambda at: app.point_at(app.map.place((at[0] - 0.5) * width, (at[1] - 0.5) * height)),
    )
    labels = stack(*(label for label in over if label), height="fill", direction="ltr", in_tree=False)
    return stack(ground, labels, _buttons(app), height="fill", background=_colors(app)["land"])


def _colors(app: OsmAndApp) -> dict[str, tuple[int, int, int]]:
    return _COLORS[app.phone.theme()]


def _lines(app: OsmAndApp, width: float, height: float) -> tuple[Stroke, ...]:
    towns = {town.name: (town.latitude, town.longitude) for town in TOWNS}

    def stroke(color: tuple[int, int, int], thickness: float, points: list[tuple[float, float]]) -> Stroke:
        shown = (app.map.position(*point) for point in points)
        return Stroke(color, thickness, tuple((0.5 + right / width, 0.5 + below / height) for right, below in shown))

    lines = [stroke(_colors(app)["water"], 10, list(_RHINE))]
    lines += [stroke(_colors(app)["road"], 5, [towns[name] for name in names]) for names in _ROADS]
    if len(app.route) > 1:
        lines.append(stroke(_ROUTE, 4, [(place.latitude, place.longitude) for place in app.route_places]))
    for place in (*app.places.favorites(), *app.places.markers()):
        lines.append(stroke(_STAR, 12, [(place.latitude, place.longitude)]))
    if app.chosen is not None:
        lines.append(stroke(_PIN, 16, [(app.chosen.latitude, app.chosen.longitude)]))
    return tuple(lines)


def _label(app: OsmAndApp, town: Place, width: float, height: float) -> View | None:
    """Return a town's name where it is on the display, None where it is not."""
    right, below = app.map.position(town.latitude, town.longitude)
    x, y = 0.5 + right / width, 0.5 + below / height
    if not (0 <= x < 0.85 and 0.1 < y < 0.75):
        return None
    return text(
        Own(town.name),
        13,
        bold=True,
        margin=Insets(x * width + 4, y * height),
        width="wrap",
        on_click=partial(app.choose, town),
        on_long_click=partial(app.point_at, town),
        color=_colors(app)["words"],
    )


def _pan(app: OsmAndApp, width: float, height: float, direction: str) -> None:
    east, north = _PANS[direction]
    app.show(app.map.panned(east * width, north * height))


def _pinch(app: OsmAndApp, factor: float) -> None:
    """Go on by a whole level at least, as two fingers that meet or part ask for."""
    levels = round(math.log2(max(0.1, factor))) or (1 if factor > 1 else -1)
    app.show(app.map.zoomed(levels))


def _ruler(app: OsmAndApp) -> View:
    (words, length), color = app.map.ruler, _colors(app)["words"]
    line = View(kind="leaf", width=length, height=4, background=color, in_tree=False)
    return column(
        text(words, 12, resource_id="map_ruler_text", color=color), line, width="wrap", padding=Insets(16, 0, 0, 8)
    )


def _buttons(app: OsmAndApp) -> View:
    def round_button(icon: str, desc: str, action: object, name: str) -> View:
        assert callable(action)
        return icon_button(icon, desc, action, resource_id=name, background="surface", radius=24)

    top = row(
        spacer(weight=1),
        round_button("search", "Search", app.search_for_place, "map_search_button"),
        padding=Insets(16, 16, 16, 0),
        in_tree=False,
    )
    bottom = row(
        round_button("menu", "Menu", partial(app.open_dialog, "menu"), "map_menu_button"),
        spacer(12),
        round_button("map", "Plan a route", partial(app.push, "route"), "map_route_info_button"),
        spacer(weight=1),
        round_button("minus", "Zoom out", lambda: app.show(app.map.zoomed(-1)), "map_zoom_out_button"),
        spacer(12),
        round_button("add", "Zoom in", lambda: app.show(app.map.zoomed(1)), "map_zoom_in_button"),
        padding=Insets(16, 0, 16, 16),
        in_tree=False,
    )
    parts = [top, spacer(weight=1), _ruler(app), bottom]
    if app.chosen is not None:
        parts.append(_sheet(app, app.chosen))
    return column(*parts, height="fill", in_tree=False)


def _sheet(app: OsmAndApp, place: Place) -> View:
    choices = row(
        button("Add", partial(app.ask_for_favorite, place), resource_id="context_menu_fav_view", style="tonal"),
        button("Marker", partial(app.add_marker, place), resource_id="context_menu_route_view", style="tonal"),
        button("Add to route", partial(app.add_to_route, place), style="tonal"),
        gap=8,
    )
    words = row(
        text(Own(place.name), 22, width="fill", weight=1, resource_id="context_menu_line1"),
        icon_button("close", "Close", app.unchoose),
    )
    return column(
        words,
        text(place.coordinates, 14, color="on_surface_variant", resource_id="context_menu_line2"),
        choices,
        gap=8,
        background="surface",
        padding=Insets(24, 12, 16, 20),
        resource_id="context_menu_layout",
    )
