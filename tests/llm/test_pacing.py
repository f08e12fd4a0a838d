"""Governed and interrupted generations of the embedded model say what undisturbed ones say, bit for bit."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from llm import (
    Engine,
    EngineClosedError,
    Generation,
    GenerationOptions,
    Governor,
    Hysteresis,
    Image,
    Measured,
    Reading,
    Segment,
    StopReason,
    Text,
    Throttling,
    TooHotError,
    Urgency,
    embedded_model,
)
from llm.governor import Decision, Rule
from tests.llm.governor.readings import reading

PATHS = embedded_model()
ASKED = GenerationOptions(max_tokens=24, image_tokens=64)


def prompt(seed: int, *, words: int = 90) -> tuple[Segment, ...]:
    """A long prompt with a picture, another one for each seed."""
    draw = np.random.default_rng(seed)
    text = " ".join("".join(chr(letter) for letter in draw.integers(97, 123, 5)) for _ in range(words))
    pixels = draw.integers(0, 256, (420, 200, 3), dtype=np.uint8)
    return Text(text=f"<|user|>\n{text}\n<|observation|>"), Image(pixels=pixels), Text(text=f"{text}<|assistant|>\n")


class Sensors:
    """Sensors that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reading = Reading(at=0.0)

    def __call__(self) -> Reading:
        return replace(self.reading, at=self.now)


@pytest.fixture(scope="module")
def plain() -> Iterator[Engine]:
    engine = Engine(PATHS.model, PATHS.mmproj, context=2048)
    yield engine
    engine.close()


def governed(sensors: Sensors, told: list[Decision], *, longest_hold: float = 600.0) -> Engine:
    governor = Governor(sensors, policy=Hysteresis(), interval=0, clock=lambda: sensors.now, on_decision=told.append)
    return Engine(PATHS.model, PATHS.mmproj, context=2048, governor=governor, longest_hold=longest_hold)


def undisturbed(engine: Engine, seed: int) -> Generation:
    engine.forget()
    return engine.generate(prompt(seed), ASKED)


@pytest.mark.parametrize("status", [Throttling.NONE, Throttling.LIGHT, Throttling.MODERATE, Throttling.SEVERE])
def test_a_tier_changes_when_a_token_comes_and_not_which(plain: Engine, status: Throttling) -> None:
    sensors, told = Sensors(), list[Decision]()
    sensors.reading = reading(0.0, status=status, cpu=40.0)
    engine = governed(sensors, told)
    try:
        for seed in range(6):
            found = undisturbed(engine, seed)
            assert found.token_ids == undisturbed(plain, seed).token_ids
            assert np.array_equal(engine.next_logits(prompt(seed)), plain.next_logits(prompt(seed)))
            assert (found.seconds.rested > 0) == (status > Throttling.NONE)
    finally:
        engine.close()
    assert [decision.level > 0 for decision in told] == [status > Throttling.NONE]


def test_a_tier_that_changes_within_a_generation_changes_nothing_in_it(plain: Engine) -> None:
    sensors, told = Sensors(), list[Decision]()
    engine = governed(sensors, told)
    draw = random.Random(0)

    def change(_text: str) -> None:
        sensors.now += 1
        sensors.reading = reading(0.0, cpu=draw.uniform(50, 95))

    try:
        for seed in range(6):
            engine.forget()
            found = engine.generate(prompt(seed), ASKED, on_token=change)
            assert found.token_ids == undisturbed(plain, seed).token_ids
    finally:
        engine.close()
    assert len({decision.level for decision in told}) > 2


def test_critical_holds_within_one_token_and_recovery_goes_on(plain: Engine) -> None:
    sensors, told = Sensors(), list[Decision]()
    sensors.reading = reading(0.0, status=Throttling.NONE, cpu=40.0)
    engine = governed(sensors, told)
    said: list[str] = []
    at_critical: list[int] = []

    def heat(text: str) -> None:
        said.append(text)
        if len(said) == 5:
            sensors.reading = reading(0.0, status=Throttling.CRITICAL, cpu=40.0)
            at_critical.append(len(said))

    def cool(decision: Decision) -> None:
        told.append(decision)
        if decision.rule is Rule.CRITICAL:
            at_critical.append(len(said))
            sensors.reading = reading(0.0, status=Throttling.NONE, cpu=40.0)

    assert engine._governor is not None
    engine._governor.on_decision = cool
    try:
        engine.forget()
        found = engine.generate(prompt(1), ASKED, on_token=heat)
    finally:
        engine.close()
    assert at_critical == [5, 5]
    assert found.token_ids == undisturbed(plain, 1).token_ids
    assert [decision.rule for decision in told] == [Rule.COOL, Rule.CRITICAL, Rule.COOL]


def test_a_machine_that_stays_too_hot_ends_the_generation_with_the_reason() -> None:
    sensors, told = Sensors(), list[Decision]()
    sensors.reading = reading(0.0, status=Throttling.EMERGENCY)
    engine = governed(sensors, told, longest_hold=0.3)
    try:
        with pytest.raises(TooHotError, match="EMERGENCY"):
            engine.generate(prompt(0), ASKED)
        sensors.reading = reading(0.0, status=Throttling.NONE, cpu=40.0)
        assert engine.generate(prompt(0), ASKED).token_ids
    finally:
        engine.close()


