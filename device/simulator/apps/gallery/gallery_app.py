"""`GalleryApp`: folders with media, a folder's media, the viewer, and copying, moving, renaming and deleting."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Literal

from device.media_file import video_frames
from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.gallery import edit_page
from device.simulator.apps.gallery.grid import cell, grid
from device.simulator.apps.shared.questions import ask_for_name, folder_dialog, name_dialog, question
from device.simulator.apps.shared.storage import Entry, delete, entries, files_below, size_text, transfer
from device.simulator.files import PRIMARY
from device.simulator.texts import Own
from device.simulator.view import View
from device.simulator.widgets import (
    button,
    column,
    dialog,
    icon_button,
    list_row,
    menu,
    scaffold,
    scroll_list,
    spacer,
    toolbar,
)

_NAMES = {PRIMARY: "Internal"}
_FORBIDDEN = frozenset('/\\:*?"<>|\0\n')
_MOST_ZOOM = 4.0


class GalleryApp(App):
    """Simple Gallery Pro over the images and videos in shared storage.

    Attributes:
        selected: Paths chosen by long press, in that order.
    """

    package = "com.simplemobiletools.gallery.pro"
    activity = ".activities.MainActivity"
    activities: ClassVar[dict[str, str]] = {
        ".activities.MainActivity": "main",
        ".activities.MediaActivity": "folder",
        ".activities.ViewPagerActivity": "viewer",
    }
    label = "Simple Gallery Pro"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="image", background=(255, 111, 0))
    on_home_screen: ClassVar[bool] = False
    version = "6.28.1"
    permissions: ClassVar[Mapping[str, str]] = {"READ_MEDIA_IMAGES": "access photos and videos on this device"}
    shows = ("image/",)
    is_system = False

    selected: list[str]

    def reset(self) -> None:
        """Show the folders."""
        super().reset()
        self.selected = []

    def show_file(self, path: str) -> None:
        """Show a picture."""
        self.push("viewer", path)

    def view(self) -> View:
        """Build the folders, one folder or the viewer."""
        if self.page.name == "folder" and self.page.args:
            return self._folder(str(self.page.args[0]))
        if self.page.name == "viewer" and self.page.args:
            return self._viewer(str(self.page.args[0]))
        if self.page.name == "edit":
            return edit_page.view(self)
        return self._folders()

    def back(self) -> bool:
        """Leave the selection, then the page."""
        if self.selected:
            self.selected = []
            return True
        return super().back()

    def dialog_view(self, dialog: Page) -> View:
        """Build a menu, a choice of folder or a question; its arguments are the paths that it is about."""
        paths = list(dialog.args)
        match dialog.name:
            case "more":
                return self._menu(paths)
            case "copy" | "move":
                return self._destinations("copy" if dialog.name == "copy" else "move", paths)
            case "copy_elsewhere" | "move_elsewhere":
                how: Literal["copy", "move"] = "copy" if dialog.name.startswith("copy") else "move"
                return folder_dialog(self, dialog, "Select folder", partial(self._transfer, how, paths))
            case "rename":
                return name_dialog(
                    self, dialog, "Rename", partial(self._rename, paths[0]), resource_id="rename_item_name"
                )
            case "save":
                return edit_page.name(self, dialog)
            case "properties":
                return self._properties(paths[0])
        named = f'"{paths[0].rpartition("/")[2]}"' if len(paths) == 1 else f"{len(paths)} items"
        message = f"Are you sure you want to delete {named}?"
        return question(self, "", message, "Yes", partial(self._delete, paths), cancel="No")

    def _media(self) -> dict[str, list[Entry]]:
        """Return images and videos by folder, the latest first."""
        found: dict[str, list[Entry]] = {}
        for entry in files_below(self.phone, "image/", "video/"):
            found.setdefault(entry.path.rpartition("/")[0], []).append(entry)
        return {folder: sorted(each, key=lambda e: (-e.changed_at, e.name)) for folder, each in sorted(found.items())}

    def _folders(self) -> View:
        cells = [
            cell(
                _name(folder),
                self._picture(media[0]),
                f"{_name(folder)} ({len(media)})",
                on_click=partial(self.push, "folder", folder),
            )
            for folder, media in self._media().items()
        ]
        return scaffold(
            bar=toolbar("Simple Gallery Pro"), body=grid(cells, "folders", "No media files have been found.")
        )

    def _folder(self, folder: str) -> View:
        cells = []
        for entry in self._media().get(folder, []):
            marked = entry.path in self.selected
            cells.append(
                cell(
                    Own(entry.name),
                    self._picture(entry),
                    Own(entry.name),
                    marked=marked,
                    on_click=partial(self._toggle if self.selected else self.show_file, entry.path),
                    on_long_click=partial(self._toggle, entry.path),
                )
            )
        return scaffold(bar=self._bar(_name(folder)), body=grid(cells, "media", "No media files have been found."))

    def _bar(self, title: str) -> View:
        def clear() -> None:
            self.selected = []

        if not self.selected:
            return toolbar(title, on_up=self.pop)
        actions = [
            icon_button(
                "delete", "Delete", partial(self.open_dialog, "delete", *self.selected), resource_id="cab_delete"
            ),
            icon_button("more", "More options", partial(self.open_dialog, "more", *self.selected)),
        ]
        return toolbar(f"{len(self.selected)} selected", on_up=clear, up="Done", actions=actions)

    def _picture(self, entry: Entry) -> bytes:
        """Return what shows a file: a picture itself, a video's first frame."""
        data = self.phone.files.read(entry.path)
        return data if entry.media_type.startswith("image/") else next(iter(video_frames(data)), b"")

    def _viewer(self, path: str) -> View:
        entry = next((each for each in entries(self.phone, path.rpartition("/")[0]) if each.path == path), None)
        zoom = float(self.page.data.get("zoom", 1.0))
        picture = View(
            kind="leaf",
            cls="android.widget.ImageView",
            picture=self._picture(entry) if entry else b"",
            background="black",
            height=0,
            weight=1,
            resource_id="gestures_view",
            zoom=zoom,
            on_swipe=partial(self._turn, path),
            on_pinch=lambda factor: self._zoom(zoom * factor),
            on_double_tap=lambda: self._zoom(1.0 if zoom > 1 else 2.0),
        )
        remove = icon_button("delete", "Delete", partial(self.open_dialog, "delete", path), resource_id="bottom_delete")
        more = icon_button("more", "More options", partial(self.open_dialog, "more", path))
        edit = icon_button(
            "edit", "Edit", partial(self.push, "edit", path, turns=0, flip=""), resource_id="bottom_edit"
        )
        still = entry is not None and entry.media_type in edit_page.FORMATS
        actions = [*([edit] if still else []), remove, more]
        bar = toolbar(Own(path.rpartition("/")[2]), on_up=self.pop, actions=actions)
        return column(bar, picture, height="fill", background="surface")

    def _turn(self, path: str, direction: str) -> None:
        """Show the next or the previous file of the same folder."""
        paths = [entry.path for entry in self._media().get(path.rpartition("/")[0], [])]
        step = {"left": 1, "right": -1}.get(direction, 0)
        if path in paths and 0 <= paths.index(path) + step < len(paths):
            self.page.args = (paths[paths.index(path) + step],)
            self.page.data.pop("zoom", None)

    def _zoom(self, zoom: float) -> None:
        self.page.data["zoom"] = min(_MOST_ZOOM, max(1.0, zoom))

    def _toggle(self, path: str) -> None:
        if path in self.selected:
            self.selected.remove(path)
        else:
            self.selected.append(path)

    def _menu(self, paths: list[str]) -> View:
        items = [("Copy to", partial(self._replace, "copy", paths)), ("Move to", partial(self._replace, "move", paths))]
        if len(paths) == 1:
            items.append(("Rename", partial(self._ask_for_name, paths)))
            items.append(("Properties", partial(self._replace, "properties", paths)))
        return menu([*items, ("Delete", partial(self._replace, "delete", paths))])

    def _replace(self, name: str, paths: list[str]) -> None:
        self.close_dialog()
        self.open_dialog(name, *paths)

    def _ask_for_name(self, paths: list[str]) -> None:
        self.close_dialog()
        ask_for_name(self, "rename", *paths, name=paths[0].rpartition("/")[2])

    def _destinations(self, how: Literal["copy", "move"], paths: list[str]) -> View:
        """Return the folders that hold media already; any other one is behind a button."""

        def choose(folder: str) -> None:
            self.close_dialog()
            self._transfer(how, paths, folder)

        def elsewhere() -> None:
            self.close_dialog()
            self.open_dialog(f"{how}_elsewhere", *paths, folder=PRIMARY)

        source = paths[0].rpartition("/")[0]
        rows = [
            list_row(_name(folder), Own(folder), icon="folder", on_click=partial(choose, folder))
            for folder in self._media()
            if folder != source
        ]
        buttons = [button("Other folder", elsewhere), spacer(weight=1), button("Cancel", self.close_dialog)]
        return dialog("Select destination", scroll_list(*rows, key="destinations", height="wrap"), buttons=buttons)

    def _transfer(self, how: Literal["copy", "move"], paths: list[str], folder: str) -> None:
        transfer(self.phone, paths, folder, how=how)
        self.selected = []
        if self.page.name == "viewer" and how == "move":
            self.pop()
        self.phone.show_toast("Files copied successfully" if how == "copy" else "Files moved successfully")

    def _rename(self, path: str, name: str) -> None:
        target = self.phone.files.path(f"{path.rpartition('/')[0]}/{name}")
        if _FORBIDDEN & set(name) or target.exists():
            self.phone.show_toast("The name is taken already")
            return
        self.phone.files.path(path).rename(target)
        self.selected = []
        if self.page.name == "viewer":
            self.page.args = (f"{path.rpartition('/')[0]}/{name}",)

    def _delete(self, paths: list[str]) -> None:
        delete(self.phone, paths)
        self.selected = []
        if self.page.name == "viewer":
            self.pop()

    def _properties(self, path: str) -> View:
        size = len(self.phone.files.read(path))
        rows = [list_row(Own(path.rpartition("/")[2]), "Name"), list_row(Own(path.rpartition("/")[0]), "Path")]
        rows.append(list_row(size_text(size), "Size"))
        return dialog("Properties", *rows, buttons=[button("OK", self.close_dialog)])


def _name(folder: str) -> str:
    return _NAMES.get(folder) or Own(folder.rpartition("/")[2])
