"""Batches of samples as tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from llm.training.model import CELL, MERGE, PATCH
from llm.training.sample import Sample

MEAN = np.array([0.48145466, 0.4578275, 0.40821073], dtype=np.float32)
STD = np.array([0.26862954, 0.26130258, 0.27577711], dtype=np.float32)
IGNORED = -100
DECISIVE = ("<think>", "*", '="')
"""Tokens after which something has to be chosen; the rest of an answer follows from that by copying."""
DECISION_WEIGHT = 4.0


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Tensors for the model and the labels to hold its logits against.

    Attributes:
        inputs: The model's arguments.
        labels: Token wanted at each position, ``int64`` of shape (samples, width); `IGNORED` in prompts.
        weights: How much each of them counts, ``float32`` of the same shape.
    """

    inputs: dict[str, Any]
    labels: torch.Tensor
    weights: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """Return the same batch where `device` can compute with it."""
        inputs = {name: value.to(device, non_blocking=True) for name, value in self.inputs.items()}
        return Batch(inputs=inputs, labels=self.labels.to(device), weights=self.weights.to(device))


class Collator:
    """Turns samples into batches of tensors."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Remember the tokens that frame a picture."""
        self._tokenizer = tokenizer
        self._image, self._begin, self._end = (
            tokenizer.encode(token).ids[0] for token in ("<|image|>", "<|begin_of_image|>", "<|end_of_image|>")
        )
        self._decisive = torch.tensor([tokenizer.encode(token).ids[0] for token in DECISIVE])

    def prompt_ids(self, sample: Sample) -> list[int]:
        """Return the prompt's tokens, the picture's placeholder tokens among them."""
        ids: list[int] = self._tokenizer.encode(sample.before).ids
        if sample.picture is not None:
            cells = (sample.picture.shape[0] // CELL) * (sample.picture.shape[1] // CELL)
            ids = [*ids, self._begin, *([self._image] * cells), self._end]
        return [*ids, *self._tokenizer.encode(sample.after).ids]

    def __call__(self, samples: Sequence[Sample]) -> Batch:
        """Return one right-padded batch; either all samples have a picture or none has."""
        pairs = [(self.prompt_ids(sample), self._tokenizer.encode(sample.answer).ids) for sample in samples]
        width = max(len(prompt) + len(answer) for prompt, answer in pairs)
        ids = torch.zeros(len(pairs), width, dtype=torch.long)
        mask = torch.zeros_like(ids)
        labels = torch.full_like(ids, IGNORED)
        for row, (prompt, answer) in enumerate(pairs):
            end = len(prompt) + len(answer)
            ids[row, :end], mask[row, :end] = torch.tensor(prompt + answer), 1
            labels[row, len(prompt) : end] = torch.tensor(answer)
        inputs: dict[str, Any] = {"input_ids": ids, "attention_mask": mask}
        pictures = [sample.picture for sample in samples if sample.picture is not None]
        if pictures:
            inputs["pixel_values"] = torch.from_numpy(np.concatenate([patches(picture) for picture in pictures]))
            inputs["image_grid_thw"] = torch.tensor(
                [[1, picture.shape[0] // PATCH, picture.shape[1] // PATCH] for picture in pictures]
            )
            inputs["mm_token_type_ids"] = (ids == self._image).long()
        weights = torch.ones(labels.shape)
        weights[:, 1:][torch.isin(ids[:, :-1], self._decisive)] = DECISION_WEIGHT
        return Batch(inputs=inputs, labels=labels, weights=weights)


def patches(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return normalised patches, ``float32`` of shape (patches, 3 * 2 * 14 * 14), in GLM-4V's order.

    The order is that of transformers' ``Glm4vImageProcessor``: cells row by row, in each cell its 2 x 2 patches, in
    each patch channel, time, row, column; the one picture stands for both moments of time.
    """
    rows, columns = picture.shape[0] // CELL, picture.shape[1] // CELL
    values = (picture.astype(np.float32) / 255 - MEAN) / STD
    split = values.reshape(rows, MERGE, PATCH, columns, MERGE, PATCH, 3).transpose(0, 3, 1, 4, 6, 2, 5)
    flat = split.reshape(rows * columns * MERGE * MERGE, 3, 1, PATCH * PATCH)
    return np.ascontiguousarray(np.repeat(flat, 2, axis=2).reshape(flat.shape[0], -1))


def batches(samples: Iterator[Sample], collator: Collator, *, size: int, pool: int = 16) -> Iterator[Batch]:
    """Yield batches of samples alike in length, so that little is padding.

    Args:
        samples: An endless stream.
        collator: What makes tensors of them.
        size: Samples in a batch.
        pool: Batches that are sorted by length together.
    """
    while True:
        drawn = [next(samples) for _ in range(size * pool)]
        for group in ([s for s in drawn if s.picture is None], [s for s in drawn if s.picture is not None]):
            group.sort(key=lambda sample: len(sample.before) + len(sample.after))
            starts = list(range(0, len(group) - size + 1, size))
            order = np.random.default_rng(len(group) + (len(group[0].after) if group else 0)).permutation(len(starts))
            for index in order:
                yield collator(group[starts[index] : starts[index] + size])
