"""`Player`: which song of the playing queue is on, and how far, by the phone's clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.apps.retro_music.music_store import DATA, Queued

if TYPE_CHECKING:
    from device.simulator.apps.retro_music.retro_app import RetroMusicApp

PREFERENCES = f"{DATA}/shared_prefs/code.name.monkey.retromusic_preferences.xml"
_POSITION, _POSITION_IN_TRACK = "POSITION", "POSITION_IN_TRACK"
"""Names under which Retro Music's MusicService.kt keeps where it was, the second in milliseconds."""
_BACK_TO_START_SECONDS = 2.0
"""A song that has played for longer starts anew with "Previous"."""


@dataclass(frozen=True, kw_only=True)
class Playing:
    """What is on.

    Attributes:
        place: Which song of the queue, from 0.
        song: The song.
        seconds: How much of it is over.
        runs: Whether it plays.
    """

    place: int
    song: Queued
    seconds: float
    runs: bool


class Player:
    """Plays the queue; where it is lies in the preferences, and since when it plays in `RetroMusicApp.since`."""

    def __init__(self, app: RetroMusicApp) -> None:
        """Play `app`'s queue."""
        self._app = app
        self._file = PreferenceFile(app.phone.files.path(PREFERENCES))

    def now(self) -> Playing | None:
        """Return what is on, None while the queue is empty; songs follow each other as time passes."""
        queue, kept = self._app.music.queue(), self._file.read()
        if not queue:
            return None
        place = min(len(queue) - 1, max(0, _whole(kept.get(_POSITION))))
        seconds = max(0, _whole(kept.get(_POSITION_IN_TRACK))) / 1000
        if self._app.since is None:
            return Playing(place=place, song=queue[place], seconds=min(seconds, queue[place].seconds), runs=False)
        seconds += max(0.0, self._app.phone.clock.now() - self._app.since)
        while seconds >= queue[place].seconds and place + 1 < len(queue):
            seconds -= queue[place].seconds
            place += 1
        song = queue[place]
        return Playing(place=place, song=song, seconds=min(seconds, song.seconds), runs=seconds < song.seconds)

    def start(self, place: int, seconds: float = 0.0, *, runs: bool = True) -> None:
        """Go to a song of the queue and a second of it.

        Args:
            place: Which song, from 0.
            seconds: Where in it.
            runs: Whether it plays from there on.
        """
        wanted = {_POSITION: place, _POSITION_IN_TRACK: round(seconds * 1000)}
        kept = self._file.read()
        if any(_whole(kept.get(name)) != value for name, value in wanted.items()):
            self._file.edit(wanted)
        self._app.since = self._app.phone.clock.now() if runs else None

    def toggle(self) -> None:
        """Pause what plays, or let it play on; a song that is over begins anew."""
        playing = self.now()
        if playing is not None:
            is_over = playing.seconds >= playing.song.seconds
            self.start(playing.place, 0.0 if is_over else playing.seconds, runs=not playing.runs)

    def skip(self, step: int) -> None:
        """Go on to the next song, or back: to the start of this one, or to the one before while it has just begun."""
        playing, count = self.now(), len(self._app.music.queue())
        if playing is None:
            return
        place = playing.place + step
        if step < 0 and playing.seconds > _BACK_TO_START_SECONDS:
            place = playing.place
        self.start(place % count, runs=playing.runs)

    def seek(self, seconds: float) -> None:
        """Go to a second of the song that is on."""
        playing = self.now()
        if playing is not None:
            self.start(playing.place, seconds, runs=playing.runs)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0
