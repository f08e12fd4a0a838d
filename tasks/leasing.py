"""Leases of this user's programs on what they share: a phone, the memory for models, cached prompts."""

from __future__ import annotations

from collections.abc import Callable

import platformdirs

from llm import Keeper, Ledger


def phone_of(serial: str) -> str:
    """What a phone is called in the ledger."""
    return f"phone {serial}"


class Leases(Keeper):
    """What this process holds, in the ledger that all programs of this user share; a context manager.

    Args:
        say: Told in one line where a phone was lost.

    Attributes:
        stop: Called where a phone was lost, from another thread: two programs on one phone spoil both their work.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(Ledger(platformdirs.user_cache_path("handroid") / "leases"), on_lost=self._tell)
        self._say = say
        self.stop: Callable[[], None] | None = None

    def _tell(self, resource: str) -> None:
        if resource.startswith(phone_of("")):
            self._say(f"Others have taken the {resource} while this program stood still: stopping.")
            if self.stop is not None:
                self.stop()
