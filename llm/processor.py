"""How many processor threads a model should be given."""

from __future__ import annotations

import os

from llm.model_file import ModelFile

_BYTES_PER_THREAD = 32 << 20
"""Weights that make another thread worth its while: with less, it waits at barriers longer than it computes."""


def allowed_cores() -> int:
    """CPU cores that this process may run on now; Android takes some away from a process in the background."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def useful_threads(text_file: ModelFile) -> int:
    """CPU threads that a language model's size pays for, whatever cores there are."""
    return max(1, text_file.weight_bytes // _BYTES_PER_THREAD)


class Threads:
    """Of one engine.

    Args:
        wanted: The most that are wanted; None takes as many as the model's size pays for.
        text_file: The language model.

    Attributes:
        most: The most that are ever used.
    """

    def __init__(self, wanted: int | None, text_file: ModelFile) -> None:
        self.most = wanted or useful_threads(text_file)

    def now(self) -> int:
        """How many to use now."""
        return max(1, min(self.most, allowed_cores()))
