"""What it costs to see that a screen has come to rest: captures per step and delay, adaptive against fixed rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from device.settle import AT_FIRST, STILL, pause_after

FIXED = (0.02, 0.05, 0.1, 0.25, 0.5)
"""Seconds between looks at fixed rates."""

_STILL_SHARE = 0.4
_TRANSITION = (0.15, 0.6)
_LOADING = (0.6, 3.0)
_LOADING_SHARE = 0.2
_LIMIT = 3.0
"""Seconds after which settling gives up, as in a run."""


@dataclass(frozen=True, kw_only=True)
class Settling:
    """How one screen was watched: looks that were taken, and seconds from its rest until that was seen."""

    looks: int
    late: float


def settle_once(moves: float, pause: Callable[[float], float], *, look: float) -> Settling:
    """Watch a screen that changes for `moves` seconds without interruption, by the rule of `device.settle`.

    Args:
        moves: Seconds.
        pause: Gives the seconds until the next look for the seconds that passed.
        look: Seconds that a look takes.
    """
    now, looks, seen, since, still = 0.0, 0, 0.0, 0.0, AT_FIRST
    while True:
        at = now
        state = min(now, moves)
        now, looks = now + look, looks + 1
        if looks > 1 and state != seen:
            seen, since, still = state, at, STILL
            next_look = now + pause(now)
        elif looks > 1 and at - since >= still:
            return Settling(looks=looks, late=max(0.0, now - moves))
        else:
            next_look = max(now, since + still)
        if now >= _LIMIT:
            return Settling(looks=looks, late=max(0.0, now - moves))
        now = next_look


def draw_movements(count: int, seed: int) -> Iterator[float]:
    """Draw how long screens move after an action: not at all, for a transition, or while something loads."""
    rng = Random(f"settling {seed}")
    for _ in range(count):
        kind = rng.random()
        if kind < _STILL_SHARE:
            yield 0.0
        else:
            yield rng.uniform(*(_LOADING if kind > 1 - _LOADING_SHARE else _TRANSITION))


def measure_settling(*, steps: int, seed: int, look: float, rest: float) -> dict[str, Any]:
    """Return figures and rows: captures per step and delay at the adaptive rate and at fixed ones.

    Args:
        steps: How many screens.
        seed: What their movements are drawn from.
        look: Seconds that a look takes.
        rest: Seconds that a screen rests, while the model thinks. A fixed rate goes on then; settling has ended.
    """
    movements = list(draw_movements(steps, seed))
    rows = [_row("adaptive", pause_after, movements, look=look, resting=0.0)]
    for seconds in FIXED:
        name = f"every {seconds * 1000:g} ms"
        resting = rest / (seconds + look)
        rows.append(_row(name, partial(fixed, seconds), movements, look=look, resting=resting))
    return {"figures": figures_of(rows, delay="mean_delay_ms"), "rows": rows}


def figures_of(rows: Sequence[Mapping[str, Any]], *, delay: str) -> dict[str, float]:
    """What the adaptive rate, the first row, saves against the fastest fixed one, the second."""
    adaptive, fastest = rows[0], rows[1]
    return {
        "captures_per_step": adaptive["captures_per_step"],
        "captures_saved": round(1 - adaptive["captures_per_step"] / fastest["captures_per_step"], 3),
        "captures_to_rest_saved": round(1 - adaptive["captures_to_rest"] / fastest["captures_to_rest"], 3),
        "added_delay_ms": round(adaptive[delay] - fastest[delay], 1),
    }


def _row(
    name: str, pause: Callable[[float], float], movements: list[float], *, look: float, resting: float
) -> dict[str, Any]:
    watched = [settle_once(moves, pause, look=look) for moves in movements]
    looks = sum(each.looks for each in watched) / len(watched)
    return {
        "rate": name,
        "captures_to_rest": round(looks, 2),
        "captures_per_step": round(looks + resting, 2),
        "mean_delay_ms": round(1000 * sum(each.late for each in watched) / len(watched), 1),
        "longest_delay_ms": round(1000 * max(each.late for each in watched), 1),
    }


def fixed(seconds: float, moved: float) -> float:
    """The pause at a fixed rate: so many seconds, however long the screen has moved."""
    return seconds
