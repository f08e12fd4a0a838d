"""Plays tasks on the simulated phone and writes down what there is to learn; needs neither torch nor transformers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import click

from llm import Engine
from llm.training.sample import Sample
from tasks.builtin import TEMPLATES
from tasks.training.dataset import write_samples
from tasks.training.episodes import EpisodeRecorder

PARTS = 2
"""Programs that record side by side. Fixed, so that a seed gives the same samples on any machine."""

ROOT = Path(__file__).parents[2]


def record(
    *,
    episodes: int,
    pictures: float,
    seed: int,
    output: Path,
    student: Path | None = None,
    templates: Sequence[str] = (),
) -> None:
    """Record samples in `PARTS` folders below `output`, named ``0``, ``1`` ...; each has a seed of its own.

    Args:
        episodes: Tasks to play.
        pictures: Share of the tasks recorded with pictures.
        seed: What everything random comes from; part n has `seed` + n.
        output: Where the samples go.
        student: Folder of a trained model that acts in most steps, ``model.gguf`` in it.
        templates: Names of those that are played; empty for all.

    Raises:
        subprocess.CalledProcessError: A part failed, and has said why.
    """
    with ExitStack() as stack:
        parts = []
        for number in range(PARTS):
            words = [
                f"--episodes={episodes // PARTS + (number < episodes % PARTS)}",
                f"--pictures={pictures}",
                f"--seed={seed + number}",
                f"--output={(output / str(number)).resolve()}",
                *([f"--student={student.resolve()}"] if student else []),
                *(f"--template={name}" for name in templates),
            ]
            part = subprocess.Popen(
                [sys.executable, "-m", "tasks.training.record", *words],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
            stack.enter_context(part)
            stack.callback(part.kill)
            parts.append(part)
        for part in parts:
            if part.wait() != 0:
                raise subprocess.CalledProcessError(part.returncode, part.args)


@click.command()
@click.option("--episodes", type=int, required=True)
@click.option("--pictures", type=float, required=True)
@click.option("--seed", type=int, required=True)
@click.option("--output", type=click.Path(path_type=Path), required=True)
@click.option("--student", type=click.Path(path_type=Path, exists=True))
@click.option("--template", "templates", multiple=True, type=click.Choice(list(TEMPLATES)))
def record_part(
    episodes: int, pictures: float, seed: int, output: Path, student: Path | None, templates: tuple[str, ...]
) -> None:
    """Record one part, and say how it went."""
    outcomes: Counter[str] = Counter()
    unsolved: Counter[str] = Counter()
    with ExitStack() as stack:
        model = stack.enter_context(closing(Engine(student / "model.gguf"))) if student else None
        recorder = EpisodeRecorder(seed=seed, pictured=pictures, student=model, templates=templates)
        stack.callback(recorder.close)
        count = write_samples(_played(recorder, episodes, outcomes, unsolved), output)
    click.echo(f"{count} samples of {episodes} episodes in {output}: {dict(outcomes)}, unsolved: {dict(unsolved)}")


def _played(
    recorder: EpisodeRecorder, episodes: int, outcomes: Counter[str], unsolved: Counter[str]
) -> Iterator[Sample]:
    for _, episode in zip(range(episodes), recorder.episodes(), strict=False):
        outcomes[episode.outcome.value] += 1
        if episode.outcome.value != "achieved":
            unsolved[episode.template] += 1
        yield from episode.samples


if __name__ == "__main__":
    record_part()
