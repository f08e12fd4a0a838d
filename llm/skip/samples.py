"""The recorded steps that a plan is searched on, and what the model makes of them at full and at reduced depth."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from llm.engine import Engine
from llm.generation import Segment
from llm.session import Prompt
from llm.skip.half import FULL_DEPTH, Mask
from llm.skip.plan import GENERATED_KINDS, TokenKind
from llm.skip.replay import Replay, replay
from llm.skip.thresholds import Observation

T = TypeVar("T")

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done and how much there is."""

Reading = Mapping[TokenKind, Mask]
"""What is left out of what is read, by kind of token."""

_FOR_DAMAGE = 16
"""Samples that damage is measured on, spread over all."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """A recorded step as the search sees it.

    Attributes:
        run: The run that it belongs to: steps of one run are alike.
        prompt: What the model was given.
        answer: Token ids of what it says at full depth, the end token or stop string included; at least two.
        kinds: What each of them is for.
    """

    run: Hashable
    prompt: tuple[Segment, ...]
    answer: tuple[int, ...]
    kinds: tuple[TokenKind, ...]


class Samples:
    """Steps with what the model says to them at full depth.

    Args:
        engine: The model, made for variable depth.
        samples: The steps.
        on_progress: Is told how far it is.

    Attributes:
        engine: As above.
        prompts: The steps' prompts, as the engine plans them.
        full: Their answers at full depth.
        few: Places of some, spread over all, for what takes long and needs few.
    """

    def __init__(self, engine: Engine, samples: Sequence[Sample], on_progress: Progress) -> None:
        self.engine, self._samples, self._tell = engine, samples, on_progress
        with engine.borrow() as parts:
            # Once: to scale a screenshot takes a good part of the time that a small model takes to read it.
            self.prompts: list[Prompt] = [parts.plan(sample.prompt) for sample in samples]
        self.full = [self.replay(index, {}, [FULL_DEPTH])[0] for index in self.counted("full depth", range(len(self)))]
        self.few = range(0, len(samples), max(1, len(samples) // _FOR_DAMAGE))

    def __len__(self) -> int:
        return len(self._samples)

    def replay(
        self, index: int, read: Reading, masks: Sequence[Mask], foretold: NDArray[np.bool_] | None = None
    ) -> tuple[Replay, ...]:
        """What the model says instead of a step's answer without each of `masks`, see `llm.skip.replay`."""
        answer = self._samples[index].answer
        known = foretold if TokenKind.FORETOLD in read else None
        return replay(self.engine, self.prompts[index], answer, read=read, masks=masks, foretold=known)

    def observe(self, index: int, one: Replay, chosen: NDArray[np.bool_]) -> Observation:
        """What depth decides of an answer: what is chosen, but for the first, which the prompt's last token chooses."""
        places = np.flatnonzero(chosen[1:]) + 1
        kinds = self._samples[index].kinds
        return Observation(
            kinds=np.array([GENERATED_KINDS.index(kinds[place]) for place in places], dtype=np.int64),
            confidences=one.confidences[places],
            right=one.choices[places] == self.full[index].choices[places],
        )

    def differs(self, index: int, one: Replay) -> bool:
        """Whether another token is chosen anywhere; one that is foretold is never another."""
        return bool((one.choices != self.full[index].choices).any())

    def loss(self, index: int, one: Replay) -> float:
        """Log-likelihood of the answer that was lost; where it was won, the answer still is no other."""
        return float(np.maximum(self.full[index].log_likelihoods - one.log_likelihoods, 0).sum())

    def counted(self, what: str, things: Sequence[T]) -> Iterator[T]:
        """Yield `things`, and tell how far that is."""
        for done, thing in enumerate(things):
            self._tell(what, done, len(things))
            yield thing
        self._tell(what, len(things), len(things))
