"""The engine's modes of skipping: off, exact and calibrated."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm.convert import ConvertedModel
from llm.convert.random_gguf import MatrixType, write_random_gguf
from llm.drafts import Drafts
from llm.drafts.trial import Trial
from llm.embedded import embedded_model
from llm.engine import Engine
from llm.errors import SkipPlanError
from llm.formats import CacheType, FlashAttention
from llm.generation import GenerationOptions, Image, Segment, Text
from llm.governor import Governor, Throttling
from llm.model_file import read_model_file
from llm.skip import selfdraft
from llm.skip.depths import Skipping
from llm.skip.fingerprint import fingerprint, plan_path
from llm.skip.half import FULL_DEPTH, Mask, layers, skippable
from llm.skip.plan import ALWAYS, GENERATED_KINDS, NEVER, SkipLevel, SkipPlan, TokenKind
from llm.skip.plan_file import write_plan
from llm.skip.selfdraft import default_mask
from tests.llm.governor.readings import reading
from tests.llm.skip.models import SHAPE, without_effect

PROMPT = "<|user|>Set an alarm for 7:30\n" * 6
OPTIONS = GenerationOptions(max_tokens=40)


@pytest.fixture(scope="module")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> ConvertedModel:
    return write_random_gguf(tmp_path_factory.mktemp("random"), SHAPE, matrices=MatrixType.Q4_0)


@pytest.fixture(scope="module", params=["embedded", "random"])
def model(request: pytest.FixtureRequest, random_model: ConvertedModel) -> ConvertedModel:
    if request.param == "random":
        return random_model
    paths = embedded_model()
    return ConvertedModel(model=paths.model, mmproj=paths.mmproj)


@pytest.fixture
def engines() -> Iterator[list[Engine]]:
    opened: list[Engine] = []
    yield opened
    for engine in opened:
        engine.close()


def prompt() -> tuple[Segment, ...]:
    pixels = np.random.default_rng(3).integers(0, 256, (140, 84, 3), dtype=np.uint8)
    return Text(text=PROMPT), Image(pixels=pixels), Text(text="then\n<|assistant|>\n")


def start(
    model: ConvertedModel,
    skip: Skipping,
    plan: SkipPlan | None = None,
    *,
    drafts: Drafts = Drafts.OFF,
    governor: Governor | None = None,
) -> Engine:
    return Engine(
        model.model,
        model.mmproj,
        context=512,
        threads=1,
        chunk=64,
        image_tokens=64,
        cache_type=CacheType.F16,
        flash_attention=FlashAttention.ON,
        skip=skip,
        plan=plan,
        drafts=drafts,
        governor=governor,
    )


def plan_of(model: ConvertedModel, *levels: SkipLevel) -> SkipPlan:
    file = read_model_file(model.model)
    count = file.number("glm4.block_count")
    return SkipPlan(model=fingerprint(file), layers=count, levels=levels)


def everywhere(mask: Mask, threshold: float) -> SkipLevel:
    return SkipLevel(left_out=dict.fromkeys(TokenKind, mask), thresholds=dict.fromkeys(GENERATED_KINDS, threshold))


def test_plan_that_leaves_out_nothing_changes_nothing(model: ConvertedModel, engines: list[Engine]) -> None:
    off, planned = start(model, Skipping.OFF), start(model, Skipping.CALIBRATED, plan_of(model, SkipLevel()))
    engines += [off, planned]
    wanted, found = off.generate(prompt(), OPTIONS), planned.generate(prompt(), OPTIONS)
    assert found.token_ids == wanted.token_ids
    assert found.tokens == wanted.tokens
    assert np.array_equal(planned.next_logits(prompt()), off.next_logits(prompt()))


def test_token_that_is_never_sure_is_chosen_at_full_depth(model: ConvertedModel, engines: list[Engine]) -> None:
    mask = layers([1])
    doubtful = SkipLevel(left_out={TokenKind.ACTION: mask}, thresholds={TokenKind.ACTION: 1.0})
    off, planned = start(model, Skipping.OFF), start(model, Skipping.CALIBRATED, plan_of(model, doubtful))
    engines += [off, planned]
    wanted, found = off.generate(prompt(), OPTIONS), planned.generate(prompt(), OPTIONS)
    assert found.tokens.deepened > 0
    if not found.tokens.shallow:
        assert found.token_ids == wanted.token_ids
    assert found.tokens.shallow + found.tokens.deepened == found.tokens.generated - (found.stop is found.stop.LENGTH)


def test_what_is_always_kept_is_what_a_model_without_these_halves_says(
    model: ConvertedModel, tmp_path: Path, engines: list[Engine]
) -> None:
    mask = frozenset(list(skippable(4))[1:5])
    silent = ConvertedModel(model=without_effect(model.model, mask, tmp_path / "silent.gguf"), mmproj=model.mmproj)
    planned = start(model, Skipping.CALIBRATED, plan_of(model, everywhere(mask, ALWAYS)))
    reference = start(silent, Skipping.OFF)
    engines += [planned, reference]
    found = planned.generate(prompt(), OPTIONS)
    assert found.token_ids == reference.generate(prompt(), OPTIONS).token_ids
    assert found.tokens.deepened == 0
    assert found.tokens.shallow > 10
    assert np.array_equal(planned.next_logits(prompt()), reference.next_logits(prompt()))


def test_kinds_have_depths_of_their_own(random_model: ConvertedModel, engines: list[Engine]) -> None:
    mask = layers([1, 2])
    level = SkipLevel(
        left_out={TokenKind.THOUGHT: mask, TokenKind.COORDINATE: mask}, thresholds={TokenKind.COORDINATE: NEVER}
    )
    planned = start(random_model, Skipping.CALIBRATED, plan_of(random_model, level))
    engines.append(planned)
    for kind, shallow in ((TokenKind.THOUGHT, 19), (TokenKind.COORDINATE, 0), (TokenKind.TYPED, 0)):
        options = GenerationOptions(max_tokens=20, kind_after=lambda _, kind=kind: kind)  # type: ignore[misc]
        tokens = planned.generate(prompt(), options).tokens
        assert (tokens.shallow, tokens.deepened) == (shallow, 0)


def test_governor_asks_for_deeper_levels(random_model: ConvertedModel, engines: list[Engine]) -> None:
    levels = tuple(everywhere(layers(range(count)), ALWAYS) for count in (1, 2, 3))
    plan = plan_of(random_model, *levels)
    governor = Governor(lambda: reading(time.monotonic(), status=Throttling.SEVERE), interval=0)
    hot = start(random_model, Skipping.CALIBRATED, plan, governor=governor)
    engines.append(hot)
    said = hot.generate((Text(text=PROMPT),), OPTIONS).token_ids
    assert governor.last is not None
    asked = governor.last.tier.skip_level
    assert asked > 1
    for number in (1, asked):
        cool = start(random_model, Skipping.CALIBRATED, plan_of(random_model, levels[number - 1]))
        engines.append(cool)
        assert (cool.generate((Text(text=PROMPT),), OPTIONS).token_ids == said) is (number == asked)


class Told(Governor):
    """Keeps how many tokens of the whole model each decode told it of."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: list[int] = []

    def worked(self, seconds: float, *, threads: int, tokens: int) -> None:
        self.tokens.append(tokens)
        super().worked(seconds, threads=threads, tokens=tokens)


