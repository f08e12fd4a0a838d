"""Keeps leases alive while their holder works, and notices when one was lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from llm.errors import LeaseError
from llm.leases import Lease, Ledger

LIVES_SECONDS = 60.0
"""Time to live: so long a holder that hangs, or that the system has frozen, keeps what it has."""

_RENEWALS = 3
"""Renewals in one time to live: two may come late."""


class Keeper:
    """Holds leases and renews them in a thread of its own; a context manager that gives all of them back.

    Args:
        ledger: Where they are written.
        seconds: Their time to live.
        on_lost: Told of a resource that others took because this process was frozen for longer than that; called in
            the renewing thread.  Who works on must stop.
    """

    def __init__(
        self, ledger: Ledger, *, seconds: float = LIVES_SECONDS, on_lost: Callable[[str], None] | None = None
    ) -> None:
        self._ledger, self._seconds, self._on_lost = ledger, seconds, on_lost
        self._held: dict[str, Lease] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def take(self, resource: str, *, of: int = 1, count: int = 1) -> None:
        """Lease `count` of the `of` units of a resource, or keep the lease on it that is held.

        Raises:
            LeaseError: Others hold too much of it.
        """
        with self._lock:
            if resource in self._held or self._closed.is_set():
                return
            self._held[resource] = self._ledger.lease(resource, of=of, count=count, seconds=self._seconds)
            self._sizes[resource] = of, count
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="leases", daemon=True)
                self._thread.start()

    def drop(self, resource: str) -> None:
        """Give one back; harmless where it is not held."""
        with self._lock:
            lease = self._held.pop(resource, None)
        if lease is not None:
            lease.release()

    def taken(self, resource: str) -> bool:
        """Whether anybody holds some of a resource, this process included."""
        return bool(self._ledger.grants(resource))

    def close(self) -> None:
        """Give all of them back; harmless when called twice."""
        self._closed.set()
        with self._lock:
            held, self._held = list(self._held.values()), {}
        for lease in held:
            lease.release()

    def renew(self) -> None:
        """Begin the time to live of all of them anew; what ran out is taken again where nobody else has it."""
        lost: list[str] = []
        with self._lock:
            for resource, lease in list(self._held.items()):
                try:
                    lease.renew()
                except LeaseError:
                    of, count = self._sizes[resource]
                    try:
                        self._held[resource] = self._ledger.lease(resource, of=of, count=count, seconds=self._seconds)
                    except LeaseError:
                        del self._held[resource]
                        lost.append(resource)
        for resource in lost:
            if self._on_lost is not None:
                self._on_lost(resource)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        while not self._closed.wait(self._seconds / _RENEWALS):
            self.renew()
