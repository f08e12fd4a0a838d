"""What a model would have said instead of a given answer, token by token, at several depths.

The answer is read in batches, with the logits after each of its tokens, which costs far less than generating it.  Where
every choice agrees with the answer, the model would have said the same answer by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from llm.accounting import Account
from llm.context import MOST_ROWS, Context
from llm.engine import Engine
from llm.generation import Segment
from llm.session import Session
from llm.skip.half import FULL_DEPTH, Mask
from llm.skip.plan import TokenKind


@dataclass(frozen=True, kw_only=True, eq=False)
class Replay:
    """Of one answer at one depth; all arrays have its length.

    Attributes:
        choices: The most probable token at each place, grammar aside.
        confidences: Its probability.
        log_likelihoods: Logarithm of the probability of the answer's own token.
    """

    choices: NDArray[np.int64]
    confidences: NDArray[np.float64]
    log_likelihoods: NDArray[np.float64]


def replay(
    engine: Engine,
    prompt: tuple[Segment, ...],
    answer: Sequence[int],
    *,
    read: Mapping[TokenKind, Mask],
    masks: Sequence[Mask],
) -> tuple[Replay, ...]:
    """Let a model read a prompt, and then the answer to it at several depths.

    Args:
        engine: The model; what its cache holds is lost.
        prompt: The prompt.
        answer: Token ids, at least one.
        read: What is left out while tokens of a kind are read, at full depth where it doesn't say.
        masks: What is left out while the answer is read.

    Returns:
        One replay for each mask.  Its first choice is made by the prompt's last token, at the depth of reading.
    """
    with engine.borrow() as parts:
        parts.session.read_at(lambda kind: read.get(kind, FULL_DEPTH))
        parts.session.bring_to(parts.plan(prompt), Account())
        first = parts.context.logits().copy()
        return tuple(_read_answer(parts.context, parts.session, first, answer, mask) for mask in masks)


def _read_answer(
    context: Context, session: Session, first: NDArray[np.float32], answer: Sequence[int], mask: Mask
) -> Replay:
    start = session.positions
    context.leave_out(mask)
    rows = [_look(first, answer[0])]
    # In batches of one size, so that llama.cpp keeps its graph from one mask to the next.
    count = -(-(len(answer) - 1) // MOST_ROWS)
    size = -(-(len(answer) - 1) // max(1, count))
    for offset in range(0, len(answer) - 1, max(1, size)):
        part = answer[offset : min(offset + size, len(answer) - 1)]
        context.decode_tokens(part, start + offset, logits=len(part))
        for index in range(len(part)):
            rows.append(_look(context.logits(index - len(part)), answer[offset + index + 1]))
    context.cut(start)
    choices, confidences, likelihoods = zip(*rows, strict=True)
    return Replay(choices=np.array(choices), confidences=np.array(confidences), log_likelihoods=np.array(likelihoods))


def _look(logits: NDArray[np.float32], token: int) -> tuple[int, float, float]:
    best = int(logits.argmax())
    total = float(np.exp(logits - logits[best]).sum(dtype=np.float64))
    return best, 1 / total, float(logits[token] - logits[best]) - float(np.log(total))
