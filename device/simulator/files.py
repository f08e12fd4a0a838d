"""`FileSystem`: the simulated phone's files, real ones in a private temporary folder."""

from __future__ import annotations

import contextlib
import os
import posixpath
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PRIMARY = "/storage/emulated/0"
"""Where shared storage is; the other names of it lead there."""

ALIASES = (
    ("/sdcard", PRIMARY),
    ("/mnt/sdcard", PRIMARY),
    ("/storage/self/primary", PRIMARY),
    ("/data/media/0", PRIMARY),
    ("/data/user/0", "/data/data"),
)

MOUNTS = (PRIMARY, "/data/local/tmp", "/data/data", "/data/user_de/0", "/system/bin")
"""Folders that a phone always has."""

FOLDERS = (
    *(
        f"{PRIMARY}/{name}"
        for name in (
            "Alarms",
            "Android/data",
            "DCIM",
            "Documents",
            "Download",
            "Movies",
            "Music",
            "Notifications",
            "Pictures",
            "Podcasts",
            "Ringtones",
        )
    ),
    *MOUNTS,
)


@dataclass(frozen=True, kw_only=True)
class SavedFile:
    """A file's content and the stamp that says whether it still is that content."""

    stamp: tuple[int, int]
    mode: int
    data: bytes


@dataclass(frozen=True, kw_only=True)
class FilesSnapshot:
    """All folders and files at one moment, by path below the root; files that did not change share their bytes."""

    folders: frozenset[str]
    files: dict[str, SavedFile]


def date_file(path: Path, now: float) -> None:
    """Date a file on the host, in seconds since the epoch, in whole milliseconds: snapshots use the digits below."""
    stamp = int(now * 1000) * 1_000_000
    os.utime(path, ns=(stamp, stamp))


class FileSystem:
    """Maps the phone's absolute paths to files of the host.

    Attributes:
        root: The folder on the host.
        made_at: When that was made, by the host's clock, in seconds since the epoch.
    """

    def __init__(self) -> None:
        """Make the folders a new phone has."""
        self.made_at = time.time()
        self.root = Path(tempfile.mkdtemp(prefix="handroid-phone-"))
        self._saved: dict[str, SavedFile] = {}
        self._stamps = 0
        for folder in FOLDERS:
            self.path(folder).mkdir(parents=True, exist_ok=True)

    def resolve(self, path: str) -> str:
        """Return the canonical absolute path on the phone: aliases followed, ``.`` and ``..`` taken out.

        As for any C program, a path ends at its first NUL.
        """
        path = posixpath.normpath("/" + path.partition("\0")[0].lstrip("/"))
        for alias, target in ALIASES:
            if path == alias or path.startswith(alias + "/"):
                return target + path[len(alias) :]
        return path

    def path(self, path: str) -> Path:
        """Return the host's path of a path on the phone; it need not exist, and never leads out of the root."""
        return self.root / self.resolve(path).lstrip("/")

    def is_fixed(self, path: str) -> bool:
        """Say whether a path is a mount point or a folder above one, which nobody removes or moves."""
        prefix = self.resolve(path).rstrip("/")
        return any(f"{folder}/".startswith(f"{prefix}/") for folder in MOUNTS)

    def read(self, path: str) -> bytes:
        """Return a file's content.

        Raises:
            OSError: There is no such file.
        """
        return self.path(path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        """Write a file, with its parent folders; tell the phone with `SimulatedPhone.changed`."""
        target = self.path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def date(self, path: str, now: float) -> None:
        """Date a file by the phone's clock, in seconds since the epoch, where the host's clock has dated it."""
        date_file(self.path(path), now)

    @contextlib.contextmanager
    def sqlite(self, path: str) -> Iterator[sqlite3.Connection]:
        """Open a database for one transaction; committed and closed at the end, so that snapshots see whole files.

        Raises:
            sqlite3.Error: The file is no database, or a statement failed; the transaction is rolled back.
        """
        target = self.path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(target)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def snapshot(self) -> FilesSnapshot:
        """Return all files as they are now; the cost is a look at each file's stamp, and reading what changed."""
        folders, found = self._scan()
        files: dict[str, SavedFile] = {}
        for name, status in found.items():
            known = self._saved.get(name)
            stamp = (status.st_mtime_ns, status.st_size)
            if known is None or known.stamp != stamp or known.mode != status.st_mode:
                data = (self.root / name).read_bytes()
                known = SavedFile(stamp=self._mark(name, status, len(data)), mode=status.st_mode, data=data)
            files[name] = known
        self._saved = dict(files)
        return FilesSnapshot(folders=frozenset(folders), files=files)

    def restore(self, snapshot: FilesSnapshot) -> None:
        """Make the files what they were; only those that changed are written."""
        folders, found = self._scan()
        for name in found.keys() - snapshot.files.keys():
            (self.root / name).unlink(missing_ok=True)  # a push that was given up takes its own part away
        for name in sorted(folders - snapshot.folders, reverse=True):
            shutil.rmtree(self.root / name)
        for name in sorted(snapshot.folders - folders):
            (self.root / name).mkdir(parents=True, exist_ok=True)
        for name, saved in snapshot.files.items():
            status = found.get(name)
            if status is not None and (status.st_mtime_ns, status.st_size) == saved.stamp:
                continue
            target = self.root / name
            target.write_bytes(saved.data)
            target.chmod(saved.mode & 0o7777)
            os.utime(target, ns=(saved.stamp[0], saved.stamp[0]))
        self._saved = dict(snapshot.files)

    def close(self) -> None:
        """Delete everything."""
        shutil.rmtree(self.root, ignore_errors=True)

    def _scan(self) -> tuple[set[str], dict[str, os.stat_result]]:
        folders: set[str] = set()
        files: dict[str, os.stat_result] = {}
        pending = [""]
        while pending:
            name = pending.pop()
            with os.scandir(self.root / name) as entries:
                for entry in entries:
                    path = f"{name}/{entry.name}" if name else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        folders.add(path)
                        pending.append(path)
                    elif entry.is_file(follow_symlinks=False):
                        files[path] = entry.stat()
        return folders, files

    def _mark(self, name: str, status: os.stat_result, size: int) -> tuple[int, int]:
        """Give a file a modification time of its own, less than a millisecond off.

        File systems stamp with a clock that ticks every few milliseconds: two contents written within one tick would
        look the same. A stamp with unique digits below the millisecond can't come from that clock.
        """
        self._stamps += 1
        stamp = status.st_mtime_ns // 1_000_000 * 1_000_000 + self._stamps % 999_999 + 1
        os.utime(self.root / name, ns=(stamp, stamp))
        return stamp, size