def test_a_token_at_reduced_depth_is_no_measure_of_the_machines_speed(
    random_model: ConvertedModel, engines: list[Engine]
) -> None:
    level = SkipLevel(left_out={TokenKind.THOUGHT: layers([1, 2])}, thresholds=dict.fromkeys(GENERATED_KINDS, ALWAYS))
    for kind, whole in ((TokenKind.THOUGHT, False), (TokenKind.TYPED, True)):
        told = Told()
        engines.append(start(random_model, Skipping.CALIBRATED, plan_of(random_model, level), governor=told))
        options = GenerationOptions(max_tokens=10, kind_after=lambda _, kind=kind: kind)  # type: ignore[misc]
        engines[-1].generate(prompt(), options)
        assert told.tokens[-9:] == [int(whole)] * 9


def test_plan_can_be_changed_and_taken_away(random_model: ConvertedModel, engines: list[Engine]) -> None:
    off = start(random_model, Skipping.OFF)
    planned = start(random_model, Skipping.CALIBRATED, plan_of(random_model, everywhere(layers([1]), ALWAYS)))
    engines += [off, planned]
    shallow = planned.generate(prompt(), OPTIONS)
    planned.use_plan(None)
    full = planned.generate(prompt(), OPTIONS)
    assert full.token_ids == off.generate(prompt(), OPTIONS).token_ids != shallow.token_ids
    assert full.tokens.cached == 0


def test_plan_of_another_model_is_never_used(random_model: ConvertedModel, tmp_path: Path) -> None:
    other = write_random_gguf(tmp_path, SHAPE, seed=9)
    foreign = plan_of(other, SkipLevel())
    with pytest.raises(SkipPlanError, match="another file"):
        start(random_model, Skipping.CALIBRATED, foreign)
    with pytest.raises(SkipPlanError, match="was not calibrated"):
        start(random_model, Skipping.CALIBRATED)
    write_plan(plan_path(other.model), foreign, {})
    start(other, Skipping.CALIBRATED).close()


class EvenClock:
    """Tells a second more at each look, so that every decode takes as long as any other, whatever the machine does."""

    def __init__(self) -> None:
        self._seconds = 0.0

    def perf_counter(self) -> float:
        self._seconds += 1.0
        return self._seconds

    thread_time = perf_counter


@pytest.fixture
def even_clock(monkeypatch: pytest.MonkeyPatch) -> EvenClock:
    clock = EvenClock()
    for module in ("llm.session", "llm.drafts.costs"):
        monkeypatch.setattr(f"{module}.time", clock)
    return clock


