"""What reading and choosing take on this machine without some halves."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from llm.accounting import Account
from llm.engine import Engine
from llm.session import Prompt
from llm.skip.half import FULL_DEPTH, Mask
from llm.skip.plan import TokenKind

_ROUNDS = 12
_READINGS = 3


@dataclass(frozen=True, kw_only=True)
class Work:
    """Seconds for a token, the shortest of several times, as whatever else a machine does only adds to them.

    Attributes:
        choosing: Of one after which a token is chosen, by what is left out; where that is anything, the question how
            sure the choice is is included.
        advancing: Of one after which none is chosen.
    """

    choosing: Mapping[Mask, float]
    advancing: Mapping[Mask, float]


def measure_work(engine: Engine, prompt: Prompt, choosing: Sequence[Mask], advancing: Sequence[Mask]) -> Work:
    """Decode a token after `prompt` without each of the masks, by turns, and see how sure the choice after it is.

    Args:
        engine: The model; what its cache holds is lost.
        prompt: Any prompt.
        choosing: What may be left out of a token after which one is chosen.
        advancing: What may be left out of one after which none is.
    """
    with engine.borrow() as parts:
        parts.session.bring_to(prompt, Account())
        token = next(item for item in reversed(parts.session.items) if isinstance(item, int))
        turns = [(mask, chosen) for chosen, masks in ((True, choosing), (False, advancing)) for mask in masks]
        least = dict.fromkeys([(FULL_DEPTH, True), (FULL_DEPTH, False), *turns], np.inf)
        for _ in range(_ROUNDS):
            for mask, chosen in least:
                parts.context.leave_out(mask)
                began = time.perf_counter()
                parts.session.advance((token,), choosing=chosen)
                if chosen:
                    logits = parts.context.logits()
                    best = int(logits.argmax())
                    if mask:
                        float(np.exp(logits - logits[best]).sum())
                least[mask, chosen] = min(least[mask, chosen], time.perf_counter() - began)
                parts.session.take_back(1)
    return Work(
        choosing={mask: seconds for (mask, chosen), seconds in least.items() if chosen},
        advancing={mask: seconds for (mask, chosen), seconds in least.items() if not chosen},
    )


def measure_reading(
    engine: Engine, prompts: Sequence[Prompt], reads: Sequence[Mapping[TokenKind, Mask]]
) -> list[float]:
    """Read prompts from an empty cache, by turns, with each choice of what is left out; pictures are encoded before.

    A whole prompt tells more than its parts: what is read at one depth can be read in one decode.

    Returns:
        Mean seconds of a prompt for each, of each the shortest of several times.
    """
    least = np.full((len(reads), len(prompts)), np.inf)
    with engine.borrow() as parts:
        for column, prompt in enumerate(prompts):
            for turn in range(1 + _READINGS):
                for row, read in enumerate(reads):
                    parts.session.forget()
                    parts.session.read_at(lambda kind, read=read: read.get(kind, FULL_DEPTH))  # type: ignore[misc]
                    began = time.perf_counter()
                    parts.session.bring_to(prompt, Account())
                    if turn:
                        # The first time, the picture was encoded.
                        least[row, column] = min(least[row, column], time.perf_counter() - began)
    return [float(seconds) for seconds in least.mean(axis=1)]
