"""`VlcApp`: VLC's tabs, selection, playlists and player."""

from __future__ import annotations

import shutil
from functools import partial
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.shared.questions import answers, question
from device.simulator.apps.shared.storage import delete, duration_text, entries
from device.simulator.apps.vlc import player_page
from device.simulator.apps.vlc.media_library import DATA, MediaLibrary, Medium, Playlist
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    column,
    dialog,
    edit_text,
    icon_button,
    list_row,
    menu,
    scaffold,
    scroll_list,
    tab_bar,
    text,
    toolbar,
)

_TABS = (("Video", "video"), ("Audio", "music"), ("Browse", "folder"), ("Playlists", "menu"))


class VlcApp(App):
    """VLC over the videos and songs in shared storage.

    Attributes:
        tab: Index of the tab in front.
        folder: What the tab for browsing shows; empty for its roots.
        selected: Paths chosen by long press, in that order.
    """

    package = "org.videolan.vlc"
    activity = ".gui.MainActivity"
    activities: ClassVar[dict[str, str]] = {".gui.MainActivity": "main", ".gui.video.VideoPlayerActivity": "player"}
    label = "VLC"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="play", background=(255, 136, 0))
    on_home_screen: ClassVar[bool] = False
    version = "3.5.4"
    shows = ("video/", "audio/mp")
    is_system = False

    tab: int
    folder: str
    selected: list[str]

    def install(self) -> None:
        """Make the database."""
        self.library.create()

    def uninstall_data(self) -> None:
        """Delete database and preferences; the media lie in shared storage and stay."""
        shutil.rmtree(self.phone.files.path(DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show the videos."""
        super().reset()
        self.tab, self.folder, self.selected = 0, "", []

    @property
    def library(self) -> MediaLibrary:
        """Media and playlists."""
        return MediaLibrary(self.phone)

    def opened(self) -> None:
        """Look for new media."""
        self.library.scan()

    def show_file(self, path: str) -> None:
        """Play a video or song."""
        self.push("player", path, since=self.phone.clock.now(), position=0.0)

    def time_key(self, now: float) -> object:
        """Return the second while something plays."""
        return int(now) if self.page.name == "player" else super().time_key(now)

    def back(self) -> bool:
        """Leave the selection, then the page, then the folder."""
        if self.selected:
            self.selected = []
        elif super().back():
            pass
        elif self.tab == 2 and self.folder:
            self.folder = "" if self.folder == PRIMARY else self.folder.rpartition("/")[0]
        else:
            return False
        return True

    def view(self) -> View:
        """Build the tab in front, a playlist or the player."""
        if self.page.name == "player" and self.page.args:
            return player_page.view(self)
        if self.page.name == "playlist":
            return self._playlist(self.page.args[0])
        body = (self._video, self._audio, self._browse, self._playlists)[self.tab]()
        return scaffold(bar=self._bar(), body=body, bottom=tab_bar(_TABS, self.tab, self._select_tab))

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu or a question."""
        match dialog.name:
            case "add":
                return self._add_to_playlist(dialog)
            case "medium":
                path = dialog.args[0]
                items = [("Play", partial(self._play, path)), ("Add to playlist", partial(self._ask_to_add, [path]))]
                return menu([*items, ("Delete", partial(self._ask, "delete_file", path))])
            case "playlist":
                return menu([("Delete", partial(self._ask, "delete_playlist", dialog.args[0]))])
            case "delete_playlist":
                remove = partial(self._delete_playlist, dialog.args[0])
                return question(self, "Delete", "Delete the playlist?", "Delete", remove)
        path = dialog.args[0]
        message = f"{path.rpartition('/')[2]} will be deleted from the device."
        return question(self, "Delete", message, "Delete", partial(delete, self.phone, [path]))

    def _select_tab(self, tab: int) -> None:
        self.tab, self.selected = tab, []
        self.page.scroll.clear()

    def _bar(self) -> View:
        def clear() -> None:
            self.selected = []

        if self.selected:
            add = icon_button("menu", "Add to playlist", partial(self._ask_to_add, list(self.selected)))
            return toolbar(f"{len(self.selected)} selected", on_up=clear, up="Done", actions=[add])
        if self.tab == 2 and self.folder:
            title = "Internal memory" if self.folder == PRIMARY else Own(self.folder.rpartition("/")[2])
            return toolbar(title, on_up=self.back)
        return toolbar("VLC")

    def _media(self, media: list[Medium], icon: str, empty: str) -> View:
        if not media:
            label = text(empty, 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24))
            return column(label, height="fill")
        return scroll_list(
            *(self._row(medium.path, duration_text(medium.seconds), icon) for medium in media), key="media"
        )

    def _video(self) -> View:
        return self._media(self.library.media("video"), "video", "No media files found")

    def _audio(self) -> View:
        return self._media(self.library.media("audio"), "music", "No media files found")

    def _row(self, path: str, facts: str, icon: str) -> View:
        name = path.rpartition("/")[2]
        marked = path in self.selected

        def toggle() -> None:
            if marked:
                self.selected.remove(path)
            else:
                self.selected.append(path)

        more = icon_button("more", f"More actions for {name}", partial(self.open_dialog, "medium", path))
        return list_row(
            Own(name),
            facts,
            icon="check" if marked else icon,
            on_click=toggle if self.selected else partial(self.show_file, path),
            on_long_click=toggle,
            trailing=more,
            selected=marked,
        )

    def _browse(self) -> View:
        if not self.folder:
            return scroll_list(
                list_row("Internal memory", icon="phone_device", on_click=partial(self._enter, PRIMARY)), key="roots"
            )
        rows = []
        for entry in entries(self.phone, self.folder):
            if entry.is_folder:
                rows.append(list_row(Own(entry.name), icon="folder", on_click=partial(self._enter, entry.path)))
            elif entry.media_type.startswith(self.shows):
                rows.append(self._row(entry.path, "", "video" if entry.media_type.startswith("video") else "music"))
        return scroll_list(*rows, key="folder")

    def _enter(self, folder: str) -> None:
        self.folder = folder
        self.page.scroll.clear()

    def _playlists(self) -> View:
        playlists = self.library.playlists()
        if not playlists:
            label = text("No playlists", 18, width="fill", text_align="center", padding=Insets(24, 96, 24, 24))
            return column(label, height="fill")
        return scroll_list(*(self._playlist_row(playlist) for playlist in playlists), key="playlists")

    def _playlist_row(self, playlist: Playlist) -> View:
        more = icon_button(
            "more", f"More actions for {playlist.name}", partial(self.open_dialog, "playlist", playlist.id)
        )
        count = len(playlist.files)
        return list_row(
            Own(playlist.name),
            f"{count} track{'' if count == 1 else 's'}",
            icon="menu",
            on_click=partial(self.push, "playlist", playlist.id),
            trailing=more,
        )

    def _playlist(self, number: int) -> View:
        playlist = next((each for each in self.library.playlists() if each.id == number), None)
        rows = [list_row(Own(name), icon="video") for name in playlist.files] if playlist else []
        return scaffold(
            bar=toolbar(Own(playlist.name if playlist else ""), on_up=self.pop), body=scroll_list(*rows, key="tracks")
        )

    def _play(self, path: str) -> None:
        self.close_dialog()
        self.show_file(path)

    def _ask(self, name: str, about: object) -> None:
        self.close_dialog()
        self.open_dialog(name, about)

    def _delete_playlist(self, number: int) -> None:
        self.library.delete_playlist(number)

    def _ask_to_add(self, paths: list[str]) -> None:
        if self.dialogs:
            self.close_dialog()
        self.open_dialog("add", *paths, text="")

    def _add_to_playlist(self, page: Page) -> View:
        """Return the sheet that takes a new playlist's name, over those that there are."""
        paths = list(page.args)

        def add(number: int) -> None:
            self.close_dialog()
            self.selected = []
            self.library.add_to_playlist(number, paths)
            self.phone.show_toast("Playlist saved")

        def save() -> None:
            name = page.data["text"].strip()
            known = next(
                (each.id for each in self.library.playlists() if each.name.casefold() == name.casefold()), None
            )
            if name:
                add(known if known is not None else self.library.create_playlist(name))

        field = edit_text(
            "playlist_name",
            page.data["text"],
            lambda content: page.data.update(text=content),
            hint="Playlist name",
            resource_id="dialog_playlist_name",
            on_submit=save,
            margin=Insets(24, 8, 24, 8),
        )
        rows = [
            list_row(Own(each.name), icon="menu", on_click=partial(add, each.id)) for each in self.library.playlists()
        ]
        return dialog("Add to playlist", field, *rows, buttons=answers(self, "Save", save))
