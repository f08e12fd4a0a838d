"""Whether asking a drafter pays: an account of what its guesses saved and of what it took to get them.

The account is in tokens: the time of one token, decoded alone.  It outlives the generation, so that a drafter that
costs more than it saves is not tried anew in each.
"""

from __future__ import annotations

_START = 0.25
"""Tokens that finding out may take at first."""

_INCOME = 1 / 200
"""Tokens that each generated one allows, which bounds the loss by a drafter that never saves anything."""

_LEAST, _MOST = -1.0, 4.0
"""Bounds of the account: a drafter that failed is asked again after 200 tokens at most, and what one saved long ago
does not pay for long."""


class Worth:
    """Of one drafter."""

    def __init__(self) -> None:
        self._balance = _START

    @property
    def may_be_asked(self) -> bool:
        """Whether it has saved, or was allowed, more than it took."""
        return self._balance > 0

    def generated(self) -> None:
        """Allow for a token that was generated, whoever guessed it."""
        self.change(_INCOME)

    def change(self, tokens: float) -> None:
        """Take note of so many tokens' time that was saved, or was taken where it is negative."""
        self._balance = min(_MOST, max(_LEAST, self._balance + tokens))
