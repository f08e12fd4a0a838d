"""Joplin's database of notebooks, notes and to-dos."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from device.simulator.apps.sqlite_file import SqliteFile

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

DATA = "/data/data/net.cozic.joplin"
NOTES_DB = f"{DATA}/databases/joplin.sqlite"

# folders, notes, notes_normalized, tags and note_tags of Joplin's JoplinDatabase.ts, in the state of its migration 45.
_SCHEMA = """
CREATE TABLE folders (
    id TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT "", created_time INT NOT NULL, updated_time INT NOT NULL,
    user_created_time INT NOT NULL DEFAULT 0, user_updated_time INT NOT NULL DEFAULT 0,
    encryption_cipher_text TEXT NOT NULL DEFAULT "", encryption_applied INT NOT NULL DEFAULT 0,
    parent_id TEXT NOT NULL DEFAULT "", is_shared INT NOT NULL DEFAULT 0, share_id TEXT NOT NULL DEFAULT "",
    master_key_id TEXT NOT NULL DEFAULT "", icon TEXT NOT NULL DEFAULT "", user_data TEXT NOT NULL DEFAULT "",
    deleted_time INT NOT NULL DEFAULT 0);
CREATE TABLE notes (
    id TEXT PRIMARY KEY, parent_id TEXT NOT NULL DEFAULT "", title TEXT NOT NULL DEFAULT "",
    body TEXT NOT NULL DEFAULT "", created_time INT NOT NULL, updated_time INT NOT NULL,
    is_conflict INT NOT NULL DEFAULT 0, latitude NUMERIC NOT NULL DEFAULT 0, longitude NUMERIC NOT NULL DEFAULT 0,
    altitude NUMERIC NOT NULL DEFAULT 0, author TEXT NOT NULL DEFAULT "", source_url TEXT NOT NULL DEFAULT "",
    is_todo INT NOT NULL DEFAULT 0, todo_due INT NOT NULL DEFAULT 0, todo_completed INT NOT NULL DEFAULT 0,
    source TEXT NOT NULL DEFAULT "", source_application TEXT NOT NULL DEFAULT "",
    application_data TEXT NOT NULL DEFAULT "", `order` NUMERIC NOT NULL DEFAULT 0,
    user_created_time INT NOT NULL DEFAULT 0, user_updated_time INT NOT NULL DEFAULT 0,
    encryption_cipher_text TEXT NOT NULL DEFAULT "", encryption_applied INT NOT NULL DEFAULT 0,
    markup_language INT NOT NULL DEFAULT 1, is_shared INT NOT NULL DEFAULT 0, share_id TEXT NOT NULL DEFAULT "",
    conflict_original_id TEXT NOT NULL DEFAULT "", master_key_id TEXT NOT NULL DEFAULT "",
    user_data TEXT NOT NULL DEFAULT "", deleted_time INT NOT NULL DEFAULT 0);
CREATE TABLE notes_normalized (
    id TEXT NOT NULL, title TEXT NOT NULL DEFAULT "", body TEXT NOT NULL DEFAULT "",
    user_created_time INT NOT NULL DEFAULT 0, user_updated_time INT NOT NULL DEFAULT 0, is_todo INT NOT NULL DEFAULT 0,
    todo_completed INT NOT NULL DEFAULT 0, parent_id TEXT NOT NULL DEFAULT "", latitude NUMERIC NOT NULL DEFAULT 0,
    longitude NUMERIC NOT NULL DEFAULT 0, altitude NUMERIC NOT NULL DEFAULT 0, source_url TEXT NOT NULL DEFAULT "",
    todo_due INT NOT NULL DEFAULT 0);
CREATE TABLE tags (
    id TEXT PRIMARY KEY, title TEXT NOT NULL DEFAULT "", created_time INT NOT NULL, updated_time INT NOT NULL);
CREATE TABLE note_tags (
    id TEXT PRIMARY KEY, note_id TEXT NOT NULL, tag_id TEXT NOT NULL, created_time INT NOT NULL,
    updated_time INT NOT NULL);
