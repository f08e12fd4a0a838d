"""The search for a plan, its parts, and what it promises of the steps that it was given."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.convert.random_gguf import write_random_gguf
from llm.drafts import Drafts
from llm.engine import Engine
from llm.generation import GenerationOptions, Image, Text
from llm.model_file import ModelFile, read_model_file
from llm.skip.calibrate import Calibration
from llm.skip.depths import Skipping
from llm.skip.fingerprint import fingerprint
from llm.skip.half import FULL_DEPTH, Half, Part, layers, skippable
from llm.skip.plan import GENERATED_KINDS, NEVER, SkipLevel, SkipPlan
from llm.skip.replay import replay
from llm.skip.samples import Sample
from llm.skip.shares import shares_of
from llm.skip.thresholds import Observation, fit_thresholds
from tests.llm.skip.models import SHAPE

KINDS = len(GENERATED_KINDS)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, ModelFile]]:
    files = write_random_gguf(tmp_path_factory.mktemp("random"), SHAPE)
    file = read_model_file(files.model)
    nothing = SkipPlan(model=fingerprint(file), layers=SHAPE.layers, levels=(SkipLevel(),))
    engine = Engine(
        files.model, files.mmproj, context=256, threads=1, skip=Skipping.CALIBRATED, plan=nothing, drafts=Drafts.OFF
    )
    yield engine, file
    engine.close()


def samples(engine: Engine, count: int) -> list[Sample]:
    found = []
    for number in range(count):
        pixels = np.random.default_rng(number).integers(0, 256, (56, 56, 3), dtype=np.uint8)
        prompt = (Text(text=f"step {number} "), Image(pixels=pixels), Text(text=" of many"))
        answer = engine.generate(prompt, GenerationOptions(max_tokens=20)).token_ids
        kinds = [GENERATED_KINDS[place % KINDS] for place in range(len(answer))]
        found.append(Sample(run=number // 2, prompt=prompt, answer=answer, kinds=tuple(kinds)))
    return found


def test_replay_at_full_depth_chooses_what_was_generated(opened: tuple[Engine, ModelFile]) -> None:
    engine, _ = opened
    for sample in samples(engine, 3):
        with engine.borrow() as parts:
            prompt = parts.plan(sample.prompt)
        full, shallow = replay(engine, prompt, sample.answer, read={}, masks=[FULL_DEPTH, layers([0, 1, 2])])
        assert tuple(full.choices) == sample.answer
        assert np.allclose(np.exp(full.log_likelihoods), full.confidences, rtol=1e-4)
        assert shallow.choices[0] == full.choices[0]
        assert tuple(shallow.choices) != sample.answer
        assert len(shallow.choices) == len(sample.answer)


def test_search_keeps_its_promise_on_its_own_steps(opened: tuple[Engine, ModelFile]) -> None:
    engine, file = opened
    told: list[str] = []
    known = samples(engine, 8)
    search = Calibration(engine, SHAPE.layers, shares_of(file), known, lambda what, _done, _all: told.append(what))
    strict, strict_figures = search.level(0.12)
    _, loose_figures = search.level(0.5)
    assert strict_figures["differing"] == 0
    assert loose_figures["differing"] <= 3
    assert strict_figures["work_choosing"] <= 1
    # What will do for the smaller budget will do for the larger one.
    assert loose_figures["step_ratio_reckoned"] >= strict_figures["step_ratio_reckoned"] >= 1
    spent = list(loose_figures["differing_after"].values())
    assert spent == sorted(spent)
    assert spent[-1] <= loose_figures["differing"] <= 3
    assert loose_figures["splits"] > 1
    assert {"image", "text", "action"} <= set(search.damage) <= {"image", "text", "foretold", "action"}
    assert {"full depth", "reading", "choosing"} <= set(told)
    too_few, figures = search.level(0.004)
    assert too_few == SkipLevel()
    assert figures["steps_needed"] == 250
    plan = SkipPlan(model=fingerprint(file), layers=SHAPE.layers, levels=(strict,))
    engine.use_plan(plan)
    for sample in known:
        kinds = iter(sample.kinds[1:])
        options = GenerationOptions(max_tokens=20, kind_after=lambda _, kinds=kinds: next(kinds))  # type: ignore[misc]
        assert engine.generate(sample.prompt, options).token_ids == sample.answer
    engine.use_plan(None)


def test_shares_are_those_of_the_weights(opened: tuple[Engine, ModelFile]) -> None:
    _, file = opened
    shares = shares_of(file)
    assert shares.reading.keys() == set(layers(range(SHAPE.layers)))
    assert shares.choosing_without(FULL_DEPTH) == shares.reading_without(FULL_DEPTH) == 1
    everything = frozenset(skippable(SHAPE.layers))
    assert 0.25 < shares.reading_without(everything) < 0.45
    assert shares.choosing_without(everything) > shares.reading_without(everything)
    forward = 3 * SHAPE.feed_forward * SHAPE.hidden
    attention = 2 * SHAPE.hidden * SHAPE.hidden
    found = shares.reading[Half(1, Part.FEED_FORWARD)] / shares.reading[Half(1, Part.ATTENTION)]
    assert found == pytest.approx(forward / attention, rel=0.1)


def observation(draw: st.DrawFn) -> Observation:
    count = draw(st.integers(1, 6))
    return Observation(
        kinds=np.array(draw(st.lists(st.integers(0, KINDS - 1), min_size=count, max_size=count))),
        confidences=np.array(draw(st.lists(st.floats(0, 1), min_size=count, max_size=count))),
        right=np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count))),
    )


OBSERVATIONS = st.lists(st.composite(observation)(), min_size=1, max_size=12)


@given(
    observations=OBSERVATIONS,
    shallow=st.floats(0.05, 1),
    allowed=st.integers(0, 12),
    spoilt=st.sets(st.integers(0, 11), max_size=4),
)
@settings(deadline=None, max_examples=150)
def test_thresholds_keep_the_budget_and_never_cost_more_than_full_depth(
    observations: list[Observation], shallow: float, allowed: int, spoilt: set[int]
) -> None:
    spoilt = {place for place in spoilt if place < len(observations)}
    fit = fit_thresholds(observations, shallow=shallow, spoilt=spoilt, allowed=allowed)
    wrong = set(spoilt)
    work = tokens = 0.0
    for place, one in enumerate(observations):
        for kind, confidence, right in zip(one.kinds, one.confidences, one.right, strict=True):
            threshold = fit.thresholds[GENERATED_KINDS[kind]]
            kept = confidence >= threshold
            tokens += 1
            work += 1 if threshold == NEVER else shallow + (not kept)
            if kept and not right:
                wrong.add(place)
    assert fit.wrong == len(wrong) <= max(allowed, len(spoilt))
    assert fit.work == pytest.approx(work / tokens)
    assert fit.work <= 1 + 1e-9


@given(
    observations=OBSERVATIONS,
    shallow=st.floats(0.05, 1),
    allowed=st.integers(0, 12),
    caution=st.floats(0, 0.5),
)
@settings(deadline=None, max_examples=150)
def test_caution_raises_thresholds_for_the_work_that_it_may_cost(
    observations: list[Observation], shallow: float, allowed: int, caution: float
) -> None:
    bold = fit_thresholds(observations, shallow=shallow, spoilt=set(), allowed=allowed)
    careful = fit_thresholds(observations, shallow=shallow, spoilt=set(), allowed=allowed, caution=caution)
    assert all(careful.thresholds[kind] >= bold.thresholds[kind] for kind in GENERATED_KINDS)
    assert careful.work <= bold.work + caution + 1e-9
    assert careful.spoilt <= bold.spoilt


def test_caution_is_spent_where_it_costs_least() -> None:
    sure = Observation(kinds=np.array([0, 1]), confidences=np.array([0.96, 0.6]), right=np.array([True, True]))
    fit = fit_thresholds([sure] * 10, shallow=0.3, spoilt=set(), allowed=0, caution=0.01)
    assert [fit.thresholds[kind] for kind in GENERATED_KINDS[:2]] == [0.95, 0.5]
    assert fit.work == pytest.approx(0.3)


@given(observations=OBSERVATIONS)
@settings(deadline=None, max_examples=50)
def test_everything_is_kept_where_everything_may_be_wrong(observations: list[Observation]) -> None:
    fit = fit_thresholds(observations, shallow=0.3, spoilt=set(), allowed=len(observations))
    assert fit.work == pytest.approx(0.3)
