"""Plays tasks on the simulated phone and writes down what there is to learn; needs neither torch nor transformers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click

from llm import Engine
from llm.training.sample import Sample
from tasks.training.dataset import write_samples
from tasks.training.episodes import EpisodeRecorder

PARTS = 2
"""Processes that record side by side. Fixed, so that a seed gives the same samples on any machine."""


def record(*, episodes: int, pictures: float, seed: int, output: Path, student: Path | None = None) -> None:
    """Record samples in `PARTS` folders below `output`, named ``0``, ``1`` ...; each has a seed of its own.

    Args:
        episodes: Tasks to play.
        pictures: Share of the tasks recorded with pictures.
        seed: What everything random comes from; part n has `seed` + n.
        output: Where the samples go.
        student: Folder of a trained model that acts in most steps, ``model.gguf`` in it.
    """
    part = partial(_record_part, pictures=pictures, student=student)
    shares = [episodes // PARTS + (number < episodes % PARTS) for number in range(PARTS)]
    with ProcessPoolExecutor(PARTS, mp_context=get_context("spawn")) as pool:
        for line in pool.map(part, shares, range(seed, seed + PARTS), [output / str(n) for n in range(PARTS)]):
            click.echo(line)


def _record_part(episodes: int, seed: int, output: Path, *, pictures: float, student: Path | None) -> str:
    outcomes: Counter[str] = Counter()
    unsolved: Counter[str] = Counter()
    with ExitStack() as stack:
        model = stack.enter_context(closing(Engine(student / "model.gguf"))) if student else None
        recorder = EpisodeRecorder(seed=seed, pictured=pictures, student=model)
        stack.callback(recorder.close)
        count = write_samples(_played(recorder, episodes, outcomes, unsolved), output)
    return f"{count} samples of {episodes} episodes in {output}: {dict(outcomes)}, unsolved: {dict(unsolved)}"


def _played(
    recorder: EpisodeRecorder, episodes: int, outcomes: Counter[str], unsolved: Counter[str]
) -> Iterator[Sample]:
    for _, episode in zip(range(episodes), recorder.episodes(), strict=False):
        outcomes[episode.outcome.value] += 1
        if episode.outcome.value != "achieved":
            unsolved[episode.template] += 1
        yield from episode.samples
