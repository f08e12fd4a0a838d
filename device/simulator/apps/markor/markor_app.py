"""`MarkorApp`: Markor's tabs, the note being edited, and what the pages share."""

from __future__ import annotations

import shutil
from typing import ClassVar

from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.markor import files_dialogs, files_page, more_page, note_page
from device.simulator.apps.markor.note_store import NOTEBOOK, NoteStore, SortBy
from device.simulator.apps.preference_file import PreferenceFile
from device.simulator.view import View
from device.simulator.widgets import tab_bar

MARKOR_DATA = "/data/data/net.gsantner.markor"
MARKOR_PREFERENCES = f"{MARKOR_DATA}/shared_prefs/app.xml"

_TABS = (("Files", "folder"), ("To-Do", "check"), ("QuickNote", "note"), ("More", "menu"))
_SORT_KEY = "pref_key__file_browser_sort_by"


class MarkorApp(App):
    """Markor over the files in ``Documents/Markor``; the order of the list is in the preferences.

    Attributes:
        tab: Index of the tab in front, 0 or 3; the others open a note.
        folder: The folder whose files are listed, below the notebook; empty for the notebook itself.
        selected: Paths chosen by long press, in the order they were chosen.
        query: What is searched for; None while nobody searches.
    """

    package = "net.gsantner.markor"
    activity = ".activity.MainActivity"
    activities: ClassVar[dict[str, str]] = {".activity.MainActivity": "main", ".activity.DocumentActivity": "note"}
    label = "Markor"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="note", background=(0, 96, 100))
    version = "2.11.1"
    is_system = False

    tab: int
    folder: str
    selected: list[str]
    query: str | None

    def install(self) -> None:
        """Make the notebook's folder."""
        self.notes.create()

    def uninstall_data(self) -> None:
        """Delete the preferences; the notes lie in shared storage and stay."""
        shutil.rmtree(self.phone.files.path(MARKOR_DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show the notebook."""
        super().reset()
        self.tab, self.folder, self.selected, self.query = 0, "", [], None

    @property
    def notes(self) -> NoteStore:
        """The notebook."""
        return NoteStore(self.phone.files.path(NOTEBOOK))

    @property
    def sort_by(self) -> SortBy:
        """The order of the list that the user chose."""
        chosen = PreferenceFile(self.phone.files.path(MARKOR_PREFERENCES)).read().get(_SORT_KEY)
        return next((order for order in SortBy if order.value == chosen), SortBy.NAME)

    @sort_by.setter
    def sort_by(self, order: SortBy) -> None:
        PreferenceFile(self.phone.files.path(MARKOR_PREFERENCES)).edit({_SORT_KEY: order.value})

    @property
    def seconds(self) -> float:
        """The phone's clock, seconds since the epoch."""
        return self.phone.clock.now()

    def view(self) -> View:
        """Build the note being edited, or the tab in front."""
        if self.page.name == "note":
            return note_page.view(self)
        tabs = tab_bar(_TABS, self.tab, self.select_tab)
        return more_page.view(tabs) if self.tab == 3 else files_page.view(self, tabs)

    def dialog_view(self, dialog: Page) -> View:
        """Build a dialog or menu of the list or of the note."""
        return note_page.dialog_view(self, dialog) if self.page.name == "note" else files_dialogs.view(self, dialog)

    def back(self) -> bool:
        """Save and leave the note; leave the selection, the search, the folder."""
        if self.page.name == "note":
            note_page.save(self)
            self.pop()
            return True
        if self.selected:
            self.selected = []
        elif self.query is not None:
            self.query = None
        elif self.tab:
            self.tab = 0
        elif self.folder:
            self.enter(self.folder.rpartition("/")[0])
        else:
            return False
        return True

    def left(self) -> None:
        """Save the note that is open."""
        if self.page.name == "note":
            note_page.save(self)

    def enter(self, folder: str) -> None:
        """List another folder, from its top."""
        self.folder, self.query, self.selected = folder, None, []
        self.page.scroll.clear()

    def open_note(self, path: str) -> None:
        """Open a note of the notebook in the editor."""
        self.push("note", path, text=self.notes.read(path), saved=self.notes.read(path), mode="edit")

    def select_tab(self, index: int) -> None:
        """Bring a tab to the front; two of them are notes that are always at hand."""
        self.selected, self.query = [], None
        if index in (1, 2):
            self.open_note("todo.txt" if index == 1 else "QuickNote.md")
        else:
            self.tab = index
