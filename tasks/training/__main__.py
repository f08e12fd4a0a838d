"""Trains the embedded model from nothing: ``python -m tasks.training data``, then ``train``, then ``export``.

After that ``data --student`` records how the model errs, and ``train --corrections`` and ``export`` mend it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import click
import torch
from tokenizers import Tokenizer
from transformers import Glm4vForConditionalGeneration

from agent.prompt import IMAGE_TOKENS_KEY, LAYOUT_KEY
from llm import Quantization, quantize
from llm.convert import WeightType, convert_checkpoint
from llm.embedded import FOLDER as EMBEDDED
from llm.training.circuit import plant_copying
from llm.training.head import plain_head, recover_head, share_head
from llm.training.model import Shape, build_model
from llm.training.restore import restore
from llm.training.sample import Sample
from llm.training.tokenizer import SPECIAL
from llm.training.train import Progress, Schedule, train
from tasks.builtin import TEMPLATES
from tasks.training.dataset import PICTURE_TOKENS, emphasised, mixed, read_samples, shuffled
from tasks.training.pointing import pointing_samples
from tasks.training.record import record
from tasks.training.variation import Variation
from tasks.training.vocabulary import build_tokenizer

SEED = 0
FOLDER = Path("build/training")
POINTING_GROWS = 8000
FIXED_SHARE = 0.007
"""Share of the answers that hold a token from which on it gets an output row of its own."""
POINTING_SHARE = 0.32
"""Share of made-up screens among the samples once real ones are met: so that copying isn't forgotten."""

CORRECTED_SHARE = 0.5
"""Share of corrections among the samples of the last stage."""


@click.group()
def main() -> None:
    """Data, training and export of the embedded model; needs the extra ``train``."""


@main.command()
@click.option("--episodes", default=8000, show_default=True, help="Tasks to play.")
@click.option("--pictures", default=0.15, show_default=True, help="Share of the tasks recorded with pictures.")
@click.option("--seed", default=SEED, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), default=FOLDER / "episodes", show_default=True)
@click.option("--student", type=click.Path(path_type=Path, exists=True), help="Folder of a model that acts meanwhile.")
@click.option(
    "--template",
    "templates",
    multiple=True,
    type=click.Choice(list(TEMPLATES)),
    help="Play only this one, which is hard to learn; may be repeated.",
)
def data(
    episodes: int, pictures: float, seed: int, output: Path, student: Path | None, templates: tuple[str, ...]
) -> None:
    """Play tasks on the simulated phone and record what there is to learn."""
    record(episodes=episodes, pictures=pictures, seed=seed, output=output, student=student, templates=templates)


