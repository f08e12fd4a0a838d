"""System prompts on the disk: the KV cache after one, so that a new process need not read it again.

A file is named by what it belongs to: the model, how the cache is computed, the tokens.  It appears whole or not at
all; one that is damaged or foreign is passed over with a line in the log, and costs a reading of the prompt.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import logging
import os
import platform
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from llm.errors import LeaseError
from llm.lease_keeper import Keeper

_MAGIC = b"handroid prefix 1\n"
_DIGEST = 32
_SUFFIX = ".prefix"
_SAMPLES, _SAMPLE = 64, 1 << 16

_MANY = 1 << 20
"""Processes that may use one file."""

_log = logging.getLogger(__name__)


def file_fingerprint(path: Path) -> str:
    """A hash of a large file's size, beginning, end and 64 places between: hashing all of it would take seconds."""
    size = path.stat().st_size
    digest = hashlib.blake2b(size.to_bytes(8), digest_size=16)
    with path.open("rb") as stream:
        for number in range(_SAMPLES + 1):
            stream.seek(max(0, size - _SAMPLE) * number // _SAMPLES)
            digest.update(stream.read(_SAMPLE))
    return digest.hexdigest()


class PrefixStore:
    """The files of one engine.

    Args:
        folder: Where they lie; made where it is absent, for its owner alone.
        settings: Whatever else decides what the cache's bytes are, in words.
        most: Bytes of all files in `folder` together; the least recently used go first.
        leases: Keeps what was read or written here from being thrown away while this process works; None keeps nothing.
    """

    def __init__(
        self, folder: Path, settings: Sequence[object], *, most: int = 1 << 30, leases: Keeper | None = None
    ) -> None:
        self._folder, self._most, self._leases = folder, most, leases
        version = importlib.metadata.version("llama-cpp-python")
        self._settings = repr((version, platform.machine(), *settings)).encode()

    def path(self, tokens: Sequence[int]) -> Path:
        """Where the cache after `tokens` lies, if it does."""
        return self._folder / f"{self._key(tokens).hex()}{_SUFFIX}"

    def load(self, tokens: Sequence[int]) -> NDArray[np.uint8] | None:
        """The cache after `tokens`, as `llm.context.Context.save` gave it; None where none can be used."""
        path = self.path(tokens)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            _log.warning("%s can't be read (%s): the system prompt is read anew", path, error)
            return None
        start = len(_MAGIC) + 2 * _DIGEST
        head, data = content[:start], content[start:]
        if head != _MAGIC + self._key(tokens) + hashlib.sha256(data).digest():
            _log.warning("%s is damaged: the system prompt is read anew", path)
            path.unlink(missing_ok=True)
            return None
        self._touch(path)
        self._lease(path)
        return np.frombuffer(data, dtype=np.uint8)

    def save(self, tokens: Sequence[int], data: NDArray[np.uint8]) -> None:
        """Write the cache after `tokens`; a disk that won't take it is told in the log and nothing else."""
        path = self.path(tokens)
        size = len(_MAGIC) + 2 * _DIGEST + len(data)
        if size > self._most:
            return
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._make_room(size):
                return
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as stream:
                try:
                    stream.write(_MAGIC + self._key(tokens) + hashlib.sha256(data.data).digest())
                    stream.write(data.data)
                    stream.close()
                    os.replace(stream.name, path)
                    self._lease(path)
                except BaseException:
                    Path(stream.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            _log.warning("%s can't be written (%s): the system prompt will be read anew next time", path, error)

    def _key(self, tokens: Sequence[int]) -> bytes:
        content = np.asarray(tokens, dtype="<i4").tobytes()
        return hashlib.sha256(self._settings + b"\0" + content).digest()

    def _make_room(self, size: int) -> bool:
        """Throw away what was used longest ago and is in no use now; say whether `size` bytes fit then."""
        files = sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda path: path.stat().st_mtime)
        taken = sum(path.stat().st_size for path in files)
        for path in files:
            if taken + size <= self._most:
                break
            if self._leases is not None and self._leases.taken(_resource(path)):
                continue
            taken -= path.stat().st_size
            path.unlink(missing_ok=True)
        return taken + size <= self._most

    def _lease(self, path: Path) -> None:
        """Many may use it at once: what counts is that anybody does."""
        if self._leases is not None:
            with contextlib.suppress(LeaseError):
                self._leases.take(_resource(path), of=_MANY)

    @staticmethod
    def _touch(path: Path) -> None:
        try:
            os.utime(path)
        except OSError:
            return


def _resource(path: Path) -> str:
    """What a file is called in the ledger of leases."""
    return f"prefix {path.stem}"
