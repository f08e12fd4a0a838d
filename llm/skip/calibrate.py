"""Searches the plan for a model on recorded steps: which halves it can do without, for which kind of token.

The method (docs/skipping.md says why):

1. Damage.  Each half alone is left out, for one kind of token at a time, and what the model says at full depth loses
   log-likelihood by it.
2. Order.  Halves are taken out one after another, the one first that does least damage for the work that it saves.
3. Foretelling.  Tokens that always followed the same few tokens in the answers of other runs need not be chosen.
4. Budget.  Of the sets that this gives, the largest for reading, and with thresholds the cheapest for choosing, with
   which few enough answers differ from those at full depth.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from llm.engine import Engine
from llm.generation import Segment
from llm.skip.foretell import Answer, Foretelling
from llm.skip.half import FULL_DEPTH, Half, Mask, skippable
from llm.skip.plan import FORETOLD_KINDS, GENERATED_KINDS, SkipLevel, TokenKind
from llm.skip.replay import Replay, replay
from llm.skip.shares import Shares
from llm.skip.thresholds import Fit, Observation, fit_thresholds
from llm.skip.work import measure_work

T = TypeVar("T")

BUDGETS = (0.004, 0.01, 0.03)
"""Share of answers that may differ from full depth, by level: the first is hardly to be seen, the others are for a
phone that is too hot to go on otherwise."""

_SHORTLIST = 4
"""Halves that are tried in each round of taking one out."""

_MOST_FOR_DEPTH = 500
"""Samples, spread over all, that depth is tried on: twice the fewest that level 1 can do with, so that one answer of a
near tie does not decide over a half.  What follows what is counted in the answers of all, which takes no computing."""

_MOST_SETS = 12
"""Sets that are tried on all samples."""

_FORETOLD_WORK = 0.4
"""Work on a token that is not chosen, as a share of one that is: about, before it is known at what depth it is read."""

_CAUTION = 0.01
"""Work on a generated token, as a share of that at full depth, spent on being surer than the samples ask for."""

_FOR_DAMAGE = 16
"""Samples that damage is measured on, spread over all."""

_Reading = tuple[frozenset[tuple[TokenKind, Mask]], frozenset[tuple[TokenKind, float]]]
"""What is left out of what is read, and how sure a token has to be to be foretold."""

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done and how much there is."""


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


