"""`RetroMusicApp`: Retro Music's tabs, playlists, queue, and the menus that fill them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Media, Page
from device.simulator.apps.retro_music import music_pages
from device.simulator.apps.retro_music.music_store import DATA, MusicStore, Playlist, Track, m3u
from device.simulator.apps.retro_music.player import Player
from device.simulator.apps.shared.questions import ask_for_name, folder_dialog, name_dialog, question
from device.simulator.apps.shared.storage import free_path, write_dated
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import dialog, list_row, menu

Items = list[tuple[str, Callable[[], object]]]


class RetroMusicApp(App):
    """Retro Music over the MP3 files in shared storage.

    Attributes:
        tab: Index of the tab in front: for you, songs, albums, playlists.
        selected: Paths of the songs chosen by long press, in that order.
        since: Clock second since which a song plays, from where the preferences say; None while nothing does.
    """

    package = "code.name.monkey.retromusic"
    activity = ".activities.MainActivity"
    label = "Retro Music"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="music", background=(233, 30, 99))
    on_home_screen: ClassVar[bool] = False
    version = "6.1.0"
    is_system = False

    tab: int
    selected: list[str]
    since: float | None

    def install(self) -> None:
        """Make the databases."""
        self.music.create()

    def uninstall_data(self) -> None:
        """Delete databases and preferences; the songs lie in shared storage and stay."""
        shutil.rmtree(self.phone.files.path(DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show the first tab."""
        super().reset()
        self.tab, self.selected, self.since = 0, [], None

    def time_key(self, now: float) -> object:
        """Return the second while something plays."""
        return int(now) if self.since is not None else super().time_key(now)

    @property
    def media(self) -> Media | None:
        """What is on, playing or not."""
        playing = self.player.now()
        if playing is None:
            return None
        song = playing.song
        return Media(
            tag="RetroMusicPlayer",
            title=song.title,
            artist=song.artist,
            album=song.album,
            seconds=playing.seconds,
            is_playing=playing.runs,
        )

    @property
    def music(self) -> MusicStore:
        """Songs, playlists and queue."""
        return MusicStore(self.phone)

    @property
    def player(self) -> Player:
        """What plays the queue."""
        return Player(self)

    def tracks(self, paths: Sequence[str]) -> list[Track]:
        """Return the songs of these paths, in this order; those that have gone are left out."""
        known = {track.path: track for track in self.music.tracks()}
        return [known[path] for path in paths if path in known]

    def playlist(self, number: int) -> Playlist | None:
        """Return a playlist, None where it has gone."""
        return next((each for each in self.music.playlists() if each.id == number), None)

    def view(self) -> View:
        """Build the tab in front, or the page over it."""
        return music_pages.view(self)

    def back(self) -> bool:
        """Leave the selection, then the page, then the tab."""
        if self.selected:
            self.selected = []
        elif not super().back():
            if not self.tab:
                return False
            self.tab = 0
        return True

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu or a question; its first argument is what it is about."""
        match dialog.name:
            case "songs":
                return menu(self._song_items(list(dialog.args)))
            case "add":
                return self._add_to_playlist(list(dialog.args))
            case "new":
                create = partial(self._create_playlist, list(dialog.args))
                return name_dialog(self, dialog, "New playlist", create, answer="Create", hint="Playlist name")
            case "queue":
                return menu([("Clear queue", self._clear_queue)])
        return self._playlist_dialog(dialog, dialog.args[0])

    def play(self, tracks: Sequence[Track], place: int) -> None:
        """Make songs the queue, and play one of them, counted from 0."""
        self.music.play(tracks)
        self.player.start(place)

    def play_files(self, paths: Sequence[str], place: int) -> None:
        """Do the same with the songs of these paths; nothing where that song has gone."""
        tracks = self.tracks(paths)
        found = next((index for index, track in enumerate(tracks) if track.path == paths[place]), None)
        if found is not None:
            self.play(tracks, found)

    def show_menu(self, name: str, *about: object) -> None:
        """Open a menu."""
        self.open_dialog(name, *about)

    def _song_items(self, paths: list[str]) -> Items:
        return [
            ("Play next", partial(self._play_next, paths)),
            ("Add to playing queue", partial(self._enqueue, paths)),
            ("Add to playlist", partial(self._replace, "add", *paths)),
        ]

    def _replace(self, name: str, *args: object) -> None:
        self.close_dialog()
        self.open_dialog(name, *args)

    def _enqueue(self, paths: list[str]) -> None:
        self.music.enqueue(self.tracks(paths))
        self._tell_queued(len(paths))

    def _play_next(self, paths: list[str]) -> None:
        """Put songs behind the one that is on."""
        playing = self.player.now()
        queued = [each.path for each in self.music.queue()]
        split = playing.place + 1 if playing is not None else 0
        self.music.play(self.tracks([*queued[:split], *paths, *queued[split:]]))
        self._tell_queued(len(paths))

    def _tell_queued(self, count: int) -> None:
        self.close_dialog()
        self.selected = []
        self.phone.show_toast(f"Added {count} title{'' if count == 1 else 's'} to the playing queue")

    def _add_to_playlist(self, paths: list[str]) -> View:
        rows = [list_row("New playlist...", icon="add", on_click=partial(self._ask_for_playlist, paths))]
        for each in self.music.playlists():
            rows.append(list_row(Own(each.name), icon="menu", on_click=partial(self._add, each.id, paths)))
        return dialog("Add to playlist", *rows)

    def _ask_for_playlist(self, paths: list[str]) -> None:
        self.close_dialog()
        ask_for_name(self, "new", *paths)

    def _add(self, number: int, paths: list[str]) -> None:
        self.close_dialog()
        self.selected = []
        playlist = self.playlist(number)
        if playlist is not None:
            self.music.add_to_playlist(number, self.tracks(paths))
            self.phone.show_toast(f"Inserted {len(paths)} songs into the playlist {playlist.name}")

    def _create_playlist(self, paths: list[str], name: str) -> None:
        if any(each.name == name for each in self.music.playlists()):
            self.phone.show_toast(f"{name} already exists")
            return
        self.music.add_to_playlist(self.music.create_playlist(name), self.tracks(paths))
        self.selected = []
        self.phone.show_toast(f"Created playlist {name}")

    def _clear_queue(self) -> None:
        self.close_dialog()
        self.music.clear_queue()
        self.player.start(0, runs=False)

    def _playlist_dialog(self, dialog: Page, number: int) -> View:
        playlist = self.playlist(number)
        name = playlist.name if playlist else ""
        match dialog.name:
            case "playlist":
                return menu(self._playlist_items(number, name))
            case "rename":
                rename = partial(self.music.rename_playlist, number)
                return name_dialog(self, dialog, "Rename playlist", rename, answer="Rename", hint="Playlist name")
            case "save":
                return folder_dialog(self, dialog, f"Save {name}.m3u in", partial(self._save, number), answer="Save")
            case "song":
                return menu([("Remove from playlist", partial(self._remove, number))])
        message = f"Are you sure you want to delete the playlist {name}?"
        return question(self, "Delete playlist", message, "Delete", partial(self._delete, number))

    def _playlist_items(self, number: int, name: str) -> Items:
        def rename() -> None:
            self.close_dialog()
            ask_for_name(self, "rename", number, name=name)

        def save() -> None:
            self.close_dialog()
            self.open_dialog("save", number, folder=f"{PRIMARY}/Download")

        playlist = self.playlist(number)
        paths = [song[3] for song in playlist.songs] if playlist else []
        return [
            ("Add to playing queue", partial(self._enqueue, paths)),
            ("Rename", rename),
            ("Delete", partial(self._replace, "delete", number)),
            ("Save as file", save),
        ]

    def _save(self, number: int, folder: str) -> None:
        playlist = self.playlist(number)
        if playlist is not None:
            path = free_path(self.phone, f"{folder}/{playlist.name.replace('/', '_')}.m3u")
            write_dated(self.phone, path, m3u(playlist).encode())
            self.phone.show_toast(f"Saved playlist to {path}")

    def _remove(self, song_key: int) -> None:
        self.close_dialog()
        self.music.remove_from_playlist(song_key)

    def _delete(self, number: int) -> None:
        self.music.delete_playlist(number)
        del self.stack[1:]
