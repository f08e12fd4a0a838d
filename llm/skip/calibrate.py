"""Searches the plan for a model on recorded steps: which halves it can do without, for which kind of token.

The method (docs/skipping.md says why):

1. Damage.  Each half alone is left out, for one kind of token at a time, and what the model says at full depth loses
   log-likelihood by it.
2. Order.  Halves are taken out one after another, the one first that does least damage for the work that it saves.
3. Foretelling.  Tokens that always followed the same few tokens in the answers of other runs need not be chosen.
4. Budget.  Few enough answers may differ from those at full depth.  Reading, foretelling and choosing share these: of
   several ways to split them, the one is taken with which a whole step takes least time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from llm.engine import Engine
from llm.skip.foretell import Answer, Foretelling
from llm.skip.half import FULL_DEPTH, Mask, skippable
from llm.skip.order import Order
from llm.skip.plan import FORETOLD_KINDS, GENERATED_KINDS, SkipLevel, TokenKind
from llm.skip.reckoning import Reckoning
from llm.skip.replay import Replay
from llm.skip.samples import Progress, Reading, Sample, Samples
from llm.skip.shares import Shares
from llm.skip.thresholds import Fit, Observation, fit_thresholds

BUDGETS = (0.004, 0.01, 0.03)
"""Share of answers that may differ from full depth, by level: the first is hardly to be seen, the others are for a
phone that is too hot to go on otherwise."""

_MOST_FOR_DEPTH = 500
"""Samples, spread over all, that depth is tried on: twice the fewest that level 1 can do with, so that one answer of a
near tie does not decide over a half.  What follows what is counted in the answers of all, which takes no computing."""

_SPLITS_TRIED = 2
"""Splits of a budget that are tried out; the others are judged by what was observed with everything read in full."""

_CAUTION = 0.01
"""Work on a generated token, as a share of that at full depth, spent on being surer than the samples ask for."""

_Places = list[NDArray[np.bool_]]
"""By sample: which of its answer's tokens are foretold."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Split:
    """How much of a budget goes where.

    Attributes:
        read: What is left out of what is read.
        known: How sure each kind of token has to be to be foretold.
        places: What is foretold so.
        spoilt: Samples that come out differently by all this.
        spent: How many those are after reading, after foretelling and after the reading of what stands before foretold
            tokens.
    """

    read: dict[TokenKind, Mask]
    known: dict[TokenKind, float]
    places: _Places
    spoilt: set[int]
    spent: tuple[int, ...]

    @property
    def tokens(self) -> tuple[int, int]:
        """Tokens that are chosen and that are foretold, but for the first of each answer."""
        foretold = sum(int(one[1:].sum()) for one in self.places)
        return sum(len(one) - 1 for one in self.places) - foretold, foretold


@dataclass(frozen=True, kw_only=True, eq=False)
class _Found:
    """A split with the rest of the budget spent on choosing; `seconds` are those that a step is reckoned to take."""

    allowed: int
    split: _Split
    mask: Mask
    fit: Fit
    seconds: float


