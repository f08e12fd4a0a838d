"""What checking several tokens at once costs on this machine, and whether it computes the same as one by one.

Times are those that the calling thread computed, so that whatever else the machine does is no part of them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from llm.context import Context, Decoded

SIZES = (2, 4, 8, 16)
"""Tokens that are checked at once, the chosen one before the draft among them: llama.cpp's kernels work on 4 and 16
rows at a time and do single ones apart (ggml-cpu/repack.cpp), so that 5 cost as much as 8."""

PROBE = 16
"""Cells that a measurement takes at most."""

_COMPARED = 8
"""Single tokens that the batches are compared with."""

_WEIGHT = 0.1
"""Of a new time in the running means."""


class DraftCosts:
    """Of one model on one machine.

    Args:
        token: Seconds of a single token.
        ratios: Time of a decode over that of a single token, by size; sizes whose logits are not those of decoding one
            by one, bit for bit, are left out.

    Attributes:
        token: Seconds of a single token, as things are now.
        ratios: As above, as things are now.
    """

    def __init__(self, token: float, ratios: Mapping[int, float]) -> None:
        self.token, self.ratios = token, dict(ratios)

    @property
    def most_gained(self) -> float:
        """Tokens per time, over those of decoding one by one, that checking guesses which are all right would give."""
        return max((size / ratio for size, ratio in self.ratios.items()), default=0.0)

    def observe(self, size: int, seconds: float) -> None:
        """Take note of a decode of `size` tokens."""
        if size == 1:
            # One token that waited for a core says nothing of the machine.
            self.token += _WEIGHT * (min(seconds, 4 * self.token) - self.token)
        elif size in self.ratios:
            self.ratios[size] += _WEIGHT * (min(seconds / self.token, 2 * size) - self.ratios[size])


def measure_costs(context: Context, position: int, tokens: Sequence[int]) -> DraftCosts | None:
    """Decode tokens one by one and together from `position` on; the caller cuts the cache afterwards.

    Args:
        context: Its cache ends at `position` and has room for the tokens.
        position: The first free one.
        tokens: `PROBE` token ids, or fewer to try the smaller sizes alone.

    Returns:
        What was found, or None where it was aborted.
    """
    single: list[float] = []
    wanted = []
    for index in range(min(_COMPARED, len(tokens))):
        began = time.thread_time()
        if context.decode_tokens(tokens[index : index + 1], position + index, logits=1) is Decoded.ABORTED:
            return None
        wanted.append(context.logits().copy())
        single.append(time.thread_time() - began)
    seconds = {}
    for size in SIZES:
        if size > len(tokens):
            break
        context.cut(position)
        began = time.thread_time()
        if context.decode_tokens(tokens[:size], position, logits=size) is Decoded.ABORTED:
            return None
        same = [np.array_equal(context.logits(row - size), logits) for row, logits in enumerate(wanted[:size])]
        if all(same):
            seconds[size] = time.thread_time() - began
    # Fewer tokens never cost more than many: where they did, something else had the processor.
    token = min(float(np.median(single)), *seconds.values()) if seconds else float(np.median(single))
    ratios = {size: min(took for other, took in seconds.items() if other >= size) / token for size in seconds}
    return DraftCosts(token, ratios)