CREATE TABLE version (version INT NOT NULL, table_fields_version INT NOT NULL DEFAULT 0);
INSERT INTO version VALUES (45, 45);
"""


@dataclass(frozen=True, kw_only=True)
class Notebook:
    """A notebook and how many notes and to-dos it holds."""

    id: str
    title: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note or to-do.

    Attributes:
        id: 32 hexadecimal digits; empty for one that is not saved yet.
        notebook: Id of its notebook.
        title, body: Its text, the body in Markdown.
        is_todo: Whether it is a to-do.
        is_completed: Whether that is ticked.
    """

    id: str = ""
    notebook: str = ""
    title: str = ""
    body: str = ""
    is_todo: bool = False
    is_completed: bool = False


class NotebookStore:
    """Reads and changes notebooks and notes; every call looks at the file."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Look at `phone`'s database."""
        self._phone = phone
        self._file = SqliteFile(path=phone.files.path(NOTES_DB), schema=_SCHEMA)

    def create(self) -> None:
        """Make the file, without notebooks, where there is none yet."""
        self._file.create()

    def notebooks(self) -> list[Notebook]:
        """Return the notebooks by title."""
        rows = self._file.rows(
            "SELECT f.id, f.title, COUNT(n.id) FROM folders f LEFT JOIN notes n ON n.parent_id = f.id"
            " AND n.deleted_time = 0 WHERE f.deleted_time = 0 GROUP BY f.id ORDER BY f.title COLLATE NOCASE, f.id"
        )
        return [Notebook(id=str(number), title=str(title), count=int(str(count))) for number, title, count in rows]

    def notes(self, notebook: str = "") -> list[Note]:
        """Return the notes of a notebook, or all: to-dos that are not ticked first, then the latest."""
        rows = self._file.rows(
            "SELECT id, parent_id, title, body, is_todo, todo_completed FROM notes WHERE deleted_time = 0"
            " ORDER BY is_todo AND NOT todo_completed DESC, user_updated_time DESC, updated_time DESC, title, id"
        )
        found = [
            Note(
                id=str(number),
                notebook=str(parent),
                title=str(title),
                body=str(body),
                is_todo=bool(is_todo),
                is_completed=bool(completed),
            )
            for number, parent, title, body, is_todo, completed in rows
        ]
        return [note for note in found if not notebook or note.notebook == notebook]

    def get(self, number: str) -> Note | None:
        """Return one note, None where it has gone."""
        return next((note for note in self.notes() if note.id == number), None)

    def create_notebook(self, title: str) -> None:
        """Make a notebook."""
        now = self._now()
        with self._file.transaction() as connection:
            connection.execute(
                "INSERT INTO folders (id, title, created_time, updated_time, user_created_time, user_updated_time)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (self._id(title), title, now, now, now, now),
            )

    def save(self, note: Note) -> str:
        """Write a note, a new one where its id is empty; return its id."""
        now, number = self._now(), note.id or self._id(note.title)
        completed = now if note.is_completed else 0
        with self._file.transaction() as connection:
            if not note.id:
                connection.execute(
                    "INSERT INTO notes (id, parent_id, created_time, updated_time, user_created_time, source,"
                    " source_application) VALUES (?, ?, ?, ?, ?, 'joplin', 'net.cozic.joplin-mobile')",
                    (number, note.notebook, now, now, now),
                )
            connection.execute(
                "UPDATE notes SET title = ?, body = ?, is_todo = ?, todo_completed = ?, updated_time = ?,"
                " user_updated_time = ? WHERE id = ?",
                (note.title, note.body, int(note.is_todo), completed, now, now, number),
            )
            connection.execute("DELETE FROM notes_normalized WHERE id = ?", (number,))
            connection.execute(
                "INSERT INTO notes_normalized SELECT id, lower(title), lower(body), user_created_time,"
                " user_updated_time, is_todo, todo_completed, parent_id, latitude, longitude, altitude, source_url,"
                " todo_due FROM notes WHERE id = ?",
                (number,),
            )
        return number

    def delete(self, number: str) -> None:
        """Put a note into the trash, as Joplin 3 does."""
        with self._file.transaction() as connection:
            connection.execute("UPDATE notes SET deleted_time = ? WHERE id = ?", (self._now(), number))
            connection.execute("DELETE FROM notes_normalized WHERE id = ?", (number,))

    def _now(self) -> int:
        return int(self._phone.clock.now() * 1000)

    def _id(self, title: str) -> str:
        """Return a new id; the same phone at the same moment draws the same one."""
        count = len(self.notes()) + len(self.notebooks())
        return f"{Random(f'{self._phone.seed} {self._now()} {count} {title}').getrandbits(128):032x}"
