"""Leaves halves of layers out while the model learns, so that it can do without them when it runs.

What is left out differs from sample to sample, and full depth is among it: one set of weights learns to answer at any
of these depths (Elhoushi et al., "LayerSkip: Enabling Early Exit Inference and Self-Speculative Decoding", 2024; here
by halves, and by what a token is for).  Keys and values are computed from what is left of the residual stream, as
`llm.skip` computes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import torch
from torch import nn
from transformers import Glm4vForConditionalGeneration

from llm.skip.half import Half, Part
from llm.training.batch import IGNORED, Batch

COPYING_LAYERS = 2
"""The first layers, whose attention copies (`llm.training.circuit`); no token that is chosen can do without it."""
FULL_SHARE = 0.3
"""Share of the samples that are learnt at full depth throughout."""
LEAST_SHARE = 0.5
"""Of the others: share in which the answer's tokens, or the picture's, go without everything they may go without."""
TEXT_SHARE = 0.3
"""Of the others: share in which the prompt's text goes without something too."""
MOST_OF_TEXT = 3
"""Halves that text goes without at most."""


class Depth:
    """Switches halves of a model off, token by token.

    Args:
        model: The model; its last layer always runs whole.
        seed: What is left out comes from it.
    """

    def __init__(self, model: Glm4vForConditionalGeneration, seed: int) -> None:
        layers = model.model.language_model.layers
        self._random = Random(f"depth {seed}")
        self._runs: dict[Half, torch.Tensor] = {}
        self._hooks = []
        for number, layer in enumerate(layers[:-1]):
            for part, norm in (
                (Part.ATTENTION, layer.post_self_attn_layernorm),
                (Part.FEED_FORWARD, layer.post_mlp_layernorm),
            ):
                self._hooks.append(norm.register_forward_hook(self._hook(Half(number, part))))
        deepest_first = [Half(number, part) for number in reversed(range(len(layers) - 1)) for part in reversed(Part)]
        self._for_pictures = deepest_first
        self._for_answers = sorted(
            (half for half in deepest_first if half.part is Part.FEED_FORWARD or half.layer >= COPYING_LAYERS),
            key=lambda half: (half.layer < COPYING_LAYERS, half.part is Part.ATTENTION, -half.layer),
        )

    def draw(self, batch: Batch) -> torch.Tensor:
        """Choose anew what the next pass goes without, for each sample.

        Returns:
            Halves that the answer's tokens go without, ``int64`` of shape (samples).
        """
        answer = batch.labels != IGNORED
        picture = batch.inputs.get("mm_token_type_ids", torch.zeros_like(batch.labels)) == 1
        text = ~answer & ~picture
        self._runs = {half: torch.ones(*batch.labels.shape, 1) for half in self._for_pictures}
        left_out = torch.zeros(len(answer), dtype=torch.long)
        for row in range(len(answer)):
            if self._random.random() < FULL_SHARE:
                continue
            without_for_answer = self._some(self._for_answers)
            left_out[row] = len(without_for_answer)
            self._leave_out(row, answer, without_for_answer)
            self._leave_out(row, picture, self._some(self._for_pictures))
            if self._random.random() < TEXT_SHARE:
                self._leave_out(row, text, self._first(self._for_answers[:MOST_OF_TEXT]))
        return left_out

    def close(self) -> None:
        """Leave the model as it was."""
        for hook in self._hooks:
            hook.remove()

    def _leave_out(self, row: int, where: torch.Tensor, halves: Sequence[Half]) -> None:
        for half in halves:
            self._runs[half][row][where[row]] = 0.0

    def _some(self, halves: Sequence[Half]) -> Sequence[Half]:
        return halves if self._random.random() < LEAST_SHARE else self._first(halves)

    def _first(self, halves: Sequence[Half]) -> Sequence[Half]:
        return halves[: self._random.randrange(len(halves) + 1)]

    def _hook(self, half: Half) -> Any:
        def without(_module: nn.Module, _inputs: Any, output: torch.Tensor) -> torch.Tensor:
            runs = self._runs.get(half)
            return output if runs is None else output * runs.to(output.dtype)

        return without
