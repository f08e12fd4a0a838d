"""`FilesApp`: the file manager: folders, a selection, and where to move or copy it."""

from __future__ import annotations

from typing import ClassVar, Literal

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.files import files_dialogs, files_page
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.apps.shared.opening import open_with, openers
from device.simulator.apps.shared.storage import Entry, transfer
from device.simulator.files import PRIMARY
from device.simulator.view import View

_PREFERENCES = "/data/data/com.google.android.documentsui/shared_prefs/preferred.xml"

Order = Literal["name", "modified", "size"]


class FilesApp(App):
    """DocumentsUI: each folder is a page of its own, so Back goes up.

    Attributes:
        selected: Paths chosen by long press, in the order they were chosen.
        order: What lists are ordered by.
        in_grid: Whether folders are shown as tiles.
        pending: Paths on their way to the folder that is being chosen; empty while none is.
        manner: Whether those are moved or copied.
    """

    package = "com.google.android.documentsui"
    activity = "com.android.documentsui.files.FilesActivity"
    label = "Files"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="folder", background=(66, 133, 244))
    on_home_screen: ClassVar[bool] = False

    selected: list[str]
    order: Order
    in_grid: bool
    pending: list[str]
    manner: Literal["move", "copy"]

    def reset(self) -> None:
        """Show Downloads, as DocumentsUI does."""
        super().reset()
        self.stack = [Page(name="folder", args=(f"{PRIMARY}/Download",))]
        self.selected, self.order, self.pending, self.manner = [], "name", [], "move"
        self.in_grid = False

    @property
    def folder(self) -> str:
        """Path of the folder in front, or `RECENT`."""
        return str(self.page.args[0])

    @property
    def preferences(self) -> PreferenceFile:
        """Which app was chosen for good, by MIME type."""
        return PreferenceFile(self.phone.files.path(_PREFERENCES))

    def view(self) -> View:
        """Build the list of the folder in front."""
        return files_page.view(self)

    def dialog_view(self, dialog: Page) -> View:
        """Build the drawer, a menu or a question."""
        return files_dialogs.view(self, dialog)

    def back(self) -> bool:
        """Leave the search, the selection, the folder, then the choice of a folder."""
        if self.page.name == "search":
            self.pop()
        elif self.selected:
            self.selected = []
        elif not super().back():
            if not self.pending:
                return False
            self.pending = []
        return True

    def enter(self, folder: str) -> None:
        """Show a folder over the current one."""
        self.selected = []
        self.push("folder", folder)

    def go_to(self, folder: str) -> None:
        """Show a root; what was open is left."""
        self.selected = []
        self.stack = [Page(name="folder", args=(folder,))]

    def open(self, entry: Entry) -> None:
        """Open a folder here, or a file with an app that can show it."""
        if entry.is_folder:
            self.enter(entry.path)
        elif not self.pending:
            self._open_file(entry)

    def _open_file(self, entry: Entry) -> None:
        """Open a file; a page asks first, as long as nobody said that it always goes to the same app."""
        found = openers(self.phone, entry.media_type)
        if not found:
            self.phone.show_toast("No app can perform this action.")
        elif entry.media_type == "text/html" and self.preferences.read().get(entry.media_type) != found[0].package:
            self.open_dialog("open_with", entry.path, entry.media_type)
        else:
            open_with(self.phone, found[0], entry.path)

    def toggle(self, path: str) -> None:
        """Select a file or folder, or take it off the selection."""
        if path in self.selected:
            self.selected.remove(path)
        else:
            self.selected.append(path)

    def ask_where(self, manner: Literal["move", "copy"]) -> None:
        """Let the user choose where the selection goes."""
        self.manner, self.pending, self.selected = manner, self.selected, []
        self.go_to(PRIMARY)

    def put_here(self) -> None:
        """Move or copy what is on its way into the folder in front."""
        count, word = len(self.pending), "Moved" if self.manner == "move" else "Copied"
        transfer(self.phone, self.pending, self.folder, how=self.manner)
        self.pending = []
        self.phone.show_toast(f"{word} {count} {'item' if count == 1 else 'items'}")
