"""What apps that work on files share: listing, naming, copying and moving in shared storage, and sizes in words."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from device.simulator.files import PRIMARY

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

DEVICE_NAME = "sdk_gphone_x86_64"
"""What Files and file pickers call the internal storage: the emulator's model, as AndroidWorld's goals have it."""

MEDIA_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".m3u": "audio/x-mpegurl",
    ".gpx": "application/gpx+xml",
}
"""MIME type by extension."""

_KINDS = {"image": "JPG image", "video": "MP4 video", "audio": "MP3 audio", "text": "TXT document"}
_MOST_SUFFIXES = 10_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A file or folder.

    Attributes:
        path: Absolute, on the phone.
        is_folder: Whether it is a folder.
        size: Bytes; 0 for a folder.
        changed_at: Seconds since the epoch; 0 for a folder, whose date on the host says nothing about the phone.
    """

    path: str
    is_folder: bool
    size: int
    changed_at: float

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def media_type(self) -> str:
        """The MIME type that the extension stands for."""
        return MEDIA_TYPES.get(os.path.splitext(self.name)[1].lower(), "application/octet-stream")

    @property
    def kind(self) -> str:
        """What Files calls this type: ``JPG image``, ``PDF document``."""
        known = _KINDS.get(self.media_type.partition("/")[0], "File")
        extension = os.path.splitext(self.name)[1].removeprefix(".").upper()
        word = known.partition(" ")[2] if known != "File" else "document"
        return f"{extension} {word}" if extension else "File"


def entries(phone: SimulatedPhone, folder: str) -> list[Entry]:
    """Return what is in a folder, folders first, by name; nothing for a folder that is not there."""
    found: list[Entry] = []
    try:
        with os.scandir(phone.files.path(folder)) as scan:
            for each in scan:
                if each.name.startswith("."):
                    continue
                status = each.stat()
                is_folder = each.is_dir()
                found.append(
                    Entry(
                        path=f"{folder}/{each.name}",
                        is_folder=is_folder,
                        size=0 if is_folder else status.st_size,
                        changed_at=0.0 if is_folder else status.st_mtime,
                    )
                )
    except OSError:
        return []
    return sorted(found, key=lambda entry: (not entry.is_folder, entry.name.casefold(), entry.name))


def files_below(phone: SimulatedPhone, *types: str) -> list[Entry]:
    """Return all files of shared storage whose MIME type begins with one of ``types``, by path; as MediaStore does.

    What apps keep in ``Android/data`` is not among them.
    """
    found: list[Entry] = []
    pending = [PRIMARY]
    while pending:
        for entry in entries(phone, pending.pop()):
            if entry.is_folder and entry.path != f"{PRIMARY}/Android":
                pending.append(entry.path)
            elif not entry.is_folder and entry.media_type.startswith(types):
                found.append(entry)
    return sorted(found, key=lambda entry: entry.path)


def write_dated(phone: SimulatedPhone, path: str, data: bytes) -> None:
    """Write a file that is dated now, by the phone's clock."""
    phone.files.write(path, data)
    phone.files.date(path, phone.clock.now())


def free_path(phone: SimulatedPhone, path: str, *, form: str = "{stem} ({number}){extension}") -> str:
    """Return the path, or one like it with a number where it is taken.

    Args:
        phone: Whose files.
        path: What is wanted.
        form: How stem, number (from 1) and extension make another name.
    """
    folder, _, name = path.rpartition("/")
    stem, extension = os.path.splitext(name)
    for number in range(_MOST_SUFFIXES):
        tried = path if not number else f"{folder}/{form.format(stem=stem, number=number, extension=extension)}"
        if not phone.files.path(tried).exists():
            return tried
    raise OSError(f"too many files are called {name}")


def transfer(phone: SimulatedPhone, paths: list[str], folder: str, *, how: Literal["move", "copy"]) -> None:
    """Move or copy files and folders into a folder; a taken name gets a number, a folder never goes into itself."""
    for path in paths:
        source = phone.files.path(path)
        if not source.exists() or f"{folder}/".startswith(f"{path}/") or path.rpartition("/")[0] == folder:
            continue
        target = phone.files.path(free_path(phone, f"{folder}/{path.rpartition('/')[2]}"))
        target.parent.mkdir(parents=True, exist_ok=True)
        if how == "move":
            shutil.move(source, target)
        elif source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)


def delete(phone: SimulatedPhone, paths: list[str]) -> None:
    """Remove files, and folders with all they hold."""
    for path in paths:
        target = phone.files.path(path)
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink(missing_ok=True)


def size_text(size: int) -> str:
    """Return a size as Android's Formatter writes it, in steps of 1000."""
    if size < 1000:
        return f"{size} B"
    for unit in ("kB", "MB"):
        size_in_unit = size / (1000 if unit == "kB" else 1_000_000)
        if size_in_unit < 1000:
            return f"{size_in_unit:.2f} {unit}" if size_in_unit < 10 else f"{size_in_unit:.0f} {unit}"
    return f"{size / 1_000_000_000:.2f} GB"


def duration_text(seconds: float) -> str:
    """Return a length of time as players write it: ``3:07``, ``1:02:03``."""
    whole = int(seconds)
    if whole >= 3600:
        return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{whole // 60}:{whole % 60:02d}"
