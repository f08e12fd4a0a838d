"""What a token costs on this machine without some halves, against one at full depth."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from llm.accounting import Account
from llm.engine import Engine
from llm.session import Prompt
from llm.skip.half import FULL_DEPTH, Mask

_ROUNDS = 12


def measure_work(engine: Engine, prompt: Prompt, masks: Sequence[Mask]) -> dict[Mask, float]:
    """Decode a token after `prompt` without each of `masks`, by turns, and see how sure the choice after it is.

    Returns:
        Time over that of a token at full depth, which nobody asks how sure it is; each the shortest of several times,
        as whatever else a machine does only adds to them.
    """
    with engine.borrow() as parts:
        parts.session.bring_to(prompt, Account())
        token = next(item for item in reversed(parts.session.items) if isinstance(item, int))
        least = dict.fromkeys([FULL_DEPTH, *masks], np.inf)
        for _ in range(_ROUNDS):
            for mask in least:
                parts.context.leave_out(mask)
                began = time.perf_counter()
                parts.session.advance((token,))
                logits = parts.context.logits()
                best = int(logits.argmax())
                if mask:
                    float(np.exp(logits - logits[best]).sum())
                least[mask] = min(least[mask], time.perf_counter() - began)
                parts.session.take_back(1)
    return {mask: seconds / least[FULL_DEPTH] for mask, seconds in least.items()}
