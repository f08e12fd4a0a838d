"""Leaves halves of layers out while the model learns, so that it can do without them when it runs.

What is left out differs from sample to sample: one set of weights learns to answer at any of these depths (Elhoushi et
al., "LayerSkip: Enabling Early Exit Inference and Self-Speculative Decoding", 2024; here by halves, and by what a token
is for).  Keys and values are computed from what is left of the residual stream, as `llm.skip` computes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

import torch
from torch import nn
from transformers import Glm4vForConditionalGeneration

from llm.skip.half import Half, Part
from llm.training.batch import IGNORED, Batch

COPYING_LAYERS = 2
"""The first layers, whose attention copies (`llm.training.circuit`); no token that is chosen can do without it."""
LEAST_SHARE = 0.5
"""Share of the samples in which the answer's tokens, or the picture's, go without everything they may go without."""
TEXT_SHARE = 0.3
"""Share in which the prompt's text goes without something too."""
MOST_OF_TEXT = 3
"""Halves that text goes without at most."""
UNSURE_SHARE = 0.3
"""Share in which some of the answer's tokens are whole all the same, as those are that the engine is not sure of."""
UNSURE = 0.2
"""Probability that a token of such an answer is whole."""

_TEXT, _PICTURE, _ANSWER = range(3)


class Depth:
    """Switches halves of a model off, token by token.

    Args:
        model: The model; its last layer always runs whole.
        seed: What is left out comes from it.
    """

    def __init__(self, model: Glm4vForConditionalGeneration, seed: int) -> None:
        layers = model.model.language_model.layers
        self._random = Random(f"depth {seed}")
        self._runs: torch.Tensor | None = None
        self._hooks = []
        deepest_first = [Half(number, part) for number in reversed(range(len(layers) - 1)) for part in reversed(Part)]
        for place, half in enumerate(deepest_first):
            layer = layers[half.layer]
            norm = layer.post_self_attn_layernorm if half.part is Part.ATTENTION else layer.post_mlp_layernorm
            self._hooks.append(norm.register_forward_hook(self._hook(place)))
        # Halves by their places in that list from here on.
        self._for_pictures = list(range(len(deepest_first)))
        without = {place: half for place, half in enumerate(deepest_first) if _can_go_from_answers(half)}
        self._for_answers = sorted(
            without,
            key=lambda place: (
                without[place].layer < COPYING_LAYERS,
                without[place].part is Part.ATTENTION,
                -without[place].layer,
            ),
        )

    @contextmanager
    def drawn(self, batch: Batch) -> Iterator[torch.Tensor]:
        """Within the block the model goes without halves that are drawn anew, for each sample.

        Yields:
            Halves that the answer's tokens go without, ``int64`` of shape (samples).
        """
        answer = batch.labels != IGNORED
        picture = batch.inputs.get("mm_token_type_ids", torch.zeros_like(batch.labels)) == 1
        kinds = torch.where(answer, _ANSWER, torch.where(picture, _PICTURE, _TEXT))
        rows = len(kinds)
        runs = [[[1.0] * 3 for _ in range(rows)] for _ in self._for_pictures]
        left_out, unsure = [0] * rows, [0.0] * rows
        for row in range(rows):
            without = {_ANSWER: self._some(self._for_answers), _PICTURE: self._some(self._for_pictures)}
            if self._random.random() < TEXT_SHARE:
                without[_TEXT] = self._first(self._for_answers[:MOST_OF_TEXT])
            for kind, halves in without.items():
                for half in halves:
                    runs[half][row][kind] = 0.0
            left_out[row] = len(without[_ANSWER])
            if self._random.random() < UNSURE_SHARE:
                unsure[row] = UNSURE
        device = kinds.device
        whole = answer & (torch.rand(answer.shape, device=device) < torch.tensor(unsure, device=device)[:, None])
        by_token = torch.tensor(runs, device=device).gather(2, kinds.expand(len(runs), -1, -1))
        self._runs = torch.where(whole, 1.0, by_token)[..., None]
        try:
            yield torch.tensor(left_out)
        finally:
            self._runs = None

    def close(self) -> None:
        """Leave the model as it was."""
        for hook in self._hooks:
            hook.remove()

    def _some(self, halves: Sequence[int]) -> Sequence[int]:
        return halves if self._random.random() < LEAST_SHARE else self._first(halves)

    def _first(self, halves: Sequence[int]) -> Sequence[int]:
        return halves[: self._random.randrange(len(halves) + 1)]

    def _hook(self, place: int) -> Any:
        def without(_module: nn.Module, _inputs: Any, output: torch.Tensor) -> torch.Tensor:
            return output if self._runs is None else output * self._runs[place].to(output.dtype)

        return without


def _can_go_from_answers(half: Half) -> bool:
    return half.part is Part.FEED_FORWARD or half.layer >= COPYING_LAYERS
