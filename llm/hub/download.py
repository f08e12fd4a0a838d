"""Downloads a file so that a broken connection or Ctrl-C loses nothing and a wrong byte is noticed.

What has come lies in ``NAME.part`` beside the target and is continued by ``Range``; the target appears only after its
size and checksum were right.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from llm.disk import require_space, space_errors
from llm.errors import ChecksumError
from llm.hub.catalog import HubFile
from llm.hub.seam import BrokenTransferError, hub_errors, require_success

_CHUNK = 1 << 20
_ATTEMPTS = 6
"""Tries in a row that bring nothing new before a download is given up."""

OnBytes = Callable[[int], None]
"""Is called with the bytes of the file that are there."""


@dataclass(frozen=True, kw_only=True)
class Download:
    """What became of one file.

    Attributes:
        path: Where it lies.
        fetched: Bytes that came over the network.
        checked: By what its content was checked: ``sha256``, ``git`` or, where the hub tells nothing, ``size``.
    """

    path: Path
    fetched: int
    checked: str


def fetch(
    client: httpx.Client,
    file: HubFile,
    folder: Path,
    *,
    address: str,
    on_bytes: OnBytes = lambda _: None,
    pause: float = 1.0,
    stop: threading.Event | None = None,
) -> Download:
    """Bring a file to `folder`, continuing what an earlier call has left.

    Args:
        client: Follows redirects; httpx sends a token to no other host than the first.
        file: The file; its path is one that the catalog has checked.
        folder: Of the model; folders below are made.
        address: Of the hub, for messages.
        on_bytes: Is told of the progress.
        pause: Seconds before the second try; doubled for each further one.
        stop: Ends the waiting between tries when it is set.

    Raises:
        ChecksumError: What came is not what the hub says it is, twice.
        DiskSpaceError: There is no room.
        HubRequestError: The hub has no such file or does not give it.
        HubError: It cannot be reached.
    """
    target = folder / file.path
    if target.is_file() and _matches(target, file):
        on_bytes(file.size)
        return Download(path=target, fetched=0, checked=_kind(file))
    target.parent.mkdir(parents=True, exist_ok=True)
    transfer = _Transfer(client, file, target.with_name(target.name + ".part"), address, on_bytes)
    for _ in range(2):
        require_space(target.parent, max(0, file.size - transfer.size))
        transfer.complete(pause, stop or threading.Event())
        if _matches(transfer.partial, file):
            os.replace(transfer.partial, target)
            return Download(path=target, fetched=transfer.fetched, checked=_kind(file))
        transfer.partial.unlink()
    raise ChecksumError(
        f"{file.path} arrived twice with another {_kind(file)} than {address} says: "
        "try the other hub, or tell the model's makers"
    )


class _Transfer:
    """One file on its way; `fetched` counts the bytes that came over the network."""

    def __init__(self, client: httpx.Client, file: HubFile, partial: Path, address: str, on_bytes: OnBytes) -> None:
        self._client, self._file, self._address, self._on_bytes = client, file, address, on_bytes
        self.partial = partial
        self.fetched = 0

    @property
    def size(self) -> int:
        """Bytes that are there."""
        return self.partial.stat().st_size if self.partial.exists() else 0

    def complete(self, pause: float, stop: threading.Event) -> None:
        """Fetch until the part has the file's size, and try anew where a connection breaks."""
        failures = 0
        while self.size < self._file.size or not self.partial.exists():
            begin = self.size
            try:
                self._once(begin)
                broken = BrokenTransferError(f"{self._address} ends {self._file.path} too early")
            except BrokenTransferError as error:
                broken = error
            if self.size > begin or self.size == self._file.size:
                failures = 0
                continue
            failures += 1
            if failures == _ATTEMPTS:
                raise broken
            stop.wait(pause * 2 ** (failures - 1))

    def _once(self, begin: int) -> None:
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={begin}-"} if begin else {})
        with (
            hub_errors(self._address),
            self._client.stream("GET", self._file.url, headers=headers) as answer,
        ):
            if answer.status_code == 416:
                # The hub has less than we have: begin anew.
                self.partial.unlink(missing_ok=True)
                return
            require_success(answer, self._file.path, self._address)
            done = begin if _continues(answer, begin) else 0
            with space_errors(self.partial), self.partial.open("ab" if done else "wb") as stream:
                # As it comes: what a larger buffer holds would be lost when the connection breaks.
                for data in answer.iter_bytes():
                    # More than was announced could fill the disk.
                    stream.write(data[: self._file.size - done])
                    self.fetched += len(data)
                    done += len(data)
                    self._on_bytes(min(done, self._file.size))
                    if done >= self._file.size:
                        break


def _continues(answer: httpx.Response, begin: int) -> bool:
    """Whether the answer goes on where we are; a server without ranges sends everything with 200."""
    return answer.status_code == 206 and answer.headers.get("Content-Range", "").startswith(f"bytes {begin}-")


def _kind(file: HubFile) -> str:
    return "sha256" if file.sha256 else "git" if file.git_sha1 else "size"


def _matches(path: Path, file: HubFile) -> bool:
    if path.stat().st_size != file.size:
        return False
    if file.sha256:
        return _digest(path, hashlib.sha256()) == file.sha256
    if file.git_sha1:
        # What git calls a blob: its size stands before it.
        start = hashlib.sha1(f"blob {file.size}\0".encode(), usedforsecurity=False)
        return _digest(path, start) == file.git_sha1
    return True


def _digest(path: Path, digest: Any) -> str:
    with path.open("rb") as stream:
        while data := stream.read(_CHUNK):
            digest.update(data)
    return str(digest.hexdigest())
