"""Retro Music's screens: for you, songs, playlists, one playlist, the playing queue."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.retro_music.music_store import UNKNOWN_ARTIST, Playlist, Track
from device.simulator.apps.shared.storage import duration_text
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, icon_button, list_row, scaffold, scroll_list, tab_bar, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.retro_music.retro_app import RetroMusicApp

_TABS = (("For you", "home"), ("Songs", "music"), ("Playlists", "menu"))
_SUGGESTED = 8


def view(app: RetroMusicApp) -> View:
    """Return the page in front."""
    if app.page.name == "queue":
        return _queue(app)
    if app.page.name == "playlist":
        return _playlist(app, app.playlist(app.page.args[0]))
    body = (_for_you, _songs, _playlists)[app.tab](app)
    bar = _selection_bar(app) if app.selected else toolbar("Retro Music", actions=[_queue_button(app)])
    tabs = tab_bar(_TABS, app.tab, partial(_select_tab, app))
    playing = _now_playing(app)
    bottom = column(*([playing] if playing else []), tabs, in_tree=False)
    return scaffold(bar=bar, body=body, bottom=bottom)


def _select_tab(app: RetroMusicApp, tab: int) -> None:
    app.tab, app.selected = tab, []
    app.page.scroll.clear()


def _queue_button(app: RetroMusicApp) -> View:
    return icon_button("sort", "Playing queue", partial(app.push, "queue"), resource_id="action_playing_queue")


def _empty(words: str) -> View:
    label = text(words, 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24), resource_id="emptyText")
    return column(label, height="fill")


def _for_you(app: RetroMusicApp) -> View:
    playlists = app.music.playlists()
    rows = [
        list_row("Playing queue", f"{len(app.music.queue())} songs", icon="sort", on_click=partial(app.push, "queue"))
    ]
    rows += [_playlist_row(app, playlist) for playlist in playlists[:_SUGGESTED]]
    return scroll_list(*rows, key="home")


def _songs(app: RetroMusicApp) -> View:
    tracks = app.music.tracks()
    if not tracks:
        return _empty("No songs")
    return scroll_list(*(_song_row(app, track) for track in tracks), key="songs")


def _song_row(app: RetroMusicApp, track: Track) -> View:
    marked = track.path in app.selected

    def toggle() -> None:
        if marked:
            app.selected.remove(track.path)
        else:
            app.selected.append(track.path)

    def play() -> None:
        tracks = app.music.tracks()
        first = next(index for index, each in enumerate(tracks) if each.path == track.path)
        app.music.play([*tracks[first:], *tracks[:first]])

    more = icon_button("more", f"More options for {track.title}", partial(app.show_menu, "songs", track.path))
    return list_row(
        Own(track.title),
        f"{track.artist} • {duration_text(track.tags.seconds)}",
        icon="check" if marked else "music",
        on_click=toggle if app.selected else play,
        on_long_click=toggle,
        trailing=more,
        selected=marked,
    )


def _selection_bar(app: RetroMusicApp) -> View:
    def clear() -> None:
        app.selected = []

    more = icon_button("more", "More options", partial(app.show_menu, "songs", *app.selected))
    return toolbar(f"{len(app.selected)} selected", on_up=clear, up="Close", actions=[more])


def _playlists(app: RetroMusicApp) -> View:
    playlists = app.music.playlists()
    if not playlists:
        return _empty("No playlists")
    return scroll_list(*(_playlist_row(app, playlist) for playlist in playlists), key="playlists")


def _playlist_row(app: RetroMusicApp, playlist: Playlist) -> View:
    more = icon_button("more", f"More options for {playlist.name}", partial(app.show_menu, "playlist", playlist.id))
    return list_row(
        Own(playlist.name),
        _facts(playlist),
        icon="menu",
        on_click=partial(app.push, "playlist", playlist.id),
        trailing=more,
    )


def _facts(playlist: Playlist) -> str:
    count, seconds = len(playlist.songs), sum(song[2] for song in playlist.songs) / 1000
    return f"{count} song{'' if count == 1 else 's'} • {duration_text(seconds)}"


def _playlist(app: RetroMusicApp, playlist: Playlist | None) -> View:
    if playlist is None:
        return scaffold(bar=toolbar("", on_up=app.pop), body=_empty("No songs"))
    rows = [
        list_row(
            Own(title),
            duration_text(milliseconds / 1000),
            icon="music",
            trailing=icon_button("more", f"More options for {title}", partial(app.show_menu, "song", key)),
        )
        for key, title, milliseconds, _ in playlist.songs
    ]
    more = icon_button("more", "More options", partial(app.show_menu, "playlist", playlist.id))
    facts = text(_facts(playlist), 14, padding=Insets(24, 0, 24, 8), color="on_surface_variant")
    body = column(facts, scroll_list(*rows, key="songs"), height="fill") if rows else _empty("No songs")
    return scaffold(bar=toolbar(Own(playlist.name), on_up=app.pop, actions=[more]), body=body)


def _queue(app: RetroMusicApp) -> View:
    rows = [list_row(Own(title), _said(artist), icon="music") for title, artist in app.music.queue()]
    more = icon_button("more", "More options", partial(app.show_menu, "queue"))
    body = scroll_list(*rows, key="queue") if rows else _empty("No songs")
    return scaffold(bar=toolbar("Playing queue", on_up=app.pop, actions=[more]), body=body)


def _now_playing(app: RetroMusicApp) -> View | None:
    """Return the mini player over the tabs, None while the queue is empty."""
    queued = app.music.queue()
    if not queued:
        return None
    title, artist = queued[0]
    player = list_row(Own(title), _said(artist), icon="music", on_click=partial(app.push, "queue"))
    player.background = "surface_container_high"
    return player


def _said(artist: str) -> str:
    """Return an artist as the app shows it: a name stays as it is, and the word for none is put into the language."""
    return artist if artist == UNKNOWN_ARTIST else Own(artist)
