"""The sync service of ADB: stat, list, push and pull (AOSP ``SYNC.TXT``, version 1 and the 64-bit requests)."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from device.simulator.adbd import Stream, StreamClosedError
from device.simulator.file_times import modified
from device.simulator.kernel_files import kernel_file

if TYPE_CHECKING:
    from device.simulator.phone import SimulatedPhone

MAX_CHUNK = 64 * 1024
"""The largest DATA block; the CLI refuses bigger ones."""
MAX_PATH = 1024
MAX_BATCH = 16 * 1024
"""Directory entries are sent together up to this, whole entries only: adbutils reads each header with one recv."""
REQUEST = struct.Struct("<4sI")
STAT_V1 = struct.Struct("<4sIII")
STAT_V2 = struct.Struct("<4sIQQIIIIQqqq")
DENT_V1 = struct.Struct("<4sIIII")
DENT_V2 = struct.Struct("<4sIQQIIIIQqqqI")
SHELL_ID = 2000
"""User and group of `shell`, whom adbd's files belong to."""


class SyncService:
    """One `sync:` stream's worth of requests."""

    def __init__(self, phone: SimulatedPhone) -> None:
        """Serve the files of `phone`."""
        self._phone = phone

    def serve(self, stream: Stream) -> None:
        """Answer requests until QUIT or the end of the stream."""
        while True:
            try:
                kind, length = REQUEST.unpack(stream.read_exactly(REQUEST.size))
            except StreamClosedError:
                return
            if kind == b"QUIT":
                return
            if length > MAX_PATH:
                _fail(stream, "path too long")
                return
            path = stream.read_exactly(length).decode("utf-8", "surrogateescape")
            match kind:
                case b"STAT":
                    stream.write(self._stat_v1(path))
                case b"STA2" | b"LST2":
                    stream.write(STAT_V2.pack(kind, *self._stat_v2(path)))
                case b"LIST":
                    self._list_v1(stream, path)
                case b"LIS2":
                    self._list_v2(stream, path)
                case b"RECV":
                    self._send_file(stream, path)
                case b"SEND":
                    self._receive_file(stream, path)
                case _:
                    _fail(stream, f"unknown command {kind.decode('ascii', 'backslashreplace')}")
                    return

    def _host(self, path: str) -> str:
        return str(self._phone.files.path(path))

    def _stat_v1(self, path: str) -> bytes:
        try:
            status = os.stat(self._host(path))
        except (OSError, ValueError):
            return STAT_V1.pack(b"STAT", 0, 0, 0)
        return STAT_V1.pack(b"STAT", status.st_mode, status.st_size & 0xFFFFFFFF, self._time(status))

    def _stat_v2(self, path: str) -> tuple[int, ...]:
        try:
            status = os.stat(self._host(path))
        except (OSError, ValueError) as error:
            return (getattr(error, "errno", None) or errno.ENOENT, *[0] * 10)
        return self._fields_v2(status)

    def _fields_v2(self, status: os.stat_result) -> tuple[int, ...]:
        return (
            0,
            status.st_dev,
            status.st_ino,
            status.st_mode,
            status.st_nlink,
            SHELL_ID,
            SHELL_ID,
            status.st_size,
            self._time(status),
            self._time(status),
            self._time(status),
        )

    def _time(self, status: os.stat_result) -> int:
        """Seconds since the epoch, never 0: to adbutils a file of 1970 does not exist."""
        return max(1, int(modified(self._phone, status))) & 0xFFFFFFFF

    def _entries(self, path: str) -> list[tuple[bytes, os.stat_result]]:
        try:
            with os.scandir(self._host(path)) as entries:
                found = [(entry.name.encode("utf-8", "surrogateescape"), entry.stat()) for entry in entries]
        except (OSError, ValueError):
            return []
        return sorted(found, key=lambda entry: entry[0])

    def _list_v1(self, stream: Stream, path: str) -> None:
        entries = [
            DENT_V1.pack(b"DENT", status.st_mode, status.st_size & 0xFFFFFFFF, self._time(status), len(name)) + name
            for name, status in self._entries(path)
        ]
        _write_batches(stream, [*entries, DENT_V1.pack(b"DONE", 0, 0, 0, 0)])

    def _list_v2(self, stream: Stream, path: str) -> None:
        entries = [
            DENT_V2.pack(b"DNT2", *self._fields_v2(status), len(name)) + name for name, status in self._entries(path)
        ]
        _write_batches(stream, [*entries, DENT_V2.pack(b"DONE", *[0] * 12)])

    def _send_file(self, stream: Stream, path: str) -> None:
        made = kernel_file(self._phone, self._phone.files.resolve(path))
        try:
            with open(self._host(path), "rb") if made is None else io.BytesIO(made) as file:
                while chunk := file.read(MAX_CHUNK):
                    stream.write(REQUEST.pack(b"DATA", len(chunk)) + chunk)
        except (OSError, ValueError) as error:
            _fail(stream, f"open failed: {_describe(error)}")
            return
        stream.write(REQUEST.pack(b"DONE", 0))

    def _receive_file(self, stream: Stream, request: str) -> None:
        """Store a pushed file: ``path,mode``, DATA blocks, and DONE with the modification time."""
        path, _, mode = request.rpartition(",")
        if not path or not mode.isdigit():
            path, mode = request, "33188"
        upload = _Upload(self._host(path))
        try:
            modified = _receive_blocks(stream, upload.write)
            with self._phone.lock:
                upload.finish(mode=stat.S_IMODE(int(mode)), modified=modified)
                self._phone.changed()
        finally:
            upload.discard()
        if upload.failure:
            _fail(stream, f"couldn't create file: {upload.failure}")
        else:
            stream.write(REQUEST.pack(b"OKAY", 0))


