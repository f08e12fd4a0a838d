"""`Ask`: the person beside the phone, where there is one."""

from __future__ import annotations

from typing import Protocol


class Ask(Protocol):
    """How the agent reaches a person; every method blocks until the person has answered."""

    def confirm(self, question: str) -> bool:
        """Return whether the person allows what `question` describes."""
        ...

    def take_over(self, message: str) -> bool:
        """Let the person act on the phone by hand; return whether the agent should go on afterwards."""
        ...

    def answer(self, question: str) -> str:
        """Return what the person says to `question`; empty where they have nothing to say."""
        ...