class Calibration:
    """One search.

    Args:
        engine: The model, made for variable depth.
        layers: Its layers.
        shares: What its halves cost.
        samples: The steps.
        on_progress: Is told how far it is.

    Attributes:
        damage: Mean loss of an answer's log-likelihood without a half alone, by kind of token and half.
    """

    def __init__(
        self, engine: Engine, layers: int, shares: Shares, samples: Sequence[Sample], on_progress: Progress
    ) -> None:
        self._engine, self._halves, self._shares = engine, skippable(layers), shares
        self._tell = on_progress
        self._foretelling = Foretelling(
            [Answer(run=sample.run, tokens=sample.answer, kinds=sample.kinds) for sample in samples]
        )
        self._all = len(samples)
        places = np.linspace(0, len(samples) - 1, min(len(samples), _MOST_FOR_DEPTH)).round().astype(int)
        self._picked = {place: index for index, place in enumerate(places.tolist())}
        self._samples = samples = [samples[place] for place in self._picked]
        with engine.borrow() as parts:
            # Once: to scale a screenshot takes a good part of the time that a small model takes to read it.
            self._prompts = [parts.plan(sample.prompt) for sample in samples]
        self._use_foretold({})
        self._full = [
            self._replay(index, {}, [FULL_DEPTH])[0] for index in self._counted("full depth", range(len(samples)))
        ]
        step = max(1, len(samples) // _FOR_DAMAGE)
        self._few = range(0, len(samples), step)
        self._known_spoilt: dict[_Reading, tuple[set[int], bool]] = {}
        self._observed: dict[_Reading, list[list[Observation]]] = {}
        self._work: dict[Mask, float] = {}
        self._orders: dict[TokenKind, list[Half]] = {}
        self.damage: dict[str, dict[str, float]] = {}

    def level(self, budget: float) -> tuple[SkipLevel, dict[str, Any]]:
        """The plan's level for a share of answers that may differ, and what was found on these samples.

        One further answer is counted as differing: then the expected share among answers that are not among the samples
        is within the budget too (Angelopoulos et al., "Conformal Risk Control", ICLR 2024). Where there are too few
        samples for that, nothing is left out.
        """
        allowed = int(budget * (len(self._samples) + 1)) - 1
        if allowed < 0:
            return SkipLevel(), {"budget": budget, "steps": len(self._samples), "steps_needed": int(1 / budget)}
        read: dict[TokenKind, Mask] = {}
        spoilt: set[int] = set()
        self._use_foretold({})
        # A screenshot is most of what is read.  The two kinds of reading may spend half of the budget together.
        for kind in (TokenKind.IMAGE, TokenKind.TEXT):
            read[kind], spoilt = self._largest(kind, read, spoilt, (allowed + 1) // 2)
        known, spoilt = self._foretell(spoilt, allowed, int(budget * (self._all + 1)) - 1)
        if self._is_any_foretold:
            read[TokenKind.FORETOLD], spoilt = self._largest(TokenKind.FORETOLD, read, spoilt, allowed)
        mask, fit = self._cheapest(read, spoilt, allowed)
        level = SkipLevel(
            left_out={**read, **dict.fromkeys(GENERATED_KINDS, mask)},
            thresholds=fit.thresholds,
            foretold=self._foretelling.table(known),
        )
        places = np.concatenate(self._places)
        return level, {
            "budget": budget,
            "differing": fit.wrong,
            "steps": len(self._samples),
            "steps_counted": self._all,
            "foretold": round(float(places.mean()), 4),
            "foretold_by": {str(kind): threshold for kind, threshold in known.items()},
            "work_choosing": round(fit.work, 4),
            "work_reading": {kind: round(self._shares.reading_without(read[kind]), 4) for kind in read},
        }

    @property
    def _is_any_foretold(self) -> bool:
        return any(places.any() for places in self._places)

    def _foretell(self, spoilt: set[int], allowed: int, allowed_of_all: int) -> tuple[dict[TokenKind, float], set[int]]:
        """How sure each kind of token has to be foretold; the samples that this spoils are added to `spoilt`."""
        for limit in range(allowed_of_all, -1, -1):
            fit = fit_thresholds(
                self._foretelling.observations,
                shallow=_FORETOLD_WORK,
                again=1 - _FORETOLD_WORK,
                spoilt=set(),
                allowed=limit,
            )
            now = spoilt | {self._picked[place] for place in fit.spoilt if place in self._picked}
            if len(now) <= max(allowed, len(spoilt)):
                break
        known = {kind: fit.thresholds[kind] for kind in FORETOLD_KINDS}
        self._use_foretold(known)
        return known, now

    def _use_foretold(self, known: dict[TokenKind, float]) -> None:
        self._foretold_by = frozenset(known.items())
        places = self._foretelling.places(known)
        self._places = [places[place] for place in self._picked]

    def _largest(
        self, kind: TokenKind, read: dict[TokenKind, Mask], spoilt: set[int], allowed: int
    ) -> tuple[Mask, set[int]]:
        """The largest of the nested sets for a kind of reading that spoils few enough answers."""
        sets = self._sets(kind)
        low, best = 0, spoilt
        high = len(sets)
        while high - low > 1:
            middle = (low + high) // 2
            now = spoilt | self._spoilt({**read, kind: sets[middle]}, stop_beyond=allowed)
            if len(now) <= allowed:
                low, best = middle, now
            else:
                high = middle
        return sets[low], best

    def _spoilt(self, read: dict[TokenKind, Mask], stop_beyond: int) -> set[int]:
        """Places of the samples that come out differently with this reading; not all where they are too many."""
        key = frozenset(read.items()), self._foretold_by
        known, complete = self._known_spoilt.get(key, (set(), False))
        if complete or len(known) > stop_beyond:
            return known
        found: set[int] = set()
        for index in self._counted("reading", range(len(self._samples))):
            one = self._replay(index, read, [FULL_DEPTH])[0]
            if self._differs(one, index):
                found.add(index)
                if len(found) > stop_beyond:
                    self._known_spoilt[key] = found, False
                    return found
        self._known_spoilt[key] = found, True
        return found

    def _cheapest(self, read: dict[TokenKind, Mask], spoilt: set[int], allowed: int) -> tuple[Mask, Fit]:
        """The set and thresholds that make choosing cheapest while few enough answers differ."""
        sets = self._sets(TokenKind.ACTION)
        if not self._work:
            self._work = measure_work(self._engine, self._prompts[0], sets)
        fits = [
            fit_thresholds(mine, shallow=self._work[mask], spoilt=spoilt, allowed=allowed, caution=_CAUTION)
            for mask, mine in zip(sets, self._observations(read, sets), strict=True)
        ]
        best = min(range(len(sets)), key=lambda place: fits[place].work)
        return sets[best], fits[best]

    def _observations(self, read: dict[TokenKind, Mask], sets: Sequence[Mask]) -> list[list[Observation]]:
        """What each set makes of each sample."""
        key = frozenset(read.items()), self._foretold_by
        if key not in self._observed:
            found: list[list[Observation]] = [[] for _ in sets]
            for index in self._counted("choosing", range(len(self._samples))):
                sample = self._samples[index]
                for place, one in enumerate(self._replay(index, read, sets)):
                    found[place].append(_observe(sample, one, self._full[index], ~self._places[index]))
            self._observed[key] = found
        return self._observed[key]

    def _sets(self, kind: TokenKind) -> list[Mask]:
        """Nested sets of halves, from the empty one on; for generated tokens of any kind those of the action."""
        order = self._order(kind)
        sets = [frozenset(order[:count]) for count in range(len(order) + 1)]
        picked = np.unique(np.linspace(0, len(sets) - 1, min(_MOST_SETS, len(sets))).round().astype(int))
        return [sets[place] for place in picked]

    def _order(self, kind: TokenKind) -> list[Half]:
        if kind not in self._orders:
            self._orders[kind] = self._choosing_order() if kind.is_generated else self._reading_order(kind)
        return self._orders[kind]

    def _reading_order(self, kind: TokenKind) -> list[Half]:
        """By the damage of each half alone: to try sets would mean to read every prompt again for each."""
        damage = dict.fromkeys(self._halves, 0.0)
        for half in self._counted(f"damage to {kind}", self._halves):
            for index in self._few:
                one = self._replay(index, {kind: frozenset([half])}, [FULL_DEPTH])[0]
                damage[half] += _loss(one, self._full[index])
        self._note(kind, damage)
        return sorted(self._halves, key=lambda half: (damage[half] / self._shares.reading[half], half))

    def _choosing_order(self) -> list[Half]:
        """By the damage of each half beside those that were taken out before it, of the most promising few."""
        alone = self._choosing_damage([frozenset([half]) for half in self._halves])
        damage = dict(zip(self._halves, alone, strict=True))
        self._note(TokenKind.ACTION, damage)
        share = self._shares.choosing
        left = sorted(self._halves, key=lambda half: (damage[half] / share[half], half))
        order: list[Half] = []
        for _ in self._counted("taking out", range(len(left))):
            tried = left[:_SHORTLIST]
            sets = [frozenset([*order, half]) for half in tried]
            found = dict(zip(tried, self._choosing_damage(sets) if len(tried) > 1 else [0.0], strict=True))
            taken = min(tried, key=lambda half: (found[half] / share[half], half))
            order.append(taken)
            left.remove(taken)
        return order

    def _choosing_damage(self, sets: Sequence[Mask]) -> list[float]:
        damage = np.zeros(len(sets))
        for index in self._few:
            damage += [_loss(one, self._full[index]) for one in self._replay(index, {}, sets)]
        return [float(value) for value in damage]

    def _replay(self, index: int, read: dict[TokenKind, Mask], masks: Sequence[Mask]) -> tuple[Replay, ...]:
        answer = self._samples[index].answer
        foretold = self._places[index] if TokenKind.FORETOLD in read else None
        return replay(self._engine, self._prompts[index], answer, read=read, masks=masks, foretold=foretold)

    def _differs(self, one: Replay, index: int) -> bool:
        """Whether another token is chosen anywhere, of those that are."""
        full = self._full[index].choices
        chosen = ~self._places[index]
        return bool((one.choices != full)[chosen].any())

    def _note(self, kind: TokenKind, damage: dict[Half, float]) -> None:
        count = len(self._few)
        self.damage[kind] = {str(half): round(value / count, 5) for half, value in damage.items()}

    def _counted(self, what: str, things: Sequence[T]) -> Iterator[T]:
        for done, thing in enumerate(things):
            self._tell(what, done, len(things))
            yield thing
        self._tell(what, len(things), len(things))


def _loss(one: Replay, full: Replay) -> float:
    """Log-likelihood of the answer that was lost; where it was won, the answer still is no other."""
    return float(np.maximum(full.log_likelihoods - one.log_likelihoods, 0).sum())


def _observe(sample: Sample, one: Replay, full: Replay, chosen: NDArray[np.bool_]) -> Observation:
    """What depth decides: all that is chosen but the first token, which the prompt's last one chooses."""
    places = np.flatnonzero(chosen[1:]) + 1
    return Observation(
        kinds=np.array([GENERATED_KINDS.index(sample.kinds[place]) for place in places], dtype=np.int64),
        confidences=one.confidences[places],
        right=one.choices[places] == full.choices[places],
    )
