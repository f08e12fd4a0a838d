"""What a model would have said instead of a given answer, token by token, at several depths.

The answer is read in batches, with the logits after each of its tokens, which costs far less than generating it.  Where
every choice agrees with the answer, the model would have said the same answer by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from llm.accounting import Account
from llm.context import MOST_ROWS, Context
from llm.engine import Engine
from llm.session import Prompt, Session
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
    prompt: Prompt,
    answer: Sequence[int],
    *,
    read: Mapping[TokenKind, Mask],
    masks: Sequence[Mask],
    foretold: NDArray[np.bool_] | None = None,
) -> tuple[Replay, ...]:
    """Let a model read a prompt, and then the answer to it at several depths.

    Args:
        engine: The model; what its cache holds is lost.
        prompt: The prompt, as the engine plans it.
        answer: Token ids, at least one.
        read: What is left out while tokens of a kind are read, at full depth where it doesn't say.
        masks: What is left out while the answer is read.
        foretold: Which of its tokens are taken as they are, so that what stands before them is read as `read` says of
            `TokenKind.FORETOLD`; None where none is.

    Returns:
        One replay for each mask.  Its first choice is made by the prompt's last token, at the depth of reading.  A
        token that is foretold counts as chosen, with certainty.
    """
    with engine.borrow() as parts:
        parts.session.read_at(lambda kind: read.get(kind, FULL_DEPTH))
        parts.session.bring_to(prompt, Account())
        first = parts.context.logits().copy()
        known = np.zeros(len(answer), dtype=bool) if foretold is None else foretold
        shallow = read.get(TokenKind.FORETOLD, FULL_DEPTH)
        return tuple(_read_answer(parts.context, parts.session, first, answer, mask, known, shallow) for mask in masks)


def _read_answer(
    context: Context,
    session: Session,
    first: NDArray[np.float32],
    answer: Sequence[int],
    mask: Mask,
    known: NDArray[np.bool_],
    shallow: Mask,
) -> Replay:
    start = session.positions
    rows = [_look(first, answer[0])]
    for begin, end in _batches(known[1:]):
        part, after = answer[begin:end], answer[begin + 1 : end + 1]
        is_known = bool(known[begin + 1])
        context.leave_out(shallow if is_known else mask)
        context.decode_tokens(part, start + begin, logits=0 if is_known else len(part))
        if is_known:
            rows += [(token, 1.0, 0.0) for token in after]
        else:
            rows += [_look(context.logits(index - len(part)), token) for index, token in enumerate(after)]
    context.cut(start)
    choices, confidences, likelihoods = zip(*rows, strict=True)
    return Replay(choices=np.array(choices), confidences=np.array(confidences), log_likelihoods=np.array(likelihoods))


def _batches(known: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Where batches begin and end in which every token's successor has to be chosen, or none's."""
    begin = 0
    for end in range(1, len(known) + 1):
        if end == len(known) or known[end] != known[begin]:
            # Of one size, so that llama.cpp keeps its graph from one to the next.
            count = -(-(end - begin) // MOST_ROWS)
            size = -(-(end - begin) // count)
            for offset in range(begin, end, size):
                yield offset, min(offset + size, end)
            begin = end


def _look(logits: NDArray[np.float32], token: int) -> tuple[int, float, float]:
    best = int(logits.argmax())
    total = float(np.exp(logits - logits[best]).sum(dtype=np.float64))
    return best, 1 / total, float(logits[token] - logits[best]) - float(np.log(total))
