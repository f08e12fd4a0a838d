"""Recorded samples on disk: one JSON line a sample, pictures as one array beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np

from llm.image_size import CELL, fit_to_cells, scale_to_cells
from llm.training.sample import Sample

_POINT = re.compile(r"\[\d+,\d+\]")
_TYPED = re.compile(r'action="Type", text="([^"]*)"')
SAMPLES, PICTURES = "samples.jsonl", "pictures.npy"
PICTURE_TOKENS = 64
"""Most tokens a picture takes; the embedded model is told the same by its file."""
EMPHASIS = {"Type": 4, "Long Press": 3}
"""How often a sample is repeated, by its action; what comes next as often, or a model would go on doing the same."""
ELSEWHERE = 8
"""How often one is repeated whose tap isn't in the middle that its thought names, such as the end of a slider."""
OFF_THE_SCREEN = 12
"""How often one is repeated that types a word which neither goal nor steps hold, so that it is read off the screen."""
PICTURE_CELLS = fit_to_cells(2400, 1080, PICTURE_TOKENS)


def write_samples(samples: Iterable[Sample], folder: Path) -> int:
    """Write samples, their pictures scaled, and return how many there were."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures: list[np.ndarray] = []
    count = 0
    with (folder / SAMPLES).open("w", encoding="utf-8") as lines:
        for sample in samples:
            count += 1
            entry = {"before": sample.before, "after": sample.after, "answer": sample.answer}
            if sample.picture is not None:
                entry["picture"] = str(len(pictures))
                pictures.append(scale_to_cells(sample.picture, *PICTURE_CELLS))
            lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
    shape = (0, PICTURE_CELLS[0] * CELL, PICTURE_CELLS[1] * CELL, 3)
    np.save(folder / PICTURES, np.stack(pictures) if pictures else np.zeros(shape, np.uint8))
    return count


def read_samples(folder: Path) -> list[Sample]:
    """Return what `write_samples` wrote to `folder` and to the folders in it; pictures stay on disk until used."""
    parts = sorted(path.parent for path in folder.rglob(SAMPLES))
    return [sample for part in parts for sample in _read_part(part)]


def _read_part(folder: Path) -> list[Sample]:
    pictures = np.load(folder / PICTURES, mmap_mode="r")
    samples = []
    for line in (folder / SAMPLES).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        picture = pictures[int(entry["picture"])] if "picture" in entry else None
        samples.append(Sample(before=entry["before"], after=entry["after"], answer=entry["answer"], picture=picture))
    return samples


def emphasised(samples: Sequence[Sample]) -> list[Sample]:
    """Return the samples with those of the rarer and harder actions repeated."""
    return [sample for sample in samples for _ in range(_times(sample))]


def _times(sample: Sample) -> int:
    points = _POINT.findall(sample.answer)
    if 'action="Tap"' in sample.answer and len(set(points)) > 1:
        return ELSEWHERE
    typed = _TYPED.search(sample.answer)
    if typed and not all(word in sample.before for word in typed[1].split()):
        return OFF_THE_SCREEN
    last = sample.before.splitlines()[-1].strip()
    return max(
        times if f'action="{action}"' in sample.answer or last.startswith(action) else 1
        for action, times in EMPHASIS.items()
    )


def mixed(sources: list[tuple[float, Iterator[Sample]]], seed: int) -> Iterator[Sample]:
    """Yield from several endless streams, each as often as its weight says."""
    random = Random(f"mixed {seed}")
    weights, streams = [weight for weight, _ in sources], [stream for _, stream in sources]
    while True:
        yield next(random.choices(streams, weights)[0])


def shuffled(samples: list[Sample], seed: int) -> Iterator[Sample]:
    """Yield samples without end, in a new order each time round."""
    random = Random(f"shuffled {seed}")
    while True:
        yield from random.sample(samples, len(samples))
