"""`OpenTracksApp`: the list of activities, each one's statistics, their sums, and recording one."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.opentracks.track_store import DATA, METERS_PER_MILE, TRACKS_DB, Track, TrackStore
from device.simulator.apps.shared.questions import question
from device.simulator.apps.shared.storage import duration_text
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    button,
    column,
    edit_text,
    fab,
    icon_button,
    list_row,
    menu,
    row,
    scaffold,
    scroll_list,
    text,
    toolbar,
)

_FIELDS = ("name", "category", "description")
_HINTS = {"name": "Name", "category": "Activity type", "description": "Description"}


class OpenTracksApp(App):
    """OpenTracks over its database.

    Attributes:
        query: What is searched for; None while nobody searches.
        since: Clock second at which a recording began; None while nothing is recorded.
    """

    package = "de.dennisguse.opentracks"
    activity = ".TrackListActivity"
    activities: ClassVar[dict[str, str]] = {
        ".TrackListActivity": "main",
        ".TrackRecordedActivity": "track",
        ".TrackRecordingActivity": "recording",
        ".TrackEditActivity": "edit",
        ".AggregatedStatisticsActivity": "sums",
    }
    label = "OpenTracks"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="run", background=(84, 110, 122))
    on_home_screen: ClassVar[bool] = False
    version = "v4.9.7"
    permissions: ClassVar[Mapping[str, str]] = {"ACCESS_FINE_LOCATION": "access this device's location"}
    is_system = False

    query: str | None
    since: float | None

    def install(self) -> None:
        """Make the database."""
        self.tracks.create()

    def uninstall_data(self) -> None:
        """Delete database and preferences."""
        shutil.rmtree(self.phone.files.path(DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show the list."""
        super().reset()
        self.query = self.since = None

    @property
    def tracks(self) -> TrackStore:
        """The activities."""
        return TrackStore(self.phone.files.path(TRACKS_DB))

    def time_key(self, now: float) -> object:
        """Return the second while a recording shows its length."""
        return int(now) if self.since is not None else super().time_key(now)

    def view(self) -> View:
        """Build the list, an activity's page, its editor, the sums or the recording."""
        match self.page.name:
            case "recording":
                return self._recording()
            case "sums":
                return self._sums()
            case "track" | "edit" if self.page.args:
                track = self.tracks.get(self.page.args[0])
                if track is not None:
                    return self._editor(track) if self.page.name == "edit" else self._track(track)
        return self._list()

    def back(self) -> bool:
        """End the search; a recording goes on in the background."""
        if len(self.stack) == 1 and self.query is not None:
            self.query = None
            return True
        return super().back()

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu or the question before an activity is deleted."""
        if dialog.name == "more":
            return menu([("Aggregated statistics", partial(self._replace, "sums"))])
        number = dialog.args[0]
        if dialog.name == "track":
            return menu([("Edit", partial(self._edit, number)), ("Delete", partial(self._ask_to_delete, number))])
        message = "This track will be permanently deleted."
        return question(self, "Delete track?", message, "OK", partial(self._delete, number))

    def _list(self) -> View:
        query = (self.query or "").casefold()
        found = [track for track in self.tracks.all() if query in f"{track.name} {track.category}".casefold()]
        rows = [self._row(track) for track in found]
        words = text("Start recording your next adventure here", 18, padding=Insets(24, 96, 24, 24), width="fill")
        body = scroll_list(*rows, key="tracks", resource_id="track_list") if rows else column(words, height="fill")
        record = fab("run", "Record", self._record, resource_id="track_list_fab_action")
        return scaffold(bar=self._bar(), body=body, over=[record] if self.query is None else [])

    def _bar(self) -> View:
        def search() -> None:
            self.query = ""
            self.phone.editor.focus("query")

        def change(content: str) -> None:
            self.query = content

        def leave() -> None:
            self.query = None

        if self.query is None:
            actions = [
                icon_button("search", "Search", search, resource_id="track_list_search"),
                icon_button("more", "More options", partial(self.open_dialog, "more")),
            ]
            return toolbar("OpenTracks", actions=actions)
        field = edit_text("query", self.query, change, hint="Search...", ime_action="search", width="fill", weight=1)
        return row(icon_button("back", "Collapse", leave), field, height=64, padding=Insets(4, 0, 8, 0))

    def _row(self, track: Track) -> View:
        facts = f"{track.date}\n{track.distance} • {track.length}"
        about = " • ".join(word for word in (track.category, track.description) if word)
        return list_row(
            Own(track.name),
            f"{facts}\n{about}" if about else facts,
            icon="run",
            on_click=partial(self.push, "track", track.id),
        )

    def _track(self, track: Track) -> View:
        hours = track.moving_milliseconds / 3_600_000
        speed = track.meters / METERS_PER_MILE / hours if hours else 0.0
        facts = (
            ("Activity type", Own(track.category) if track.category else "unknown"),
            ("Start", track.date),
            ("Distance", track.distance),
            ("Total time", track.length),
            ("Moving time", duration_text(track.moving_milliseconds / 1000)),
            ("Average moving speed", f"{speed:.2f} mph"),
            ("Elevation gain", f"{track.gain / 0.3048:.0f} ft"),
            ("Elevation loss", f"{track.loss / 0.3048:.0f} ft"),
            ("Description", Own(track.description or "-")),
        )
        rows = [list_row(value, name) for name, value in facts]
        more = icon_button("more", "More options", partial(self.open_dialog, "track", track.id))
        return scaffold(
            bar=toolbar(Own(track.name), on_up=self.pop, actions=[more]), body=scroll_list(*rows, key="facts")
        )

    def _sums(self) -> View:
        """Return number, time and distance of all activities of each type."""
        groups: dict[str, list[Track]] = {}
        for track in self.tracks.all():
            groups.setdefault(track.category or "unknown", []).append(track)
        rows = []
        for category, tracks in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])):
            miles = sum(track.meters for track in tracks) / METERS_PER_MILE
            seconds = sum(track.milliseconds for track in tracks) / 1000
            rows.append(
                list_row(f"{category} ({len(tracks)})", f"{miles:.2f} mi • {duration_text(seconds)}", icon="run")
            )
        return scaffold(bar=toolbar("Aggregated statistics", on_up=self.pop), body=scroll_list(*rows, key="sums"))

    def _replace(self, page: str) -> None:
        self.close_dialog()
        self.push(page)

    def _record(self) -> None:
        if self.since is None:
            self.since = self.phone.clock.now()
        self.push("recording")

    def _recording(self) -> View:
        seconds = self.phone.clock.now() - (self.since or self.phone.clock.now())
        rows = [list_row(duration_text(seconds), "Total time"), list_row("0.00 mi", "Distance")]
        stop = fab("stop", "Stop", self._stop, resource_id="track_recording_fab_action")
        return scaffold(bar=toolbar("Recording", on_up=self.pop), body=column(*rows, height="fill"), over=[stop])

    def _stop(self) -> None:
        since = self.since if self.since is not None else self.phone.clock.now()
        length = int((self.phone.clock.now() - since) * 1000)
        name = f"{self.phone.clock.local():%Y-%m-%d %H:%M}"
        number = self.tracks.add(name, started_at=int(since * 1000), milliseconds=length, seed=self.phone.seed)
        self.since = None
        self.pop()
        self.push("track", number)

    def _edit(self, number: int) -> None:
        self.close_dialog()
        track = self.tracks.get(number)
        if track is not None:
            self.push("edit", number)
            self.page.data.update(name=track.name, category=track.category, description=track.description)

    def _editor(self, track: Track) -> View:
        data = self.page.data

        def change(name: str, content: str) -> None:
            data[name] = content

        def save() -> None:
            self.tracks.edit(track.id, name=data["name"], description=data["description"], category=data["category"])
            self.pop()

        fields = [
            edit_text(name, data[name], partial(change, name), hint=_HINTS[name], resource_id=f"fields_{name}")
            for name in _FIELDS
        ]
        bar = toolbar("Edit track", on_up=self.pop, actions=[button("Save", save, resource_id="track_edit_save")])
        return scaffold(bar=bar, body=column(*fields, height="fill", gap=16, padding=Insets(24, 16, 24, 16)))

    def _ask_to_delete(self, number: int) -> None:
        self.close_dialog()
        self.open_dialog("delete", number)

    def _delete(self, number: int) -> None:
        self.tracks.delete(number)
        del self.stack[1:]