@pytest.mark.usefixtures("even_clock")
@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_exact_mode_says_what_the_model_says(
    model: ConvertedModel, temperature: float, engines: list[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Guesses are made whether or not they pay, so that checking them is what is tried.
    monkeypatch.setattr(selfdraft, "_LEAST_GAIN", 0.0)
    options = GenerationOptions(max_tokens=40, temperature=temperature, seed=5)
    off, exact = start(model, Skipping.OFF), start(model, Skipping.EXACT, drafts=Drafts.EXACT)
    engines += [off, exact]
    drafted = []
    for _ in range(5):
        wanted, found = off.generate(prompt(), options), exact.generate(prompt(), options)
        assert found.token_ids == wanted.token_ids
        drafted.append(found.tokens.drafted)
    # The first two count for neither way; of the others the second is not guessed at, to compare with.
    assert drafted[3] == 0 < drafted[4]


@pytest.mark.usefixtures("even_clock")
def test_exact_mode_does_not_guess_where_a_check_costs_what_it_could_save(
    random_model: ConvertedModel, engines: list[Engine]
) -> None:
    exact = start(random_model, Skipping.EXACT, drafts=Drafts.EXACT)
    engines.append(exact)
    exact.generate(prompt(), OPTIONS)
    drafter = exact._skips._selfdrafter
    assert drafter is not None
    for ratios in ({size: float(size) for size in drafter.costs.ratios}, {}):
        drafter.costs.ratios = ratios
        assert drafter.gain < 1
        for _ in range(4):
            assert exact.generate(prompt(), OPTIONS).tokens.drafted == 0


@pytest.mark.usefixtures("even_clock")
@pytest.mark.parametrize("skip", [Skipping.OFF, Skipping.EXACT])
def test_answers_that_guessing_slowed_down_end_the_guessing(
    random_model: ConvertedModel, skip: Skipping, engines: list[Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selfdraft, "_LEAST_GAIN", 0.0)
    exact = start(random_model, skip, drafts=Drafts.EXACT)
    engines.append(exact)
    assert exact._supply is not None
    trial, slower = exact._supply.trial, {True: 2.0, False: 1.0}
    monkeypatch.setattr(
        trial,
        "note",
        lambda guessed, checked, seconds, tokens: Trial.note(
            trial, guessed=guessed, checked=checked, seconds=slower[guessed], tokens=9
        ),
    )
    drafted = [exact.generate(prompt(), OPTIONS).tokens.drafted for _ in range(20)]
    assert sum(drafted) > 0
    assert drafted[-6:] == [0] * 6


@given(
    guessing=st.lists(st.floats(0.5, 2.0), min_size=200, max_size=200),
    plain=st.floats(0.9, 1.1),
)
@settings(deadline=None, max_examples=50)
def test_trial_loses_little_by_what_is_slower_and_keeps_what_is_faster(guessing: list[float], plain: float) -> None:
    """Against always the better of the two ways, if each takes the same at each answer."""
    for factor in (0.5, 1.0, 2.0):
        trial, taken = Trial(), 0.0
        for _ in range(200):
            guessed = trial.guesses_next()
            seconds = factor if guessed else plain
            trial.note(guessed=guessed, checked=guessed, seconds=seconds * 20, tokens=20)
            taken += seconds
        # Seven answers to find out, one in 32 to find out whether that still holds; below a twentieth is no gain.
        kept = factor if factor < 0.95 * plain else plain
        assert taken <= 200 * kept + (7 + 200 / 32) * abs(factor - plain) + 1e-6
    trial = Trial()
    for seconds in guessing:
        guessed = trial.guesses_next()
        trial.note(guessed=guessed, checked=guessed, seconds=seconds if guessed else plain, tokens=1)
    # Answers of a token or two say nothing.
    assert trial.pays


def test_guesses_are_judged_once_some_were_checked_and_not_forever_after() -> None:
    trial = Trial()
    for _ in range(10):
        assert trial.guesses_next()
        trial.note(guessed=True, checked=False, seconds=18, tokens=20)
    # Guesses that are never worth a check still cost a little: from here on that counts.
    ways = []
    for _ in range(20):
        ways.append(trial.guesses_next())
        trial.note(guessed=ways[-1], checked=False, seconds=21 if ways[-1] else 20, tokens=20)
    assert sum(ways[:10]) == 5
    assert sum(ways[10:]) <= 1


@pytest.mark.parametrize("count", range(2, 60))
def test_default_mask_keeps_first_and_last_layer_and_about_half_of_the_rest(count: int) -> None:
    mask = default_mask(count)
    assert mask <= frozenset(skippable(count))
    assert all(half.layer > 0 for half in mask)
    assert mask != FULL_DEPTH or count <= 3
    assert len(mask) == round(0.45 * 2 * (count - 2))
