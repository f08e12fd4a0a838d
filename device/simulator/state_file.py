"""A phone's snapshot as a file: a ZIP archive with ``phone.json`` and the phone's files below ``files/``.

Nothing in it is code, and no name in it leads out of the phone's own tree: a file from anywhere is loaded or refused.
"""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from device.simulator.errors import StateFileError
from device.simulator.files import FilesSnapshot, SavedFile
from device.simulator.plain import PlainError, from_json, to_json
from device.simulator.settings_store import Namespace
from device.simulator.snapshot import Snapshot
from device.simulator.state import PhoneState

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

FORMAT = 1
"""Version of the format; another one is refused."""
HEAD, BELOW = "phone.json", "files/"
MOST_BYTES = 1 << 30
"""What a phone may hold; a smaller archive can claim to hold more than a disk."""
MOST_FILES = 100_000
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)


class _Saved(msgspec.Struct, kw_only=True):
    """The entry of one file: permission bits and modification time in nanoseconds."""

    mode: int
    modified: int


class _Head(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What ``phone.json`` holds."""

    format: int
    seed: int
    now: float
    state: PhoneState
    apps: dict[str, Any]
    settings: dict[Namespace, dict[str, str]]
    folders: list[str]
    files: dict[str, _Saved]


def save_state(phone: SimulatedPhone, path: Path) -> None:
    """Write what the phone is now; a file that is there is replaced whole or not at all.

    Raises:
        OSError: The file can't be written.
    """
    snapshot = phone.snapshot()
    head = _Head(
        format=FORMAT,
        seed=phone.seed,
        now=snapshot.now,
        state=snapshot.state,
        apps={package: to_json(saved) for package, saved in snapshot.apps.items()},
        settings=snapshot.settings,
        folders=sorted(snapshot.files.folders),
        files={
            name: _Saved(mode=stat.S_IMODE(file.mode), modified=file.stamp[0])
            for name, file in snapshot.files.files.items()
        },
    )
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent or Path())
    try:
        with (
            os.fdopen(handle, "wb") as target,
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        ):
            archive.writestr(zipfile.ZipInfo(HEAD, _FIRST_DATE), msgspec.json.encode(head, order="sorted"))
            for name, file in sorted(snapshot.files.files.items()):
                archive.writestr(zipfile.ZipInfo(BELOW + name, _FIRST_DATE), file.data)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def load_state(phone: SimulatedPhone, path: Path) -> None:
    """Make the phone what it was when the file was saved; it needs the same apps, not the same display.

    Raises:
        StateFileError: The file holds no phone, or one with other apps; the phone is as it was.
        OSError: The file can't be read.
    """
    snapshot = read_state(path)
    with phone.lock:
        before = phone.snapshot()
        missing = sorted((snapshot.apps.keys() | set(snapshot.state.tasks)) - phone.known_packages)
        if missing:
            raise StateFileError(f"{path}: the saved phone has an app that this one lacks: {missing[0]}")
        try:
            phone.restore(snapshot)
            phone.hierarchy()
            phone.screenshot()
        except Exception as error:  # an app's own code meets whatever the file says of its screens
            phone.restore(before)
            raise StateFileError(f"{path}: the saved screen can't be shown ({type(error).__name__})") from error


def read_state(path: Path) -> Snapshot:
    """Read a state file without a phone.

    Raises:
        StateFileError: The file holds no phone.
        OSError: The file can't be read.
    """
    with path.open("rb") as file:
        return _read(path, file)


def _read(path: Path, file: BinaryIO) -> Snapshot:
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
                raise StateFileError(f"{path}: more than {MOST_BYTES >> 20} MB")
            head = msgspec.json.decode(archive.read(HEAD), type=_Head)
            _check(path, head)
            files = {name: _file(archive.read(BELOW + name), saved) for name, saved in head.files.items()}
            apps = {package: from_json(saved) for package, saved in head.apps.items()}
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise StateFileError(f"{path}: no state file, or a damaged one ({error})") from error
    except (msgspec.MsgspecError, PlainError, UnicodeDecodeError, RecursionError) as error:
        raise StateFileError(f"{path}: {error}") from error
    if not all(isinstance(saved, dict) and all(isinstance(name, str) for name in saved) for saved in apps.values()):
        raise StateFileError(f"{path}: an app's state is no table")
    return Snapshot(
        state=head.state,
        apps=apps,
        settings={name: dict(head.settings.get(name, {})) for name in ("system", "secure", "global")},
        files=FilesSnapshot(folders=frozenset(head.folders), files=files),
        now=head.now,
    )


def _check(path: Path, head: _Head) -> None:
    if head.format != FORMAT:
        raise StateFileError(f"{path}: format {head.format}, and this version reads {FORMAT}")
    if len(head.files) + len(head.folders) > MOST_FILES:
        raise StateFileError(f"{path}: more than {MOST_FILES} files")
    for name in (*head.files, *head.folders):
        parts = PurePosixPath(name).parts
        if not parts or "\0" in name or name != "/".join(parts) or parts[0] == "/" or ".." in parts:
            raise StateFileError(f"{path}: {name!r} is no name of a file on the phone")
    if not head.state.tasks:
        raise StateFileError(f"{path}: no app is in front")


def _file(data: bytes, saved: _Saved) -> SavedFile:
    modified = max(1, min(saved.modified, 1 << 62))
    # No file has a length of -1: this one is written whatever is there, even one of the same time and length.
    return SavedFile(stamp=(modified, -1), mode=saved.mode & 0o777 | stat.S_IRUSR | stat.S_IWUSR, data=data)