class Calibration:
    """One search.

    Args:
        engine: The model, made for variable depth.
        layers: Its layers.
        shares: What its halves cost.
        samples: The steps.
        on_progress: Is told how far it is.
    """

    def __init__(
        self, engine: Engine, layers: int, shares: Shares, samples: Sequence[Sample], on_progress: Progress
    ) -> None:
        self._shares = shares
        self._foretelling = Foretelling(
            [Answer(run=sample.run, tokens=sample.answer, kinds=sample.kinds) for sample in samples]
        )
        self._all = len(samples)
        places = np.linspace(0, len(samples) - 1, min(len(samples), _MOST_FOR_DEPTH)).round().astype(int)
        self._picked = {place: index for index, place in enumerate(places.tolist())}
        self._samples = Samples(engine, [samples[place] for place in self._picked], on_progress)
        self._order = Order(self._samples, skippable(layers), shares)
        self._reckoning = Reckoning(self._samples, self._order, shares)
        self._known_spoilt: dict[object, tuple[set[int], int]] = {}
        self._observed: dict[object, list[list[Replay]]] = {}
        self._found: list[_Found] = []

    @property
    def damage(self) -> dict[str, dict[str, float]]:
        """Mean loss of an answer's log-likelihood without a half alone, by kind of token and half."""
        return self._order.damage

    def level(self, budget: float) -> tuple[SkipLevel, dict[str, Any]]:
        """The plan's level for a share of answers that may differ, and what was found on these samples.

        One further answer is counted as differing: then the expected share among answers that are not among the samples
        is within the budget too (Angelopoulos et al., "Conformal Risk Control", ICLR 2024). Where there are too few
        samples for that, nothing is left out.
        """
        allowed = int(budget * (len(self._samples) + 1)) - 1
        if allowed < 0:
            return SkipLevel(), {"budget": budget, "steps": len(self._samples), "steps_needed": int(1 / budget)}
        splits = list(self._splits(allowed, int(budget * (self._all + 1)) - 1))
        splits.sort(key=lambda split: self._guessed_seconds(split, allowed, self._reckoning.foretold_share))
        self._found += [self._tried(split, allowed) for split in splits[:_SPLITS_TRIED]]
        # What was found for a smaller budget will do for this one.
        best = min((one for one in self._found if one.allowed <= allowed), key=lambda one: one.seconds)
        read = best.split.read
        level = SkipLevel(
            left_out={**read, **dict.fromkeys(GENERATED_KINDS, best.mask)},
            thresholds=best.fit.thresholds,
            foretold=self._foretelling.table(best.split.known),
        )
        return level, {
            "budget": budget,
            "differing": best.fit.wrong,
            "differing_after": dict(zip(("reading", "foretelling", "foretold"), best.split.spent, strict=False)),
            "steps": len(self._samples),
            "steps_counted": self._all,
            "foretold": round(float(np.concatenate(best.split.places).mean()), 4),
            "foretold_by": {str(kind): threshold for kind, threshold in best.split.known.items()},
            "work_choosing": round(best.fit.work, 4),
            "work_reading": {kind: round(self._shares.reading_without(read[kind]), 4) for kind in read},
            "step_ratio_reckoned": round(self._full_seconds / best.seconds, 3),
            "splits": len(splits),
        }

    def _splits(self, allowed: int, allowed_of_all: int) -> Iterator[_Split]:
        """Ways to give reading nothing, a quarter or half of the budget, and foretelling more or less of the rest."""
        seen: set[object] = set()
        for limit in sorted({0, allowed // 4, (allowed + 1) // 2}):
            read: dict[TokenKind, Mask] = {}
            spoilt: set[int] = set()
            # A screenshot is most of what is read.
            for kind in (TokenKind.IMAGE, TokenKind.TEXT):
                read[kind], spoilt = self._largest(kind, read, spoilt, limit)
            for share in (0.0, 0.5, 1.0):
                more = round(share * (allowed - len(spoilt)))
                of_all = int(allowed_of_all * more / max(1, allowed)) if allowed else allowed_of_all
                known, now = self._foretell(spoilt, len(spoilt) + more, of_all)
                key = _key(read), _key(known)
                if key not in seen:
                    seen.add(key)
                    found = self._foretelling.places(known)
                    places = [found[place] for place in self._picked]
                    yield _Split(read=read, known=known, places=places, spoilt=now, spent=(len(spoilt), len(now)))

    def _foretell(self, spoilt: set[int], allowed: int, allowed_of_all: int) -> tuple[dict[TokenKind, float], set[int]]:
        """How sure each kind of token has to be foretold; the samples that this spoils are added to `spoilt`."""
        share = self._reckoning.foretold_share
        now = spoilt
        fit: Fit | None = None
        for limit in range(allowed_of_all, -1, -1):
            fit = fit_thresholds(
                self._foretelling.observations,
                shallow=share,
                again=1 - share,
                spoilt=set(),
                allowed=limit,
                caution=_CAUTION,
            )
            now = spoilt | {self._picked[place] for place in fit.spoilt if place in self._picked}
            if len(now) <= max(allowed, len(spoilt)):
                break
        assert fit is not None
        return {kind: fit.thresholds[kind] for kind in FORETOLD_KINDS}, now

    def _tried(self, split: _Split, allowed: int) -> _Found:
        """Spend the rest of the budget on choosing, by what is observed with the split's own reading."""
        if any(one.any() for one in split.places):
            split = min(
                (self._with_foretold_read(split, limit) for limit in sorted({len(split.spoilt), allowed})),
                key=lambda one: self._guessed_seconds(one, allowed, self._reckoning.advancing_share(one.read)),
            )
        mask, fit = self._cheapest(split, split.read, allowed)
        seconds = self._seconds(split, fit.work, self._reckoning.advancing_share(split.read))
        return _Found(allowed=allowed, split=split, mask=mask, fit=fit, seconds=seconds)

    def _with_foretold_read(self, split: _Split, allowed: int) -> _Split:
        kind = TokenKind.FORETOLD
        mask, spoilt = self._largest(kind, split.read, split.spoilt, allowed, split)
        return replace(split, read={**split.read, kind: mask}, spoilt=spoilt, spent=(*split.spent, len(spoilt)))

    def _largest(
        self, kind: TokenKind, read: dict[TokenKind, Mask], spoilt: set[int], allowed: int, split: _Split | None = None
    ) -> tuple[Mask, set[int]]:
        """The largest of the nested sets for a kind of reading that spoils few enough answers."""
        sets = self._order.sets(kind, split.places if split is not None else None)
        low, best = 0, spoilt
        high = len(sets)
        while high - low > 1:
            middle = (low + high) // 2
            now = spoilt | self._spoilt({**read, kind: sets[middle]}, split, stop_beyond=allowed)
            if len(now) <= allowed:
                low, best = middle, now
            else:
                high = middle
        return sets[low], best

    def _spoilt(self, read: Reading, split: _Split | None, stop_beyond: int) -> set[int]:
        """Places of the samples that come out differently with this reading; not all where they are too many."""
        key = _key(read), _key(split.known) if split is not None else None
        # Where it stopped before, it goes on.
        found, looked_at = self._known_spoilt.get(key, (set(), 0))
        if len(found) > stop_beyond or looked_at == len(self._samples):
            return found
        for index in self._samples.counted("reading", range(looked_at, len(self._samples))):
            foretold = split.places[index] if split is not None else None
            one = self._samples.replay(index, read, [FULL_DEPTH], foretold)[0]
            found = found | {index} if self._samples.differs(index, one) else found
            self._known_spoilt[key] = found, index + 1
            if len(found) > stop_beyond:
                break
        return found

    def _cheapest(self, split: _Split, read: Reading, allowed: int) -> tuple[Mask, Fit]:
        """The set and thresholds that make choosing cheapest while few enough answers differ, with tokens read so."""
        sets = self._order.sets(TokenKind.ACTION)
        observed = self._observations(split, read, sets)
        fits = [
            fit_thresholds(
                mine,
                shallow=self._reckoning.choosing_share(mask),
                spoilt=split.spoilt,
                allowed=allowed,
                caution=_CAUTION,
            )
            for mask, mine in zip(sets, observed, strict=True)
        ]
        best = min(range(len(sets)), key=lambda place: fits[place].work)
        return sets[best], fits[best]

    def _observations(self, split: _Split, read: Reading, sets: Sequence[Mask]) -> list[list[Observation]]:
        """What each set makes of what is chosen of each sample."""
        key = _key(read), _key(split.known) if TokenKind.FORETOLD in read else None
        if key not in self._observed:
            self._observed[key] = [
                list(self._samples.replay(index, read, sets, split.places[index]))
                for index in self._samples.counted("choosing", range(len(self._samples)))
            ]
        return [
            [
                self._samples.observe(index, replays[place], ~split.places[index])
                for index, replays in enumerate(self._observed[key])
            ]
            for place in range(len(sets))
        ]

    def _guessed_seconds(self, split: _Split, allowed: int, advancing: float) -> float:
        """Seconds of a step if choosing went as it does with everything read in full."""
        _, fit = self._cheapest(split, {}, allowed)
        return self._seconds(split, fit.work, advancing)

    def _seconds(self, split: _Split, choosing: float, advancing: float) -> float:
        """Seconds of a step with this work on a token that is chosen and on one that is foretold."""
        chosen, foretold = (count / len(self._samples) for count in split.tokens)
        return self._reckoning.seconds(split.read, chosen * choosing, foretold * advancing)

    @property
    def _full_seconds(self) -> float:
        return self._reckoning.seconds(
            {}, sum(len(one.choices) - 1 for one in self._samples.full) / len(self._samples), 0
        )


def _key(values: Reading | dict[TokenKind, float]) -> frozenset[tuple[TokenKind, object]]:
    """What a cache knows a mapping by; kinds of which nothing is left out count for nothing."""
    return frozenset((kind, value) for kind, value in values.items() if value)