def test_a_rest_or_a_hold_can_be_aborted() -> None:
    sensors, told = Sensors(), list[Decision]()
    sensors.reading = reading(0.0, status=Throttling.CRITICAL, cpu=40.0)
    engine = governed(sensors, told)
    found: list[Generation] = []
    runner = threading.Thread(target=lambda: found.append(engine.generate(prompt(0), ASKED)))
    assert engine._governor is not None
    held = threading.Event()
    engine._governor.on_decision = lambda _decision: held.set()
    runner.start()
    assert held.wait(60)
    engine.abort()
    runner.join(60)
    engine.close()
    assert [generation.stop for generation in found] == [StopReason.ABORTED]


def test_no_more_threads_than_the_reading_allows(plain: Engine) -> None:
    sensors, told = Sensors(), list[Decision]()
    sensors.reading = replace(reading(0.0, cpu=40.0), allowed_cores=Measured(value=1, source="test"))
    governor = Governor(sensors, interval=0, clock=lambda: sensors.now, on_decision=told.append)
    engine = Engine(PATHS.model, PATHS.mmproj, context=2048, threads=2, governor=governor)
    try:
        assert engine.generate(prompt(3), ASKED).token_ids == undisturbed(plain, 3).token_ids
        assert engine._pacing._threads == 1
    finally:
        engine.close()


class Background:
    """A background generation in a thread, which counts its tokens."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.tokens = 0
        self.result: Generation | None = None
        self.begun = threading.Event()
        self._engine, self._seed = engine, seed
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        options = replace(ASKED, urgency=Urgency.BACKGROUND)
        self.result = self._engine.generate(prompt(self._seed), options, on_token=self._count)

    def _count(self, _text: str) -> None:
        self.tokens += 1
        self.begun.set()

    def finish(self) -> Generation:
        self._thread.join(120)
        assert self.result is not None
        return self.result


@pytest.mark.parametrize("seed", range(4))
def test_what_a_person_waits_for_goes_first_and_the_other_goes_on_where_it_was(plain: Engine, seed: int) -> None:
    alone = undisturbed(plain, seed)
    # The last token of a cached prompt is decoded by itself, which may differ in the last places from its first time.
    alone_again = plain.generate(prompt(seed), ASKED)
    urgent = undisturbed(plain, seed + 100)
    engine = Engine(PATHS.model, PATHS.mmproj, context=2048)
    try:
        background = Background(engine, seed)
        assert background.begun.wait(120)
        person = engine.generate(prompt(seed + 100), ASKED)
        assert person.token_ids == urgent.token_ids
        other = background.finish()
        assert other.token_ids == alone.token_ids
        assert other.tokens.text == alone.tokens.text
        assert [handover.decodes <= 1 for handover in engine.handovers] == [True] * len(engine.handovers)
        # Both caches live on: the next steps of either find theirs.
        again = engine.generate(prompt(seed + 100), ASKED)
        assert (again.tokens.image, again.tokens.text) == (0, 1)
        after = engine.generate(prompt(seed), replace(ASKED, urgency=Urgency.BACKGROUND))
        assert (after.tokens.image, after.tokens.text) == (0, 1)
        assert after.token_ids == alone_again.token_ids
    finally:
        engine.close()


def test_background_work_at_a_random_moment_gives_the_undisturbed_answer(plain: Engine) -> None:
    alone = {seed: undisturbed(plain, seed) for seed in range(3)}
    longest = max(generation.seconds.total for generation in alone.values())
    draw = random.Random(5)
    engine = Engine(PATHS.model, PATHS.mmproj, context=2048)
    try:
        for turn in range(15):
            engine.forget()
            background = Background(engine, turn % 3)
            threading.Event().wait(draw.uniform(0, longest))
            engine.generate(prompt(100, words=5), replace(ASKED, max_tokens=2))
            assert background.finish().token_ids == alone[turn % 3].token_ids
    finally:
        engine.close()


def test_an_abort_ends_what_waits_in_the_middle_too() -> None:
    engine = Engine(PATHS.model, PATHS.mmproj, context=2048)
    try:
        background = Background(engine, 0)
        assert background.begun.wait(120)
        stopped = engine.generate(prompt(1), replace(ASKED, max_tokens=200), on_token=lambda _text: engine.abort())
        assert stopped.stop is StopReason.ABORTED
        assert background.finish().stop is StopReason.ABORTED or background.tokens >= ASKED.max_tokens - 1
        assert engine.generate(prompt(1), ASKED).stop is not StopReason.ABORTED
    finally:
        engine.close()


def test_closing_ends_what_runs_and_what_waits() -> None:
    engine = Engine(PATHS.model, PATHS.mmproj, context=2048)
    background = Background(engine, 0)
    assert background.begun.wait(120)
    engine.close()
    assert background.finish().stop in (StopReason.ABORTED, StopReason.LENGTH, StopReason.STOP)
    with pytest.raises(EngineClosedError):
        engine.generate(prompt(1), ASKED)
