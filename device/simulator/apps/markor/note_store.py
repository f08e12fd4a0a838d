"""Markor's notebook: plain files and folders below `Documents/Markor`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Literal

from device.simulator.files import date_file

NOTEBOOK = "/storage/emulated/0/Documents/Markor"

FORBIDDEN = frozenset('/\\:*?"<>|\0\n')
"""Characters Markor takes out of names."""


class SortBy(Enum):
    """What the file list is ordered by, after folders and files are parted."""

    NAME = "Name"
    DATE = "Date"
    SIZE = "Size"


@dataclass(frozen=True, kw_only=True)
class Note:
    """A file or folder of the notebook.

    Attributes:
        path: Below the notebook, for example ``Work/plan.md``.
        is_folder: Whether it is a folder.
        size: Bytes; for a folder, how many files and folders it holds.
        changed_at: Seconds since the epoch; 0 for a folder, whose date on the host says nothing about the phone.
    """

    path: str
    is_folder: bool
    size: int
    changed_at: float

    @property
    def name(self) -> str:
        """The last part of the path."""
        return PurePosixPath(self.path).name


class NoteStore:
    """Reads and changes the notebook; every call looks at the files."""

    def __init__(self, root: Path) -> None:
        """Bind the store to the notebook's folder on the host."""
        self._root = root

    def create(self) -> None:
        """Make the notebook's folder where there is none yet."""
        self._root.mkdir(parents=True, exist_ok=True)

    def entries(self, folder: str, *, sort_by: SortBy = SortBy.NAME) -> list[Note]:
        """Return what is in a folder: folders by name, then files, newest or biggest first where so sorted."""
        path = self._root / folder
        if not path.is_dir():
            return []
        notes = [_note(self._root, entry) for entry in path.iterdir() if not entry.name.startswith(".")]
        return sorted(notes, key=lambda note: _order(note, sort_by))

    def folders(self) -> list[str]:
        """Return all folders, the notebook itself (``""``) first."""
        return ["", *(note.path for note in self._walk("") if note.is_folder)]

    def find(self, query: str) -> list[Note]:
        """Return the notes and folders at any depth whose name contains ``query``, case aside."""
        return [note for note in self._walk("") if query.casefold() in note.name.casefold()]

    def exists(self, path: str) -> bool:
        """Say whether there is a file or folder of that path."""
        return (self._root / path).exists()

    def is_folder(self, path: str) -> bool:
        """Say whether there is a folder of that path."""
        return (self._root / path).is_dir()

    def read(self, path: str) -> str:
        """Return a note's text; bytes that are no UTF-8 become replacement characters, a missing note is empty."""
        target = self._root / path
        return target.read_bytes().decode("utf-8", errors="replace") if target.is_file() else ""

    def write(self, path: str, text: str, *, now: float) -> None:
        """Write a note's text, dated ``now`` (seconds since the epoch)."""
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))
        date_file(target, now)

    def make_folder(self, path: str) -> None:
        """Make a folder with the folders above it."""
        (self._root / path).mkdir(parents=True, exist_ok=True)

    def rename(self, path: str, name: str) -> bool:
        """Give a note or folder another name; False where that is taken or the note has gone."""
        source = self._root / path
        target = source.with_name(name)
        if target.exists() or not source.exists():
            return False
        source.rename(target)
        return True

    def delete(self, paths: Sequence[str]) -> None:
        """Remove notes and folders with all they hold."""
        for path in paths:
            target = self._root / path
            if target.is_dir():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)

    def move(self, paths: Sequence[str], folder: str) -> list[str]:
        """Move notes and folders into a folder; returns those that stayed, their name being taken there."""
        return [path for path in paths if not self._transfer(path, folder, keep="nothing")]

    def copy(self, paths: Sequence[str], folder: str) -> list[str]:
        """Copy notes and folders into a folder; returns those that were not, their name being taken there."""
        return [path for path in paths if not self._transfer(path, folder, keep="original")]

    def _transfer(self, path: str, folder: str, *, keep: Literal["nothing", "original"]) -> bool:
        source = self._root / path
        target = self._root / folder / source.name
        if target.exists() or not source.exists() or target.is_relative_to(source):
            return False
        if keep == "nothing":
            shutil.move(source, target)
        elif source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
        return True

    def _walk(self, folder: str) -> list[Note]:
        found: list[Note] = []
        for note in self.entries(folder):
            found.append(note)
            if note.is_folder:
                found.extend(self._walk(note.path))
        return found


def read_notes(root: Path) -> dict[str, str]:
    """Return the text of every file below a notebook's folder, by path below it."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8", errors="replace")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def clean_name(name: str) -> str:
    """Return a name without what a file system forbids, as Markor's dialogs make it."""
    cleaned = "".join("_" if character in FORBIDDEN else character for character in name.strip())
    return cleaned if cleaned.strip(".") else ""


def _note(root: Path, path: Path) -> Note:
    name = path.relative_to(root).as_posix()
    if path.is_dir():
        count = sum(1 for child in path.iterdir() if not child.name.startswith("."))
        return Note(path=name, is_folder=True, size=count, changed_at=0.0)
    status = path.stat()
    return Note(path=name, is_folder=False, size=status.st_size, changed_at=status.st_mtime)


def _order(note: Note, sort_by: SortBy) -> tuple[bool, float, str]:
    rank = {SortBy.NAME: 0.0, SortBy.DATE: -note.changed_at, SortBy.SIZE: -float(note.size)}[sort_by]
    if note.is_folder:
        rank = 0.0
    return not note.is_folder, rank, note.name.casefold()
