"""What an endpoint costs, and what it was used for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Money per million tokens, in whatever currency."""

    prompt: float = 0.0
    generated: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What an endpoint has been used for so far."""

    calls: int = 0
    prompt_tokens: int = 0
    generated_tokens: int = 0
    cost: float = 0.0
