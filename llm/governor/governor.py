"""The governor: takes readings, keeps what can be believed, and decides on a tier by policy and rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from llm.governor.decision import Decision, OnDecision, Pace, Rule
from llm.governor.drift import DriftMeter
from llm.governor.limits import Limits
from llm.governor.policy import Fixed, Policy, View
from llm.governor.predictive import Predictive
from llm.governor.reader import BackgroundReader, DirectReader, Reader
from llm.governor.reading import Read, Reading
from llm.governor.rules import Demand, demands
from llm.governor.tier import Ladder, Tier, build_ladder, level_for
from llm.governor.trust import Trust

READ_EVERY = 1.0
"""Seconds between two readings; Android answers NaN to forecasts that are asked for more often."""

_DRIFT_HELD = 30.0
"""Seconds for which a drift counts after it was seen: at another number of threads there is none to see."""

_BLIND_SHARE = 0.4
"""Share of full load while a temperature that was known is in doubt."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Most:
    """Full speed: what the engine would do without a governor."""

    chunk: int
    threads: int
    image_tokens: int | None = None


class Governor:
    """Decides how hard an engine works.

    Args:
        read: Makes a reading; None where the machine has no sensor: throughput and cores are then all that is known.
        policy: What temperatures lead to; None takes `Predictive`.
        limits: The thresholds.
        interval: Seconds between two readings, made in a thread of the governor's own; 0 reads at each decision.
        on_decision: Told of decisions that change something.
        clock: Seconds, as in `Reading.at`.

    An engine that is given a governor calls `bind`, then `decide` before each chunk and each token, and `worked` after.
    """

    def __init__(
        self,
        read: Read | None = None,
        *,
        policy: Policy | None = None,
        limits: Limits | None = None,
        interval: float = READ_EVERY,
        on_decision: OnDecision | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.policy: Policy = policy or Predictive()
        self.limits = limits or Limits()
        self.on_decision = on_decision
        self._clock = clock
        self._reader: Reader = (
            BackgroundReader(read, interval=interval)
            if read is not None and interval > 0
            else DirectReader(read or (lambda: Reading(at=clock())))
        )
        self._interval = interval or (0.0 if read is not None else READ_EVERY)
        self._trust = Trust(self.limits)
        self._drift = DriftMeter()
        self._drifted: tuple[float, Demand] | None = None
        self._most = Most(chunk=256, threads=1)
        self._ladder = build_ladder(chunk=256, threads=1)
        self._level = 0
        self._changed = -1e9
        self._busy = 0.0
        self._viewed: float | None = None
        self._last: Decision | None = None
        self._seen: Reading | None = None
        self._next = -1e9

    @property
    def ladder(self) -> Ladder:
        """The tiers to choose from."""
        return self._ladder

    @property
    def last(self) -> Decision | None:
        """The newest decision; None before the first."""
        return self._last

    def bind(self, most: Most) -> None:
        """Build the ladder down from `most`; a policy's place on another ladder is kept in proportion."""
        if most == self._most:
            return
        share = self._ladder[self._level].load / self._ladder[0].load
        self._most = most
        self._ladder = build_ladder(chunk=most.chunk, threads=most.threads, image_tokens=most.image_tokens)
        self._level = level_for(self._ladder, share)
        self._last, self._next = None, -1e9

    def decide(self) -> Decision:
        """What is allowed now.  Costs next to nothing where no reading came since the last call."""
        now = self._clock()
        if self._last is not None and now < self._next:
            return self._last
        reading = self._reader.latest() or Reading(at=now)
        if self._last is not None and reading is self._seen and now < self._next + self._interval:
            return self._last
        self._seen, self._next = reading, now + self._interval / 2
        decision = self._judge(reading, now)
        before, self._last = self._last, decision
        changed = before is None or (before.tier, before.pace, before.rule) != (
            decision.tier,
            decision.pace,
            decision.rule,
        )
        if changed and self.on_decision is not None:
            self.on_decision(decision)
        return decision

    def worked(self, seconds: float, *, threads: int, tokens: int) -> None:
        """Take note of work that was done.

        Args:
            seconds: How long it took.
            threads: CPU threads that did it.
            tokens: Tokens that the whole model decoded at once, 0 for anything else; only single ones tell how fast the
                machine is.
        """
        self._busy += seconds * threads
        if tokens == 1:
            self._drift.observe(seconds, threads=threads, at=self._clock())

    def close(self) -> None:
        """Stop reading the sensors; harmless when called twice."""
        self._reader.close()

    def _judge(self, reading: Reading, now: float) -> Decision:
        load = self._load(now)
        believed = self._trust.check(reading, now=now, load=load / self._ladder[0].load)
        if believed.drift is None:
            believed = replace(believed, drift=self._drift.reading(at=now))
        view = View(
            at=min(now, reading.at),
            temperatures={zone: measured.value for zone, measured in believed.temperatures.items()},
            load=load,
            level=self._level,
            since_change=now - self._changed,
            ladder=self._ladder,
            limits=self.limits,
        )
        choice = self.policy.choose(view)
        if choice.level != self._level:
            self._level, self._changed = choice.level, now
        asked = Demand(rule=choice.rule, cause=choice.cause, level=choice.level)
        if isinstance(self.policy, Fixed):
            return self._combine([asked, *_cores(believed, self._ladder, self.limits)], believed, now)
        return self._combine([asked, *self._demands(believed, now)], believed, now)

    def _demands(self, believed: Reading, now: float) -> Iterator[Demand]:
        for demand in demands(believed, self._ladder, self.limits):
            if demand.rule is Rule.DRIFT:
                self._drifted = now, demand
            else:
                yield demand
        if self._drifted is not None and now - self._drifted[0] < _DRIFT_HELD:
            yield self._drifted[1]
        for zone, why in self._trust.doubts.items():
            yield Demand(rule=Rule.BLIND, cause=f"{zone} {why}", level=level_for(self._ladder, _BLIND_SHARE))

    def _combine(self, asked: list[Demand], reading: Reading, now: float) -> Decision:
        """The tier that every demand allows; the decision names the one that allows least."""
        level = max(demand.level for demand in asked)
        tier = self._ladder[level]
        threads = min([tier.threads, *(demand.threads for demand in asked if demand.threads is not None)])
        chunk = min([tier.chunk, *(demand.chunk for demand in asked if demand.chunk is not None)])
        image = self._ladder[-1].image_tokens if any(demand.smallest_image for demand in asked) else tier.image_tokens
        strictest = max(asked, key=lambda demand: self._strictness(demand, tier, threads))
        pace = Pace.HOLD if any(demand.pace is Pace.HOLD for demand in asked) else Pace.WORK
        return Decision(
            at=now,
            tier=Tier(chunk=chunk, threads=threads, pause=tier.pause, skip_level=tier.skip_level, image_tokens=image),
            pace=pace,
            rule=strictest.rule,
            cause=strictest.cause,
            level=level,
            reading=reading,
        )

    def _strictness(self, demand: Demand, tier: Tier, threads: int) -> tuple[bool, bool, int, bool]:
        """Order of demands: holds, then thread caps that bind below the tier, then levels, then what only shortens."""
        binds = demand.threads is not None and demand.threads == threads < tier.threads
        return demand.pace is Pace.HOLD, binds, demand.level, demand.chunk is not None and demand.chunk < tier.chunk

    def _load(self, now: float) -> float:
        """Threads that were busy on average since the last view."""
        before, self._viewed = self._viewed, now
        busy, self._busy = self._busy, 0.0
        if before is None or now <= before:
            return 0.0
        return min(busy / (now - before), self._ladder[0].load)


def _cores(reading: Reading, ladder: Ladder, limits: Limits) -> Iterator[Demand]:
    """Even the fixed policy starts no more threads than there are cores: they would wait for each other."""
    return (demand for demand in demands(reading, ladder, limits) if demand.rule is Rule.FEW_CORES)
