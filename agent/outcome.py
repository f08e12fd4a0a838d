"""How a run can end, and the exit code that says so."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended."""

    ACHIEVED = "achieved"
    """The check passed."""
    UNVERIFIED = "unverified"
    """The model said that it was done and there was nothing to check with."""
    NOT_ACHIEVED = "not_achieved"
    """The check failed, or the agent went round in circles."""
    REFUSED = "refused"
    """The policy, or the person it asked, said no."""
    STOPPED = "stopped"
    """A person or a limit ended the run."""
    ERROR = "error"
    """The phone or the model failed."""

    def exit_code(self, *, need: Outcome | None = None) -> int:
        """Return the process exit code for this outcome.

        Args:
            need: The only outcome that counts as success; None counts both achieved and unverified.

        Returns:
            0 for success, 3 where phone or model failed, 1 for the rest. An interruption's 130 is the caller's.
        """
        wanted = (Outcome.ACHIEVED, Outcome.UNVERIFIED) if need is None else (need,)
        if self in wanted:
            return 0
        return 3 if self is Outcome.ERROR else 1
