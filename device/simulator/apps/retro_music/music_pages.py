"""Retro Music's screens: for you, songs, albums, playlists, and what one album or playlist holds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from device.simulator.apps.retro_music import playing_page
from device.simulator.apps.retro_music.music_store import Playlist, Track
from device.simulator.apps.shared.storage import duration_text
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import column, icon_button, list_row, scaffold, scroll_list, tab_bar, text, toolbar

if TYPE_CHECKING:
    from device.simulator.apps.retro_music.retro_app import RetroMusicApp

_TABS = (("For you", "home"), ("Songs", "music"), ("Albums", "album"), ("Playlists", "menu"))
_SUGGESTED = 8


def view(app: RetroMusicApp) -> View:
    """Return the page in front."""
    match app.page.name:
        case "player":
            return playing_page.view(app)
        case "queue":
            return playing_page.queue(app)
        case "album":
            return _album(app, app.page.args[0])
        case "playlist":
            return _playlist(app, app.playlist(app.page.args[0]))
    body = (_for_you, _songs, _albums, _playlists)[app.tab](app)
    bar = _selection_bar(app) if app.selected else toolbar("Retro Music", actions=[_queue_button(app)])
    tabs = tab_bar(_TABS, app.tab, partial(_select_tab, app))
    playing = playing_page.small(app)
    bottom = column(*([playing] if playing else []), tabs, in_tree=False)
    return scaffold(bar=bar, body=body, bottom=bottom)


def _select_tab(app: RetroMusicApp, tab: int) -> None:
    app.tab, app.selected = tab, []
    app.page.scroll.clear()


def _queue_button(app: RetroMusicApp) -> View:
    return icon_button("sort", "Playing queue", partial(app.push, "queue"), resource_id="action_playing_queue")


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
        return playing_page.empty("No songs")
    return scroll_list(*(_song_row(app, tracks, place) for place in range(len(tracks))), key="songs")


def _song_row(app: RetroMusicApp, tracks: Sequence[Track], place: int) -> View:
    """Return one song of a list; a tap plays the list from there on."""
    track = tracks[place]
    marked = track.path in app.selected

    def toggle() -> None:
        if marked:
            app.selected.remove(track.path)
        else:
            app.selected.append(track.path)

    more = icon_button("more", f"More options for {track.title}", partial(app.show_menu, "songs", track.path))
    return list_row(
        Own(track.title),
        f"{track.artist} • {duration_text(track.tags.seconds)}",
        icon="check" if marked else "music",
        on_click=toggle if app.selected else partial(app.play, tracks, place),
        on_long_click=toggle,
        trailing=more,
        selected=marked,
    )


def _selection_bar(app: RetroMusicApp) -> View:
    def clear() -> None:
        app.selected = []

    more = icon_button("more", "More options", partial(app.show_menu, "songs", *app.selected))
    return toolbar(f"{len(app.selected)} selected", on_up=clear, up="Close", actions=[more])


def _albums(app: RetroMusicApp) -> View:
    """Return the albums by name."""
    tracks = app.music.tracks()
    if not tracks:
        return playing_page.empty("No albums")
    albums: dict[str, list[Track]] = {}
    for track in tracks:
        albums.setdefault(track.album, []).append(track)
    rows = [
        list_row(Own(name), _said_count(songs), icon="album", on_click=partial(app.push, "album", name))
        for name, songs in sorted(albums.items(), key=lambda album: album[0].casefold())
    ]
    return scroll_list(*rows, key="albums")


def _said_count(tracks: Sequence[Track]) -> str:
    seconds = sum(track.tags.seconds for track in tracks)
    return f"{len(tracks)} song{'' if len(tracks) == 1 else 's'} • {duration_text(seconds)}"


def _album(app: RetroMusicApp, name: str) -> View:
    tracks = [track for track in app.music.tracks() if track.album == name]
    bar = _selection_bar(app) if app.selected else toolbar(Own(name), on_up=app.pop, actions=[_queue_button(app)])
    rows = [_song_row(app, tracks, place) for place in range(len(tracks))]
    body = scroll_list(*rows, key="album") if rows else playing_page.empty("No songs")
    return scaffold(bar=bar, body=body, bottom=playing_page.small(app))


def _playlists(app: RetroMusicApp) -> View:
    playlists = app.music.playlists()
    if not playlists:
        return playing_page.empty("No playlists")
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
        return scaffold(bar=toolbar("", on_up=app.pop), body=playing_page.empty("No songs"))
    paths = [song[3] for song in playlist.songs]
    rows = [
        list_row(
            Own(title),
            duration_text(milliseconds / 1000),
            icon="music",
            on_click=partial(app.play_files, paths, place),
            trailing=icon_button("more", f"More options for {title}", partial(app.show_menu, "song", key)),
        )
        for place, (key, title, milliseconds, _) in enumerate(playlist.songs)
    ]
    more = icon_button("more", "More options", partial(app.show_menu, "playlist", playlist.id))
    facts = text(_facts(playlist), 14, padding=Insets(24, 0, 24, 8), color="on_surface_variant")
    body = column(facts, scroll_list(*rows, key="songs"), height="fill") if rows else playing_page.empty("No songs")
    bar = toolbar(Own(playlist.name), on_up=app.pop, actions=[more])
    return scaffold(bar=bar, body=body, bottom=playing_page.small(app))
