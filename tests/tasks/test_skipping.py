"""Traces hold enough to calibrate with, and --skip refuses what was not calibrated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import TraceError
from agent.prompt import PromptLayout, layout_for
from device.frame import Display, ForegroundApp
from llm import Drafts, Engine, SkipLevel, Skipping, SkipPlanError, TokenKind, embedded_model, read_model_file
from llm.skip.half import layers
from perception.screen import Screen
from tasks.record_runs import record_runs
from tasks.recorded import RecordedStep, is_right, recorded_steps, same_action
from tasks.skip_curve import columns, draw, figures_of
from tasks.skip_exact import exact_figures
from tasks.skipping import compare, full_depth_plan, only, split_runs
from tests.tasks.conftest import handroid

PATHS = embedded_model()
DISPLAY = Display(width=1000, height=1000)
SCREEN = Screen(app=ForegroundApp(package="", activity=""), display=DISPLAY, elements=())


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
    assert (same["steps"], same["other_actions_points"], same["shallow_share"]) == (2, 0.0, 0.0)
    assert found["other_words_points"] == 100.0
    right = 50.0 * sum(bool(is_right(step.answer, step, layout)) for step in steps[:2])
    assert (same["judged_steps"], same["right_full_points"], same["right_points"]) == (2, right, right)
    assert (found["right_full_points"], found["right_points"], found["fewer_right_points"]) == (right, 0.0, right)
    low, high = same["fewer_right_interval"]
    assert low < 0 < high
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
        RecordedStep(run=Path(f"run{run}"), prompt=(), answer="", screen=SCREEN) for run in range(9) for _ in range(5)
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


def test_recorded_step_is_right_where_the_solution_does_the_same(
    recorded: Path, layout: PromptLayout, steps: list[RecordedStep]
) -> None:
    assert sum(bool(is_right(step.answer, step, layout)) for step in steps) >= len(steps) // 2
    assert not any(is_right("nonsense", step, layout) for step in steps)
    for file in recorded.rglob("solution.jsonl"):
        kept = file.read_bytes()
        file.write_bytes(b'{"step": 1, "action": {"kind": "nothing we know"}}')
        with pytest.raises(TraceError, match=r"solution\.jsonl can't be read"):
            list(recorded_steps([file.parent], layout))
        file.unlink()
        # A person's own run: nobody knows what would have been right.
        (step, *_) = recorded_steps([file.parent], layout)
        assert is_right(step.answer, step, layout) is None
        file.write_bytes(kept)


def _rows(**common: object) -> list[dict[str, object]]:
    return [
        {"part": part, "other_actions_points": others, f"{part}_ratio": ratio, "fewer_right_points": fewer, **common}
        for part in ("decode", "image")
        for others, fewer, ratio in ((0.0, 0.0, 1.2), (0.4, 0.1, 1.5), (0.9, 0.3, 1.9), (2.0, 1.0, 2.1))
    ]


def test_figures_are_those_of_the_fastest_level_within_the_bound() -> None:
    rows = _rows(fewer_right_interval=[-1.0, 2.0])
    assert figures_of(rows) == {
        f"{part}_{name}": value
        for part in ("decode", "image")
        for name, value in (
            ("ratio", 1.9),
            ("drop_points", 0.3),
            ("drop_interval", [-1.0, 2.0]),
            ("other_actions_points", 0.9),
        )
    }
    unknown = [{**row, "fewer_right_points": None, "fewer_right_interval": None} for row in rows]
    found = figures_of(unknown)
    assert (found["decode_ratio"], found["decode_drop_points"], found["decode_other_actions_points"]) == (
        1.5,
        None,
        0.4,
    )
    assert figures_of(unknown[2:4] + unknown[7:])["decode_other_actions_points"] == 0.9
    # A dot for each row, one for full depth, and the legend's.
    assert draw(rows).count("<circle") == 8 + 1 + 3
    assert figures_of([])["decode_ratio"] == figures_of([])["image_ratio"] == 1.0
    assert draw([]).count("<circle") == 2


def test_table_tells_of_right_actions_where_they_are_known() -> None:
    (row, *_) = _rows(
        level=1, step_ratio=1.1, other_words_points=3.0, generated="", foretold="", foretold_share=0.0, judged_steps=9,
        right_full_points=95.5, right_points=95.5, fewer_right_interval=[-0.5, 0.5],
    )  # fmt: skip
    head, cells = columns([row])
    assert dict(zip(head, cells, strict=True)) == {
        "level": "1", "plan for": "generated tokens", "times faster": "1.2", "whole answer": "1.1",
        "other action": "0.00 %", "right at full depth": "95.50 %", "right here": "95.50 %",
        "fewer right (95 %)": "0.00 (-0.50 to 0.50)", "other words": "3.00 %", "left out": "",
    }  # fmt: skip
    head, cells = columns([{**row, "judged_steps": None}])
    assert "fewer right (95 %)" not in head
    assert len(head) == len(cells)


def test_folder_without_a_run_is_named(tmp_path: Path, layout: PromptLayout) -> None:
    with pytest.raises(TraceError, match="holds no recorded run"):
        list(recorded_steps([tmp_path], layout))


@pytest.mark.parametrize("words", [("run", "Turn on Wi-Fi"), ("bench", "tasks", "--instances", "1")])
def test_model_that_was_not_calibrated_is_refused_before_anything_is_done(words: tuple[str, ...]) -> None:
    ended = handroid(*words, "--skip", "calibrated", "--json")
    assert ended.code == 2
    assert "handroid model calibrate" in ended.stderr
    assert ended.stderr.count("\n") == 1