@main.command(name="train")
@click.option("--pointing", default=500, show_default=True, help="Batches of made-up screens, first.")
@click.option("--steps", default=1500, show_default=True, help="Batches of recorded and made-up screens, then.")
@click.option("--rate", default=1e-3, show_default=True, help="Highest learning rate.")
@click.option("--episodes", type=click.Path(path_type=Path, exists=True), multiple=True, default=(FOLDER / "episodes",))
@click.option(
    "--corrections",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="Episodes in which the trained model acted; they are learnt last.",
)
@click.option(
    "--more", default=2400, show_default=True, help="Batches with corrections among them, where there are any."
)
@click.option(
    "--start",
    type=click.Path(path_type=Path, exists=True),
    help="Folder of a converted model to go on from; only the last stage is trained then.",
)
@click.option("--output", type=click.Path(path_type=Path), default=FOLDER / "model", show_default=True)
@click.option("--threads", default=0, help="CPU threads; 0 takes all cores.")
@click.option("--device", default="cpu", show_default=True, help="Where to compute, as torch names it: cpu, cuda ...")
@click.option("--workers", default=0, show_default=True, help="Processes that make batches; for a GPU, one a core.")
@click.option("--size", default=16, show_default=True, help="Samples in a batch; more for a GPU.")
def train_command(
    pointing: int,
    steps: int,
    rate: float,
    episodes: tuple[Path, ...],
    corrections: tuple[Path, ...],
    more: int,
    start: Path | None,
    output: Path,
    threads: int,
    device: str,
    workers: int,
    size: int,
) -> None:
    """Train; a stopped training goes on where its last checkpoint is."""
    torch.manual_seed(SEED)
    if threads:
        torch.set_num_threads(threads)
    output.mkdir(parents=True, exist_ok=True)
    tokenizer = build_tokenizer(SEED)
    model = build_model(Shape(), tokenizer)
    recorded = [sample for folder in episodes for sample in read_samples(folder)]
    fixed = _fixed_tokens(tokenizer, recorded)
    if start is None:
        plant_copying(model, Shape(), tokenizer, torch.Generator().manual_seed(SEED))
        share_head(model, fixed)
    else:
        restore(model, start)
        recover_head(model, fixed)
    model.to(device)
    if device != "cpu":
        model.set_attn_implementation("sdpa")

    def varied(samples: Sequence[Sample], seed: int) -> Iterator[Sample]:
        vary = Variation(recorded, Random(seed))
        return (vary(sample) for sample in shuffled(emphasised(samples), seed))

    def made_up(first: int, part: int) -> Iterator[Sample]:
        return pointing_samples(_seed(first, part), grow=POINTING_GROWS if first == 1 else 0)

    def played(first: int, part: int) -> Iterator[Sample]:
        seed = _seed(first, part)
        return mixed([(1 - POINTING_SHARE, varied(recorded, seed)), (POINTING_SHARE, pointing_samples(-seed))], seed)

    def schedule(steps: int, cooldown: float, distils_depth: bool = False) -> Schedule:
        return Schedule(
            steps=steps, size=size, rate=rate, cooldown=cooldown, distils_depth=distils_depth, workers=workers
        )

    if start is None:
        train(model, tokenizer, made_up, schedule(pointing, 0.0), folder=output / "pointing", report=_report)
        train(model, tokenizer, played, schedule(steps, 0.2), folder=output / "episodes", report=_report)
    if corrections:
        corrected = [sample for folder in corrections for sample in read_samples(folder)]

        def mended(first: int, part: int) -> Iterator[Sample]:
            seed = _seed(first, part)
            mistakes = varied(corrected, -seed)
            return mixed([(1 - CORRECTED_SHARE, played(first, part)), (CORRECTED_SHARE, mistakes)], seed)

        last = schedule(more, 1.0, distils_depth=True)
        train(model, tokenizer, mended, last, folder=output / "corrections", report=_report)
    model.to("cpu")
    plain_head(model)
    _save(model, tokenizer, output / "checkpoint")
    click.echo(f"checkpoint in {output / 'checkpoint'}")


@main.command()
@click.option("--checkpoint", type=click.Path(path_type=Path, exists=True), default=FOLDER / "model" / "checkpoint")
@click.option("--output", type=click.Path(path_type=Path), default=EMBEDDED, help="Folder to write to.")
def export(checkpoint: Path, output: Path) -> None:
    """Convert the checkpoint to GGUF, quantise it, and put it where the package looks for it."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        converted = convert_checkpoint(
            checkpoint,
            Path(scratch),
            name="Handroid embedded",
            weight_type=WeightType.F16,
            metadata={LAYOUT_KEY: "elements", IMAGE_TOKENS_KEY: str(PICTURE_TOKENS)},
        )
        quantize(converted.model, output / "model.gguf", Quantization.Q8_0)
        shutil.copyfile(converted.mmproj, output / "mmproj.gguf")
    for file in sorted(output.glob("*.gguf")):
        click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


def _seed(first: int, part: int) -> int:
    """Return a seed of its own for each part of the samples from a batch on."""
    return first + 1_000_000 * part


def _fixed_tokens(tokenizer: Tokenizer, samples: Sequence[Sample]) -> torch.Tensor:
    """Return the tokens that so many answers hold that they are part of the form and not of what is copied."""
    held: Counter[int] = Counter(token for sample in samples for token in set(tokenizer.encode(sample.answer).ids))
    frequent = {token for token, count in held.items() if count >= FIXED_SHARE * len(samples)}
    return torch.tensor(sorted(frequent | {tokenizer.encode(token).ids[0] for token in SPECIAL}))


def _save(model: Glm4vForConditionalGeneration, tokenizer: Tokenizer, folder: Path) -> None:
    model.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))


def _report(progress: Progress) -> None:
    click.echo(str(progress))


if __name__ == "__main__":
    main()
