"""`OsmAndApp`: the map, the search, favourites, markers, and routes that are saved as tracks."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.osmand import map_page, map_view
from device.simulator.apps.osmand.map_view import MapView
from device.simulator.apps.osmand.place_store import DATA, Place, PlaceStore, distance_text, find_places
from device.simulator.apps.shared.questions import ask_for_name, name_dialog, question
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    edit_text,
    icon_button,
    list_row,
    menu,
    row,
    scaffold,
    scroll_list,
    text,
    toolbar,
)

_NEAR = 13
"""The zoom level at which a place that was looked for is shown."""
_FORBIDDEN = frozenset('/\\:*?"<>|\0\n')
Point = tuple[str, float, float]


class OsmAndApp(App):
    """OsmAnd with the map of Liechtenstein; a route's points are found by search or chosen on the map.

    Attributes:
        shown: Degrees north and east in the middle of the map, and its zoom level; None until it is looked at.
        chosen_point: Name and degrees of the place that the sheet is about; None where no sheet is shown.
        route: Points of the route that is being planned, in order.
    """

    package = "net.osmand"
    activity = ".plus.activities.MapActivity"
    label = "OsmAnd"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="map", background=(255, 136, 0))
    on_home_screen: ClassVar[bool] = False
    version = "4.6.13"
    permissions: ClassVar[Mapping[str, str]] = {"ACCESS_FINE_LOCATION": "access this device's location"}
    is_system = False

    shown: tuple[float, float, int] | None
    chosen_point: Point | None
    route: list[Point]

    def install(self) -> None:
        """Make the database and the folders."""
        self.places.create()

    def uninstall_data(self) -> None:
        """Delete database and preferences; the files in shared storage stay."""
        shutil.rmtree(self.phone.files.path(DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show the map as it was left."""
        super().reset()
        self.shown, self.chosen_point, self.route = None, None, []

    @property
    def map(self) -> MapView:
        """What the map shows."""
        if self.shown is None:
            return map_view.load(self.phone)
        return MapView(latitude=self.shown[0], longitude=self.shown[1], zoom=self.shown[2])

    def show(self, view: MapView) -> None:
        """Let the map show something else, and remember it."""
        self.shown = view.latitude, view.longitude, view.zoom
        map_view.keep(self.phone, view)

    @property
    def places(self) -> PlaceStore:
        """Favourites, markers and tracks."""
        return PlaceStore(self.phone)

    @property
    def chosen(self) -> Place | None:
        """The place that the sheet is about."""
        return _place(self.chosen_point) if self.chosen_point else None

    @property
    def route_places(self) -> list[Place]:
        """The points of the route that is being planned."""
        return [_place(point) for point in self.route]

    def view(self) -> View:
        """Build the map, the search, the route or one of the lists."""
        match self.page.name:
            case "search":
                return self._search()
            case "route":
                return self._route()
            case "favorites":
                return self._list("Favorites", self.places.favorites())
            case "markers":
                return self._list("Map markers", self.places.markers())
            case "tracks":
                return self._tracks()
        return map_page.view(self)

    def back(self) -> bool:
        """Close the sheet, then the page."""
        if len(self.stack) == 1 and self.chosen_point is not None:
            self.unchoose()
            return True
        return super().back()

    def dialog_view(self, dialog: Page) -> View:
        """Build the menu or a question."""
        match dialog.name:
            case "menu":
                pages = (("Map markers", "markers"), ("Favorites", "favorites"), ("Tracks", "tracks"))
                items = [(words, partial(self._go_to, page)) for words, page in pages]
                return menu([*items, ("Plan a route", partial(self._go_to, "route"))])
            case "favorite":
                save = partial(self._add_favorite, dialog.args)
                return name_dialog(self, dialog, "Add favorite", save, answer="Save", resource_id="name_edit_text")
            case "track":
                return name_dialog(self, dialog, "Save as new track", self._save_track, answer="Save", hint="File name")
        place = Place(name=dialog.args[0], latitude=dialog.args[1], longitude=dialog.args[2])
        remove = partial(self.places.remove_favorite, place)
        return question(self, "Remove favorite", f"Remove {place.name}?", "Yes", remove, cancel="No")

    def search_for_place(self) -> None:
        """Open the search."""
        self.push("search", text="")
        self.phone.editor.focus("query")

    def choose(self, place: Place) -> None:
        """Show a place on the map with its sheet."""
        del self.stack[1:]
        self.point_at(place)
        self.show(MapView(latitude=place.latitude, longitude=place.longitude, zoom=max(_NEAR, self.map.zoom)))

    def point_at(self, place: Place) -> None:
        """Open the sheet of a place, and leave the map where it is."""
        self.chosen_point = (place.name, place.latitude, place.longitude)

    def unchoose(self) -> None:
        """Close the sheet."""
        self.chosen_point = None

    def ask_for_favorite(self, place: Place) -> None:
        """Ask for the name of a new favourite."""
        ask_for_name(self, "favorite", place.latitude, place.longitude, name=place.name)

    def add_marker(self, place: Place) -> None:
        """Put a marker on a place."""
        self.places.add_marker(place)
        self.unchoose()
        self.phone.show_toast("Map marker added")

    def add_to_route(self, place: Place) -> None:
        """Put a place at the end of the route, and show the route."""
        self.route.append((place.name, place.latitude, place.longitude))
        self.unchoose()
        del self.stack[1:]
        self.push("route")

    def _go_to(self, page: str) -> None:
        self.close_dialog()
        self.push(page)

    def _add_favorite(self, at: tuple[float, float], name: str) -> None:
        self.places.add_favorite(Place(name=name, latitude=at[0], longitude=at[1]))
        self.unchoose()
        self.phone.show_toast("Favorite added")

    def _search(self) -> View:
        planning = any(page.name == "route" for page in self.stack)
        rows = [
            list_row(
                Own(place.name),
                "Liechtenstein" if place.name[:1].isalpha() else "Coordinates",
                icon="location",
                on_click=partial(self.add_to_route if planning else self.choose, place),
            )
            for place in find_places(self.page.data["text"])
        ]
        field = edit_text(
            "query",
            self.page.data["text"],
            lambda content: self.page.data.update(text=content),
            hint="Search",
            resource_id="searchEditText",
            ime_action="search",
            width="fill",
            weight=1,
        )
        bar = row(icon_button("back", "Back", self.pop), field, height=64, padding=Insets(4, 0, 8, 0))
        return scaffold(bar=bar, body=scroll_list(*rows, key="found"))

    def _list(self, title: str, places: list[Place]) -> View:
        rows = [self._place_row(title, place) for place in places]
        return scaffold(bar=toolbar(title, on_up=self.pop), body=scroll_list(*rows, key=title))

    def _place_row(self, title: str, place: Place) -> View:
        remove = None
        if title == "Favorites":
            ask = partial(self.open_dialog, "remove", place.name, place.latitude, place.longitude)
            remove = icon_button("delete", f"Remove {place.name}", ask)
        icon = "star" if title == "Favorites" else "flag"
        return list_row(
            Own(place.name), place.coordinates, icon=icon, on_click=partial(self.choose, place), trailing=remove
        )

    def _tracks(self) -> View:
        rows = [
            list_row(Own(name), f"{len(self.places.track_points(name))} points", icon="map")
            for name in self.places.tracks()
        ]
        return scaffold(bar=toolbar("Tracks", on_up=self.pop), body=scroll_list(*rows, key="tracks"))

    def _route(self) -> View:
        places = self.route_places
        legs = [start.kilometers_to(end) for start, end in itertools.pairwise(places)]
        rows = [
            list_row(
                Own(f"{number}. {name}"),
                distance_text(legs[number - 2]) if number > 1 else "",
                icon="location",
                trailing=icon_button("close", f"Remove point {number}", partial(self.route.pop, number - 1)),
            )
            for number, (name, _, _) in enumerate(self.route, 1)
        ]
        words = f"{len(places)} points • {distance_text(sum(legs))}" if legs else "Add points in the order of the route"
        hint = text(words, 14, padding=Insets(24, 8, 24, 8), resource_id="distance_to_center_text")
        add = button("Add point", self.search_for_place, style="tonal", resource_id="add_point_button")
        save = button("Save as new track", self._ask_for_track, enabled=len(self.route) > 1, style="filled")
        bottom = row(add, save, gap=12, padding=Insets(24, 12, 24, 12), background="surface_container")
        body = column(hint, scroll_list(*rows, key="route"), height="fill", in_tree=False)
        return scaffold(bar=toolbar("Plan a route", on_up=self.pop), body=body, bottom=bottom)

    def _ask_for_track(self) -> None:
        ask_for_name(self, "track", name=f"{self.phone.clock.local():%a %d %b %Y}")

    def _save_track(self, name: str) -> None:
        if _FORBIDDEN & set(name):
            self.phone.show_toast("Illegal file name")
            return
        self.phone.show_toast(f"{self.places.save_track(name, self.route_places)} saved")
        self.route = []
        del self.stack[1:]


def _place(point: Point) -> Place:
    return Place(name=point[0], latitude=point[1], longitude=point[2])
