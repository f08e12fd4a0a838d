"""`JoplinApp`: the list of a notebook, the sidebar of notebooks, the search, a note and its editor."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from typing import ClassVar

from device.simulator import overlays
from device.simulator.app import App, AppIcon, Page
from device.simulator.apps.joplin.notebook_store import DATA, Note, NotebookStore
from device.simulator.apps.shared.questions import ask_for_name, name_dialog, question
from device.simulator.texts import Own
from device.simulator.view import Insets, View
from device.simulator.widgets import (
    checkbox,
    column,
    dialog,
    divider,
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

_ALL = "All notes"


class JoplinApp(App):
    """Joplin over its database.

    Attributes:
        notebook: Id of the notebook whose notes are listed; empty for all.
    """

    package = "net.cozic.joplin"
    activity = ".MainActivity"
    label = "Joplin"
    icon: ClassVar[AppIcon | None] = AppIcon(glyph="note", background=(17, 97, 184))
    on_home_screen: ClassVar[bool] = False
    version = "2.12.3"
    is_system = False

    notebook: str

    def install(self) -> None:
        """Make the database."""
        self.notes.create()

    def uninstall_data(self) -> None:
        """Delete database and preferences."""
        shutil.rmtree(self.phone.files.path(DATA), ignore_errors=True)

    def reset(self) -> None:
        """Show all notes."""
        super().reset()
        self.notebook = ""

    @property
    def notes(self) -> NotebookStore:
        """Notebooks and notes."""
        return NotebookStore(self.phone)

    def view(self) -> View:
        """Build the list, the search, a note or its editor."""
        match self.page.name:
            case "search":
                return self._search()
            case "edit":
                return self._editor()
            case "note":
                note = self.notes.get(self.page.args[0])
                if note is not None:
                    return self._note(note)
        return self._list()

    def back(self) -> bool:
        """Save the note that is being edited and leave it."""
        if self.page.name == "edit":
            self._save()
        return super().back()

    def left(self) -> None:
        """Save the note that is being edited."""
        if self.page.name == "edit":
            self._save()

    def dialog_view(self, dialog: Page) -> View:
        """Build the sidebar, a menu or a question."""
        match dialog.name:
            case "sidebar":
                return self._sidebar()
            case "new":
                kinds = ((0, "New note"), (1, "New to-do"))
                return menu([(words, partial(self._new, kind)) for kind, words in kinds])
            case "notebook":
                return name_dialog(self, dialog, "New notebook", self.notes.create_notebook, hint="Notebook title")
            case "note":
                ask = partial(self._ask_to_delete, *dialog.args)
                return menu([("Share", partial(self._share, *dialog.args)), ("Delete", ask)])
        return question(self, "", "Move note to the trash?", "OK", partial(self._delete, *dialog.args))

    def _list(self) -> View:
        titles = {notebook.id: notebook.title for notebook in self.notes.notebooks()}
        shown = self.notes.notes(self.notebook)
        rows = [self._row(note) for note in shown]
        words = text("There are currently no notes.", 16, padding=Insets(24, 64, 24, 24), width="fill")
        bar = toolbar(
            Own(titles[self.notebook]) if self.notebook in titles else _ALL,
            actions=[
                icon_button("search", "Search", self._open_search),
            ],
        )
        bar.children.insert(0, icon_button("menu", "Sidebar", partial(self.open_dialog, "sidebar")))
        new = fab("add", "Add new", partial(self.open_dialog, "new"))
        body = scroll_list(*rows, key=f"notes {self.notebook}") if rows else column(words, height="fill")
        return scaffold(bar=bar, body=body, over=[new])

    def _row(self, note: Note) -> View:
        """Return a note's line in a list; a to-do has a box to tick."""
        title = text(Own(note.title) if note.title else "Untitled", 18, width="fill", weight=1, max_lines=2)
        parts = [title]
        if note.is_todo:
            tick = replace(note, is_completed=not note.is_completed)
            box = checkbox(note.is_completed, desc=f"to-do: {note.title}", on_click=partial(self.notes.save, tick))
            parts.insert(0, box)
        line = row(
            *parts,
            height=64,
            padding=Insets(8 if note.is_todo else 24, 0, 24, 0),
            on_click=partial(self.push, "note", note.id),
        )
        return column(line, divider(), in_tree=False)

    def _sidebar(self) -> View:
        def choose(notebook: str) -> None:
            self.close_dialog()
            self.notebook = notebook
            self.page.scroll.clear()

        def create() -> None:
            self.close_dialog()
            ask_for_name(self, "notebook")

        rows = [list_row(_ALL, icon="note", on_click=partial(choose, ""))]
        for each in self.notes.notebooks():
            rows.append(list_row(Own(each.title), str(each.count), icon="folder", on_click=partial(choose, each.id)))
        rows.append(list_row("New notebook", icon="add", on_click=create))
        return dialog("Notebooks", scroll_list(*rows, key="notebooks", height=520))

    def _open_search(self) -> None:
        self.push("search", text="")
        self.phone.editor.focus("query")

    def _search(self) -> View:
        query = self.page.data["text"].casefold().split()
        found = [
            note
            for note in self.notes.notes()
            if query and all(word in f"{note.title} {note.body}".casefold() for word in query)
        ]
        field = edit_text(
            "query",
            self.page.data["text"],
            lambda content: self.page.data.update(text=content),
            hint="Search",
            ime_action="search",
            width="fill",
            weight=1,
        )
        bar = row(icon_button("back", "Back", self.pop), field, height=64, padding=Insets(4, 0, 8, 0))
        return scaffold(bar=bar, body=scroll_list(*(self._row(note) for note in found), key="found"))

    def _note(self, note: Note) -> View:
        lines = [
            text(Own(line.lstrip("# ")), 22 if line.startswith("#") else 16, width="fill", bold=line.startswith("#"))
            for line in note.body.splitlines()
            if line.strip()
        ]
        title = text(Own(note.title), 22, width="fill", weight=1)
        head = [title]
        if note.is_todo:
            tick = replace(note, is_completed=not note.is_completed)
            head.insert(
                0, checkbox(note.is_completed, desc=f"to-do: {note.title}", on_click=partial(self.notes.save, tick))
            )
        body = scroll_list(row(*head), *lines, key="body", gap=12, padding=Insets(24, 8, 24, 96), resource_id="content")
        more = icon_button("more", "Actions", partial(self.open_dialog, "note", note.id))
        edit = fab("edit", "Edit", partial(self._edit, note))
        return scaffold(bar=toolbar("", on_up=self.pop, up="Back", actions=[more]), body=body, over=[edit])

    def _edit(self, note: Note) -> None:
        self.push("edit", note.id, note.notebook, note.is_todo, note.is_completed)
        self.page.data.update(title=note.title, body=note.body)

    def _new(self, is_todo: int) -> None:
        self.close_dialog()
        notebooks = self.notes.notebooks()
        if not notebooks:
            self.phone.show_toast("Please create a notebook first")
            return
        self._edit(Note(notebook=self.notebook or notebooks[0].id, is_todo=bool(is_todo)))
        self.phone.editor.focus("title")

    def _editor(self) -> View:
        data = self.page.data

        def change(name: str, content: str) -> None:
            data[name] = content

        title = edit_text("title", data["title"], partial(change, "title"), hint="Title")
        body = edit_text(
            "body",
            data["body"],
            partial(change, "body"),
            hint="Add body",
            ime_action="newline",
            height="fill",
            weight=1,
            padding=Insets(16, 16, 16, 16),
        )
        save = icon_button("check", "Save changes", self.back)
        fields = column(title, body, height="fill", gap=8, padding=Insets(16, 8, 16, 16), in_tree=False)
        return scaffold(bar=toolbar("", on_up=self.back, up="Back", actions=[save]), body=fields)

    def _save(self) -> None:
        """Write what is in the editor where it differs from the note; a new note without any text is dropped."""
        number, notebook, is_todo, is_completed = self.page.args
        data = self.page.data
        note = Note(
            id=number,
            notebook=notebook,
            title=data["title"] or data["body"].partition("\n")[0],
            body=data["body"],
            is_todo=is_todo,
            is_completed=is_completed,
        )
        if note != self.notes.get(number) and (note.id or note.title):
            saved = self.notes.save(note)
            self.page.args = (saved, notebook, is_todo, is_completed)

    def _share(self, number: str) -> None:
        self.close_dialog()
        note = self.notes.get(number)
        if note is not None:
            overlays.share(self.phone, f"{note.title}\n\n{note.body}")

    def _ask_to_delete(self, number: str) -> None:
        self.close_dialog()
        self.open_dialog("delete", number)

    def _delete(self, number: str) -> None:
        self.notes.delete(number)
        del self.stack[1:]
