"""Retro Music's player: the song that is on, its controls, the playing queue, and the small player over the tabs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.retro_music.music_store import UNKNOWN_ARTIST
from device.simulator.apps.shared.storage import duration_text
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    column,
    icon_button,
    image,
    list_row,
    row,
    scaffold,
    scroll_list,
    slider,
    text,
    toolbar,
)

if TYPE_CHECKING:
    from device.simulator.apps.retro_music.retro_app import RetroMusicApp


def view(app: RetroMusicApp) -> View:
    """Return the song that is on over its controls."""
    playing = app.player.now()
    if playing is None:
        return scaffold(bar=toolbar("", on_up=app.pop), body=empty("No songs"))
    song, player = playing.song, app.player
    cover = row(
        image("music", size=96, in_tree=False),
        height=240,
        justify="center",
        background="surface_container_high",
        radius=28,
        in_tree=False,
    )
    times = row(
        text(duration_text(playing.seconds), 14, resource_id="songCurrentProgress"),
        text(duration_text(song.seconds), 14, width="fill", weight=1, text_align="end", resource_id="songTotalTime"),
        padding=Insets(12, 0, 12, 0),
        in_tree=False,
    )
    big = {"width": 72, "height": 72, "radius": 36, "background": "primary_container"}
    pause = icon_button(
        "pause" if playing.runs else "play",
        "Pause" if playing.runs else "Play",
        player.toggle,
        resource_id="playPauseButton",
        **big,
    )
    controls = row(
        icon_button("previous", "Previous", partial(player.skip, -1), resource_id="previousButton"),
        pause,
        icon_button("next", "Next", partial(player.skip, 1), resource_id="nextButton"),
        justify="center",
        gap=24,
    )
    queue = icon_button("sort", "Playing queue", partial(app.push, "queue"), resource_id="action_queue")
    body = scroll_list(
        cover,
        text(Own(song.title), 24, bold=True, width="fill", text_align="center", resource_id="title"),
        text(said(song.artist), 16, width="fill", text_align="center", resource_id="text"),
        slider(playing.seconds, 0.0, max(1.0, song.seconds), player.seek, desc="Seek", resource_id="progressSlider"),
        times,
        controls,
        key="player",
        resource_id="playerContainer",
        gap=12,
        padding=Insets(24, 8, 24, 24),
    )
    return scaffold(bar=toolbar("Now playing", on_up=app.pop, actions=[queue]), body=body)


def queue(app: RetroMusicApp) -> View:
    """Return the playing queue; a tap on a song plays it."""
    playing = app.player.now()
    rows = [
        list_row(
            Own(song.title),
            said(song.artist),
            icon="volume" if playing is not None and place == playing.place else "music",
            on_click=partial(app.player.start, place),
            selected=playing is not None and place == playing.place,
        )
        for place, song in enumerate(app.music.queue())
    ]
    more = icon_button("more", "More options", partial(app.show_menu, "queue"))
    body = scroll_list(*rows, key="queue") if rows else empty("No songs")
    return scaffold(bar=toolbar("Playing queue", on_up=app.pop, actions=[more]), body=body)


def small(app: RetroMusicApp) -> View | None:
    """Return the small player over the tabs, None while the queue is empty."""
    playing = app.player.now()
    if playing is None:
        return None
    pause = icon_button(
        "pause" if playing.runs else "play",
        "Pause" if playing.runs else "Play",
        app.player.toggle,
        resource_id="miniPlayerPlayPauseButton",
    )
    player = list_row(
        Own(playing.song.title),
        said(playing.song.artist),
        icon="music",
        on_click=partial(app.push, "player"),
        trailing=pause,
    )
    player.background = "surface_container_high"
    return player


def said(artist: str) -> str:
    """Return an artist as the app shows it: a name stays as it is, and the word for none is put into the language."""
    return artist if artist == UNKNOWN_ARTIST else Own(artist)


def empty(words: str) -> View:
    """Return what an empty list shows."""
    label = text(words, 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24), resource_id="emptyText")
    return column(label, height="fill")
