"""Recording: the teacher solves tasks through the real agent, and what it teaches can be said and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("tokenizers", reason="the extra `train` is not installed")

from agent import Outcome, parse_action
from agent.answers import END
from device import Display
from tasks.training.dataset import OFF_THE_SCREEN, PICTURE_CELLS, emphasised, read_samples, write_samples
from tasks.training.episodes import Episode, EpisodeRecorder
from tasks.training.record import PARTS, record

EPISODES = 8


@pytest.fixture(scope="module")
def episodes() -> list[Episode]:
    recorder = EpisodeRecorder(seed=4, pictured=0.5)
    try:
        return [episode for _, episode in zip(range(EPISODES), recorder.episodes(), strict=False)]
    finally:
        recorder.close()


def test_the_teacher_solves_its_tasks(episodes: list[Episode]) -> None:
    assert sum(episode.outcome is Outcome.ACHIEVED for episode in episodes) >= EPISODES - 1
    assert all(episode.samples for episode in episodes)


def test_every_answer_is_in_the_grammar(episodes: list[Episode]) -> None:
    for sample in (sample for episode in episodes for sample in episode.samples):
        assert sample.answer.endswith("</answer>" + END)
        parse_action(sample.answer.removesuffix(END), Display(width=1080, height=2400))


def test_an_element_is_mentioned_as_it_stands_in_the_prompt(episodes: list[Episode]) -> None:
    for sample in (sample for episode in episodes for sample in episode.samples):
        if 'action="Tap"' in sample.answer:
            mention = sample.answer.removeprefix("<think>").partition("</think>")[0]
            assert f"{mention} " in sample.after


def test_parts_that_record_side_by_side_give_the_same_again(tmp_path: Path) -> None:
    for name in ("once", "again"):
        record(episodes=PARTS + 1, pictures=0.0, seed=7, output=tmp_path / name)
    once, again = (
        [(sample.before, sample.after, sample.answer) for sample in read_samples(tmp_path / name)]
        for name in ("once", "again")
    )
    assert once == again
    assert len({before for before, _, _ in once}) > PARTS


def test_only_templates_that_are_hard_are_played_where_they_are_named(tmp_path: Path) -> None:
    record(episodes=PARTS, pictures=0.0, seed=1, output=tmp_path, templates=["markor_append_text"])
    samples = read_samples(tmp_path)
    read_off = [sample for sample in samples if len(emphasised([sample])) == OFF_THE_SCREEN]
    assert len(read_off) >= PARTS
    assert all('action="Type"' in sample.answer for sample in read_off)


def test_samples_come_back_from_disk(episodes: list[Episode], tmp_path: Path) -> None:
    samples = [sample for episode in episodes for sample in episode.samples]
    assert any(sample.picture is not None for sample in samples)
    assert any(sample.picture is None for sample in samples)
    assert write_samples(samples, tmp_path) == len(samples)
    for written, read in zip(samples, read_samples(tmp_path), strict=True):
        assert (written.before, written.after, written.answer) == (read.before, read.after, read.answer)
        assert (written.picture is None) == (read.picture is None)
        if read.picture is not None:
            assert read.picture.shape == (28 * PICTURE_CELLS[0], 28 * PICTURE_CELLS[1], 3)
