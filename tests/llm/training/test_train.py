"""The training loop: it learns, and goes on where it was stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, cycle, islice, repeat
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")

from llm.training.batch import Batch
from llm.training.model import Shape, build_model
from llm.training.sample import Sample
from llm.training.streams import parallel
from llm.training.train import Progress, Schedule, train
from tasks.training.vocabulary import build_tokenizer

TOKENIZER = build_tokenizer()
SHAPE = Shape(hidden=64, layers=1, heads=2, head=32, inner=64, vision_hidden=32, vision_layers=1, vision_heads=1)


def _one_sample(first: int, part: int) -> Iterator[Sample]:
    return repeat(Sample(before="<|user|>\nGo back\n", after="<|assistant|>\n", answer="<think> Back</think>"))


def _samples(first: int, part: int) -> Iterator[Sample]:
    words = cycle(("Back", "Done", "OK", "Open"))
    return (Sample(before=f"<|user|>\n{w}\n", after="<|assistant|>\n", answer=f"<think> {w}</think>") for w in words)


def _train(folder: Path, steps: int) -> list[Progress]:
    torch.manual_seed(0)
    reports: list[Progress] = []
    schedule = Schedule(steps=steps, size=2, rate=1e-2, warmup=5, report_every=10, save_every=10)
    train(build_model(SHAPE, TOKENIZER), TOKENIZER, _one_sample, schedule, folder=folder, report=reports.append)
    return reports


def test_training_learns_and_resumes(tmp_path: Path) -> None:
    reports = _train(tmp_path, 20)
    assert [report.step for report in reports] == [10, 20]
    assert reports[-1].loss < reports[0].loss / 2
    resumed = _train(tmp_path, 40)
    assert [report.step for report in resumed] == [30, 40]
    assert resumed[-1].answers_right == 1.0


def test_a_shallow_model_learns_to_say_what_the_deep_one_says(tmp_path: Path) -> None:
    torch.manual_seed(0)
    reports: list[Progress] = []
    schedule = Schedule(
        steps=60, size=4, rate=1e-2, warmup=5, report_every=20, save_every=60, distils_depth=True, workers=2
    )
    model = build_model(replace(SHAPE, layers=4), TOKENIZER)
    train(model, TOKENIZER, _samples, schedule, folder=tmp_path, report=reports.append)
    first, last = reports[0].shallow_same, reports[-1].shallow_same
    assert first is not None
    assert last is not None
    assert first < last > 0.9


def test_streams_take_turns_whoever_makes_them() -> None:
    def numbered(part: int) -> Iterator[Batch]:
        for number in count(10 * part):
            yield Batch(inputs={}, labels=torch.tensor([number]), weights=torch.ones(1))

    assert [int(batch.labels) for batch in islice(parallel(numbered, 2), 6)] == [0, 10, 1, 11, 2, 12]
    assert [int(batch.labels) for batch in islice(parallel(numbered, 0), 3)] == [0, 1, 2]


def test_the_rate_rises_holds_and_falls() -> None:
    schedule = Schedule(steps=100, rate=1.0, warmup=10, cooldown=0.5)
    assert schedule.rate_at(1) == pytest.approx(0.1)
    assert schedule.rate_at(30) == pytest.approx(1.0)
    assert schedule.rate_at(100) == pytest.approx(0.05)
