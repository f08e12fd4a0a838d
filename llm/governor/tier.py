"""A tier: how hard the engine works.  Tiers form a ladder from full speed down."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_PAUSE = 2.0
"""Seconds: no single pause is longer, whatever a policy wants, so that a change is seen soon after it happens."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tier:
    """What the governor allows until its next decision.

    Attributes:
        chunk: Most tokens of a prompt that are decoded at once; at least 1.
        threads: Most CPU threads; at least 1.
        pause: Seconds of rest after each chunk of a prompt and, in proportion to its work, each generated token;
            0 to `LONGEST_PAUSE`.
        skip_level: How much of the model's depth may be left out where a calibrated plan says how: 0 nothing, higher
            levels more.
        image_tokens: Most tokens of a picture, or None to leave it to the engine.
    """

    chunk: int
    threads: int
    pause: float = 0.0
    skip_level: int = 0
    image_tokens: int | None = None

    def __post_init__(self) -> None:
        if self.chunk < 1 or self.threads < 1:
            raise ValueError(f"a tier decodes at least one token on one thread, not {self.chunk} on {self.threads}")
        if not 0 <= self.pause <= LONGEST_PAUSE:
            raise ValueError(f"a pause lasts 0 to {LONGEST_PAUSE} seconds, not {self.pause}")
        if self.skip_level < 0 or (self.image_tokens is not None and self.image_tokens < 1):
            raise ValueError("a skip level is 0 or higher, and a picture takes at least one token")
