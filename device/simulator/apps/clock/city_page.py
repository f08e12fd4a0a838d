"""The search for a city of the world clock."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from device.simulator.apps.clock.cities import CITIES, City
from device.simulator.apps.shared.hours import time_text
from device.simulator.view import Insets, View
from device.simulator.widgets import edit_text, icon_button, list_row, row, scaffold, scroll_list
from device.simulator.widgets import text as label

if TYPE_CHECKING:
    from device.simulator.apps.clock.clock_app import ClockApp


def view(app: ClockApp) -> View:
    """Return the search field over the cities that match it."""
    query = app.page.data["query"]
    parts = [
        icon_button("back", "Navigate up", app.pop),
        edit_text(
            "city_search",
            query,
            lambda content: app.page.data.update(query=content),
            hint="Search for a city",
            resource_id="search_src_text",
            ime_action="search",
            width="fill",
            weight=1,
        ),
    ]
    if query:
        clear = icon_button("close", "Clear text", lambda: app.page.data.update(query=""), resource_id="clear")
        parts.append(clear)
    bar = row(*parts, height=72, padding=Insets(4, 8, 16, 8), resource_id="search_bar")
    texts = app.phone.texts_of(app.package)
    found = [
        city
        for city in CITIES.values()
        if _plain(query.strip()) in _plain(city.name) or (texts is not None and query.strip() in texts.say(city.name))
    ]
    if not found:
        missing = label("No cities found", 16, padding=Insets(24, 24, 24, 24), color="on_surface_variant")
        return scaffold(bar=bar, body=missing)
    rows = [_row(app, city) for city in found]
    return scaffold(bar=bar, body=scroll_list(*rows, key="city_results", resource_id="cities_list"))


def _row(app: ClockApp, city: City) -> View:
    there = city.time(app.now)
    shown = label(time_text(there.hour, there.minute, app.hour_format), 14, color="on_surface_variant")
    return list_row(city.name, on_click=lambda: _choose(app, city), trailing=shown)


def _choose(app: ClockApp, city: City) -> None:
    cities = app.store.cities()
    if city not in cities:
        app.store.set_cities([*cities, city])
    app.pop()


def _plain(text: str) -> str:
    """Return the text without case and accents: "Sao Paulo" finds São Paulo."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
