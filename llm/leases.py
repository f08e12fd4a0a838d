"""Leases on what processes share, a model in memory, a phone, a cache: counted, and with a time to live.

A ledger is a small file that every process of the user reads and writes under a lock.  A holder renews its lease while
it works; one that crashed does not, and its lease is free again when its time is up, or at once where its process is
known to be gone.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from llm.errors import LeaseError


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """What one holder has.

    Attributes:
        holder: Names the lease; no two are alike.
        process: Of the holder, on this machine.
        count: How many of the resource's units it holds.
        until: When it ends, in seconds of `time.time`.
    """

    holder: str
    process: int
    count: int
    until: float


class Ledger:
    """The leases of one machine's user.

    Args:
        folder: Holds a file for each resource; made where it isn't there.
        clock: Seconds since the epoch, the same for all processes.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    def grants(self, resource: str) -> tuple[Grant, ...]:
        """The leases on `resource` that count now."""
        with self._open(resource) as grants:
            return tuple(grants)

    def lease(self, resource: str, *, of: int = 1, count: int = 1, seconds: float = 60.0) -> Lease:
        """Take `count` of the `of` units of a resource.

        Args:
            resource: For instance ``"phone emulator-5554"``.
            of: Units that there are.
            count: Units that are wanted.
            seconds: Time to live; `Lease.renew` begins it anew.

        Raises:
            LeaseError: Others hold too much of it.
        """
        with self._open(resource) as grants:
            held = sum(grant.count for grant in grants)
            if held + count > of:
                soonest = min((grant.until for grant in grants), default=self._clock())
                holders = ", ".join(str(grant.process) for grant in grants) or "nobody"
                raise LeaseError(
                    f"{resource} is in use: {held} of {of} held by process {holders}{_more(count, of)}, "
                    f"free in {max(0.0, soonest - self._clock()):.0f} s at the latest unless renewed"
                )
            grant = Grant(holder=uuid.uuid4().hex, process=os.getpid(), count=count, until=self._clock() + seconds)
            grants.append(grant)
        return Lease(self, resource, grant, seconds)

    def renew(self, resource: str, holder: str, seconds: float) -> None:
        """Let a lease last `seconds` from now on.

        Raises:
            LeaseError: It ran out and may be somebody else's by now.
        """
        with self._open(resource) as grants:
            for place, grant in enumerate(grants):
                if grant.holder == holder:
                    grants[place] = Grant(
                        holder=holder, process=grant.process, count=grant.count, until=self._clock() + seconds
                    )
                    return
        raise LeaseError(f"the lease on {resource} ran out: renew it more often, or take a longer one")

    def release(self, resource: str, holder: str) -> None:
        """End a lease; harmless where it ran out."""
        with self._open(resource) as grants:
            grants[:] = [grant for grant in grants if grant.holder != holder]

    @contextmanager
    def _open(self, resource: str) -> Iterator[list[Grant]]:
        """The grants that count, to be changed; they are written back where nothing was raised."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in resource)
        path = self._folder / f"{name}.json"
        with _locked(path) as file:
            grants = [grant for grant in _parse(file.read()) if grant.until > self._clock() and _lives(grant.process)]
            yield grants
            if grants:
                file.seek(0)
                file.truncate()
                file.write(json.dumps([asdict(grant) for grant in grants]))
            else:
                path.unlink(missing_ok=True)


class Lease:
    """A lease that is held; a context manager that releases it."""

    def __init__(self, ledger: Ledger, resource: str, grant: Grant, seconds: float) -> None:
        self._ledger, self.resource, self._seconds = ledger, resource, seconds
        self.holder, self.count = grant.holder, grant.count

    def renew(self) -> None:
        """Begin its time to live anew.

        Raises:
            LeaseError: It ran out.
        """
        self._ledger.renew(self.resource, self.holder, self._seconds)

    def release(self) -> None:
        """End it; harmless when called twice."""
        self._ledger.release(self.resource, self.holder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.release()


def _more(count: int, of: int) -> str:
    return f", {count} wanted" if of > 1 else ""


@contextmanager
def _locked(path: Path) -> Iterator[TextIO]:
    """Open a file that is made where it isn't there, and lock it; whoever unlinked it meanwhile has ended its lock."""
    while True:
        with path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if _is_at(file, path):
                file.seek(0)
                yield file
                return


def _is_at(file: TextIO, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _parse(text: str) -> list[Grant]:
    """What a ledger's file says; a holder that died while it wrote leaves none."""
    try:
        return [Grant(**entry) for entry in json.loads(text or "[]")]
    except (ValueError, TypeError):
        return []


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    # The state stands behind the name, which may hold anything: Z has ended, and its parent has not asked yet.
    return stat.rpartition(")")[2].split()[:1] != ["Z"]
