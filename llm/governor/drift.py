"""Throughput drift: how much longer a token takes than when the machine was cool: the sensor that is everywhere."""

from __future__ import annotations

from llm.governor.reading import Measured

_LEARNT_FROM = 24
"""Tokens at one thread count before their best times are a baseline."""

_SMOOTHING = 0.1
"""Weight of a new token in the running mean: about the last ten count."""

_KEPT_BEST = 8


class DriftMeter:
    """Compares generated tokens, which all cost about the same, at each number of threads.

    The baseline is the median of the fastest tokens so far, so that it does not depend on when the machine began to
    throttle, and a token that had to wait for the processor does not raise it.
    """

    def __init__(self) -> None:
        self._best: dict[int, list[float]] = {}
        self._count: dict[int, int] = {}
        self._mean: dict[int, float] = {}
        self._threads = 0
        self._at = 0.0

    def observe(self, seconds: float, *, threads: int, at: float) -> None:
        """Take the time of one token."""
        if seconds <= 0:
            return
        best = self._best.setdefault(threads, [])
        self._count[threads] = self._count.get(threads, 0) + 1
        if len(best) < _KEPT_BEST or seconds < best[-1]:
            best.append(seconds)
            best.sort()
            del best[_KEPT_BEST:]
        known = self._mean.get(threads, seconds)
        # One token that waited for a core is no trend.
        self._mean[threads] = known + _SMOOTHING * (min(seconds, 4 * known) - known)
        self._threads, self._at = threads, at

    def reading(self, *, at: float) -> Measured[float] | None:
        """Time per token now over that when cool, or None before it can be said."""
        threads = self._threads
        if self._count.get(threads, 0) < _LEARNT_FROM:
            return None
        best = self._best[threads]
        ratio = self._mean[threads] / best[len(best) // 2]
        return Measured(value=ratio, source="time per token", age=max(0.0, at - self._at))