class _Upload:
    """A pushed file on its way: written beside its target, so that nobody sees half of it.

    Attributes:
        failure: Why it can't be stored; the blocks that still come are dropped then.
    """

    def __init__(self, target: str) -> None:
        self._target, self._partial = target, f"{target}.partial-{secrets.token_hex(4)}"
        self.failure = ""
        self._file: BinaryIO | None = None
        try:
            if os.path.isdir(target):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            self._file = open(self._partial, "wb")  # noqa: SIM115 - closed by finish or discard
        except (OSError, ValueError) as error:
            self.failure = _describe(error)

    def write(self, data: bytes) -> None:
        if self._file is not None and not self.failure:
            try:
                self._file.write(data)
            except OSError as error:
                self.failure = _describe(error)

    def finish(self, *, mode: int, modified: int) -> None:
        if self._file is None or self.failure:
            return
        try:
            self._file.close()
            os.chmod(self._partial, mode | stat.S_IRUSR | stat.S_IWUSR)
            os.utime(self._partial, (modified, modified))
            os.replace(self._partial, self._target)
        except OSError as error:
            self.failure = _describe(error)

    def discard(self) -> None:
        if self._file is not None:
            self._file.close()
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._partial)


def _receive_blocks(stream: Stream, store: Callable[[bytes], None]) -> int:
    """Hand DATA blocks to `store` and return the modification time that DONE carries.

    Raises:
        StreamClosedError: The host hung up, or sent something else.
    """
    while True:
        kind, length = REQUEST.unpack(stream.read_exactly(REQUEST.size))
        if kind == b"DONE":
            return int(length)
        if kind != b"DATA" or length > MAX_CHUNK:
            _fail(stream, f"invalid data message {kind!r} of {length} bytes")
            raise StreamClosedError("the host broke the sync protocol")
        store(stream.read_exactly(length))


def _write_batches(stream: Stream, entries: list[bytes]) -> None:
    batch: list[bytes] = []
    size = 0
    for entry in entries:
        if size + len(entry) > MAX_BATCH:
            stream.write(b"".join(batch))
            batch, size = [], 0
        batch.append(entry)
        size += len(entry)
    stream.write(b"".join(batch))


def _describe(error: OSError | ValueError) -> str:
    return os.strerror(error.errno or errno.EIO) if isinstance(error, OSError) else str(error)


def _fail(stream: Stream, message: str) -> None:
    data = message.encode("utf-8", "surrogateescape")
    stream.write(REQUEST.pack(b"FAIL", len(data)) + data)
