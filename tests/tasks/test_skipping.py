"""Traces hold enough to calibrate with, and --skip refuses what was not calibrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import TraceError
from agent.prompt import PromptLayout, layout_for
from device.frame import Display
from llm import Drafts, Engine, SkipLevel, Skipping, SkipPlanError, TokenKind, embedded_model, read_model_file
from llm.skip.half import layers
from tasks.record_runs import record_runs
from tasks.recorded import RecordedStep, recorded_steps, same_action
from tasks.skip_curve import draw, figures_of
from tasks.skip_exact import exact_figures
from tasks.skipping import compare, full_depth_plan, only, split_runs
from tests.tasks.conftest import handroid

PATHS = embedded_model()
DISPLAY = Display(width=1000, height=1000)


def open_engine(skip: Skipping, drafts: Drafts) -> Engine:
    plan = full_depth_plan(read_model_file(PATHS.model)) if skip is Skipping.CALIBRATED else None
    return Engine(PATHS.model, PATHS.mmproj, context=4096, threads=1, skip=skip, plan=plan, drafts=drafts)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    record_runs(folder, None, None, steps=4, seed=5)
    return folder


@pytest.fixture(scope="module")
def planned() -> Iterator[Engine]:
    with closing(open_engine(Skipping.CALIBRATED, Drafts.OFF)) as engine:
        yield engine


@pytest.fixture(scope="module")
def layout(planned: Engine) -> PromptLayout:
    return layout_for(planned)


@pytest.fixture(scope="module")
def steps(recorded: Path, layout: PromptLayout) -> list[RecordedStep]:
    return list(recorded_steps([recorded], layout))


def test_prompts_are_built_again_from_a_trace(planned: Engine, layout: PromptLayout, steps: list[RecordedStep]) -> None:
    assert len(steps) >= 4
    for step in steps:
        assert planned.generate(step.prompt, layout.options()).text == step.answer


def test_plan_is_compared_with_full_depth_on_the_same_steps(
    planned: Engine, layout: PromptLayout, steps: list[RecordedStep]
) -> None:
    nothing = full_depth_plan(read_model_file(PATHS.model))
    ruined = replace(nothing, levels=(SkipLevel(left_out=dict.fromkeys(TokenKind, layers([0, 1, 2, 3]))),))
    same, found = (one.figures() for one in compare(planned, [nothing, ruined], steps[:2], layout))
    assert (same["steps"], same["drop_points"], same["shallow_share"]) == (2, 0.0, 0.0)
    assert found["other_words_points"] == 100.0
    part = only(ruined, 1, (TokenKind.IMAGE,))
    assert part.level(1).mask(TokenKind.TEXT) == frozenset()
    assert part.level(1).mask(TokenKind.IMAGE) == layers([0, 1, 2, 3])


def test_exact_says_the_same_on_recorded_steps(layout: PromptLayout, steps: list[RecordedStep]) -> None:
    with (
        closing(open_engine(Skipping.OFF, Drafts.OFF)) as off,
        closing(open_engine(Skipping.EXACT, Drafts.EXACT)) as exact,
    ):
        figures = exact_figures(off, exact, steps, layout, tell=lambda _done, _all: None)
    assert figures["exact_identical"] == 1.0


def test_runs_are_kept_back_whole() -> None:
    made = [
        RecordedStep(run=Path(f"run{run}"), prompt=(), answer="", display=DISPLAY) for run in range(9) for _ in range(5)
    ]
    learnt, kept = split_runs(made)
    assert (len(learnt), len(kept)) == (30, 15)
    assert not {step.run for step in learnt} & {step.run for step in kept}
    for few in (made[:10], made[:0], [step for step in made if step.run == made[0].run] * 10):
        with pytest.raises(SkipPlanError, match="too few to calibrate with"):
            split_runs(few)


def test_other_words_for_one_action_are_the_same_action(layout: PromptLayout) -> None:
    tap = 'do(action="Tap", element=[10,20])'
    assert same_action(f"<think>a</think><answer>{tap}", f"<think>b</think><answer>{tap}", layout, DISPLAY)
    assert not same_action(f"<answer>{tap}", f"<answer>{tap.replace('20', '21')}", layout, DISPLAY)
    assert same_action("nonsense", "nonsense", layout, DISPLAY)
    assert not same_action("nonsense", "other nonsense", layout, DISPLAY)


def test_figures_are_those_of_the_fastest_level_within_the_bound() -> None:
    rows = [
        {"part": part, "drop_points": drop, f"{part}_ratio": ratio}
        for part in ("decode", "image")
        for drop, ratio in ((0.0, 1.2), (0.4, 1.5), (0.9, 1.9))
    ]
    assert figures_of(rows) == {
        "decode_ratio": 1.5,
        "decode_drop_points": 0.4,
        "image_ratio": 1.5,
        "image_drop_points": 0.4,
    }
    assert figures_of(rows[2:3] + rows[5:])["decode_drop_points"] == 0.9
    # A dot for each row, one for full depth, and the legend's.
    assert draw(rows).count("<circle") == 6 + 1 + 3
    assert figures_of([])["decode_ratio"] == figures_of([])["image_ratio"] == 1.0
    assert draw([]).count("<circle") == 2


def test_folder_without_a_run_is_named(tmp_path: Path, layout: PromptLayout) -> None:
    with pytest.raises(TraceError, match="holds no recorded run"):
        list(recorded_steps([tmp_path], layout))


@pytest.mark.parametrize("words", [("run", "Turn on Wi-Fi"), ("bench", "tasks", "--instances", "1")])
def test_model_that_was_not_calibrated_is_refused_before_anything_is_done(words: tuple[str, ...]) -> None:
    ended = handroid(*words, "--skip", "calibrated", "--json")
    assert ended.code == 2
    assert "handroid model calibrate" in ended.stderr
    assert ended.stderr.count("\n") == 1
