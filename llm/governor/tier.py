"""A tier: how hard the engine works.  Tiers form a ladder from full speed down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_PAUSE = 2.0
"""Seconds: no single rest is longer, whatever is owed, so that a change is seen soon after it happens."""

MOST_PAUSE = 2.0
"""Seconds of rest for each second of work at the slowest tier."""

SKIP_LEVELS = 3
"""The deepest skip level; what it leaves out is the business of the model's calibrated plan."""

_RESTS = (0.0, 0.06, 0.12)
_LAST_RESTS = (0.0, 0.12, 0.25, 0.5, 1.0, MOST_PAUSE)
"""Rests between one number of threads and the next lower, and below one thread.  Longer ones cost more speed than a
thread less, as tokens wait for memory."""

_LEAST_CHUNK = 16
"""Below this many tokens a decode reads the weights for too little work."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tier:
    """What the governor allows until its next decision.

    Attributes:
        chunk: Most tokens of a prompt that are decoded at once; at least 1.  The engine may join a rest that is too
            short to be computed alike (see `llm.parts`), never beyond its own chunk.
        threads: Most CPU threads; at least 1.
        pause: Seconds of rest owed for each second of work, 0 to `MOST_PAUSE`; rests are taken between chunks and
            between tokens, each no longer than `LONGEST_PAUSE`.
        skip_level: How much of the model's depth may be left out where a calibrated plan says how: 0 nothing, up to
            `SKIP_LEVELS`.
        image_tokens: Most tokens of a picture, or None to leave it to the prompt's options and the engine.
    """

    chunk: int
    threads: int
    pause: float = 0.0
    skip_level: int = 0
    image_tokens: int | None = None

    def __post_init__(self) -> None:
        if self.chunk < 1 or self.threads < 1:
            raise ValueError(f"a tier decodes at least one token on one thread, not {self.chunk} on {self.threads}")
        if not 0 <= self.pause <= MOST_PAUSE:
            raise ValueError(f"a tier rests 0 to {MOST_PAUSE} seconds for each second of work, not {self.pause}")
        if not 0 <= self.skip_level <= SKIP_LEVELS or (self.image_tokens is not None and self.image_tokens < 1):
            raise ValueError(f"a tier skips at level 0 to {SKIP_LEVELS} and gives a picture at least one token")

    @property
    def load(self) -> float:
        """Threads that are busy on average."""
        return self.threads / (1 + self.pause)


Ladder = tuple[Tier, ...]
"""Tiers from full speed down, each with less load than the one before."""


def build_ladder(*, chunk: int, threads: int, image_tokens: int | None = None, least_image_tokens: int = 256) -> Ladder:
    """The tiers between full speed and one thread that rests most of the time.

    Threads go first: tokens are limited by memory more than by arithmetic, so the last thread adds more heat than
    speed.  Rests fill the gaps between thread counts.  Depth and image budget change what is computed, not only when,
    and go last.

    Args:
        chunk: Tokens per decode at full speed.
        threads: CPU threads at full speed.
        image_tokens: Tokens of a picture at full speed; None leaves pictures alone at every tier.
        least_image_tokens: Pictures are never cut below this.
    """
    steps: list[tuple[int, float]] = []
    for count in range(threads, 0, -1):
        between = _RESTS if count > 1 else _LAST_RESTS
        floor = (count - 1) if count > 1 else 0
        steps += [(count, pause) for pause in between if count / (1 + pause) > floor * 1.04]
    last = len(steps) - 1
    return tuple(
        Tier(
            chunk=_chunk_of(chunk, index, last),
            threads=count,
            pause=pause,
            skip_level=_late(index, last, SKIP_LEVELS),
            image_tokens=_image_of(image_tokens, least_image_tokens, index, last),
        )
        for index, (count, pause) in enumerate(steps)
    )


def _chunk_of(most: int, index: int, last: int) -> int:
    """Halved four times on the way down, as shorter chunks are decided on more often."""
    return max(min(most, _LEAST_CHUNK), most >> round(4 * index / max(last, 1)))


def _image_of(most: int | None, least: int, index: int, last: int) -> int | None:
    if most is None:
        return None
    late = _late(index, last, SKIP_LEVELS)
    return max(min(most, least), most * (SKIP_LEVELS + 1 - late) // (SKIP_LEVELS + 1))


def _late(index: int, last: int, most: int) -> int:
    """0 in the upper half of the ladder, rising to `most` at its end."""
    return 0 if index * 2 <= last else -(-most * (2 * index - last) // max(last, 1))


def level_for(ladder: Sequence[Tier], share: float) -> int:
    """The first level whose load is at most `share` of full speed's; the last one where none is."""
    wanted = ladder[0].load * share
    return next((level for level, tier in enumerate(ladder) if tier.load <= wanted + 1e-9), len(ladder) - 1)
